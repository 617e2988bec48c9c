from solution import Solution


def brute(n):
    seen = set()
    while n not in seen:
        seen.add(n)
        n = sum(int(c) ** 2 for c in str(n))
    return 1 in seen


def test_all_small():
    s = Solution()
    for n in range(1, 3000):
        assert s.isHappy(n) is brute(n)


def test_large():
    for n in (2 ** 31 - 1, 1111111, 999999999, 100000000, 1234567890, 986543210):
        assert Solution().isHappy(n) is brute(n)
