import random
from itertools import zip_longest
import pytest
from solution import interleave


@pytest.mark.parametrize("a,b,e", [("", "", ""), ("a", "", "a"), ("", "b", "b"), ("a", "b", "ab"), ("", "bcd", "bcd"), ("xyz", "", "xyz"),
                                   ("ab", "c", "acb"), ("a", "bc", "abc")])
def test_cases(a, b, e):
    assert interleave(a, b) == e


def test_random():
    rnd = random.Random(10)
    for _ in range(300):
        a = "".join(rnd.choice("abcd") for _ in range(rnd.randint(0, 7)))
        b = "".join(rnd.choice("WXYZ") for _ in range(rnd.randint(0, 7)))
        assert interleave(a, b) == "".join(x + y for x, y in zip_longest(a, b, fillvalue=""))
