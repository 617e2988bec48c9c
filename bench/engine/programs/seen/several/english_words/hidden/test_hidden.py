import random
import pytest
from solution import Solution

ONES = ("One Two Three Four Five Six Seven Eight Nine Ten Eleven Twelve Thirteen Fourteen Fifteen "
        "Sixteen Seventeen Eighteen Nineteen").split()
TENS = "Twenty Thirty Forty Fifty Sixty Seventy Eighty Ninety".split()


def words(n):
    for size, name in ((10 ** 9, "Billion"), (10 ** 6, "Million"), (1000, "Thousand"), (100, "Hundred")):
        if n >= size:
            return words(n // size) + [name] + words(n % size)
    if n >= 20:
        return [TENS[n // 10 - 2]] + words(n % 10)
    return [ONES[n - 1]] if n else []


def check(n):
    assert Solution().numberToWords(n) == (" ".join(words(n)) or "Zero")


@pytest.mark.parametrize("n", [0, 1, 10, 19, 20, 21, 30, 99, 100, 101, 110, 120, 999, 1000, 1001, 1010, 20000, 100000,
                               1000000, 1000010, 50868, 1000000000, 2147483647, 2000000020])
def test_cases(n):
    check(n)


def test_exact_spacing_plain():
    assert Solution().numberToWords(7) == "Seven"
    assert Solution().numberToWords(0) == "Zero"
    assert Solution().numberToWords(342) == "Three Hundred Forty Two"


def test_random():
    rnd = random.Random(18)
    for _ in range(400):
        check(rnd.randint(0, 10 ** rnd.randint(1, 9)))
