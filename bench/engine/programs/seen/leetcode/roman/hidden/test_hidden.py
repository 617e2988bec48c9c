from solution import Solution


def brute(n):
    ones = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]
    def shift(s, a):
        return s.translate(str.maketrans("IVX", a))
    return ("M" * (n // 1000) + shift(ones[n // 100 % 10], "CDM")
            + shift(ones[n // 10 % 10], "XLC") + ones[n % 10])


def test_all():
    s = Solution()
    for n in range(1, 4000):
        assert s.intToRoman(n) == brute(n)


def test_fixed():
    assert Solution().intToRoman(444) == "CDXLIV"
    assert Solution().intToRoman(3999) == "MMMCMXCIX"
    assert Solution().intToRoman(1) == "I"
