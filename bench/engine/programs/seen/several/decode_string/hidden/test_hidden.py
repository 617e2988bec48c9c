import random
import pytest
from solution import Solution


@pytest.mark.parametrize("s, want", [
    ("abc", "abc"), ("1[z]", "z"), ("10[ab]", "ab" * 10), ("100[x]y", "x" * 100 + "y"),
    ("a2[b3[c]d]e", "abcccdbcccde"), ("2[2[2[q]]]", "q" * 8), ("12[a]11[b]", "a" * 12 + "b" * 11),
    ("x2[y]z3[w]", "xyyzwww"),
])
def test_cases(s, want):
    assert Solution().decodeString(s) == want


def make(rnd, depth):
    enc, dec = "", ""
    for _ in range(rnd.randint(1, 3)):
        if depth and rnd.random() < 0.6:
            e, d = make(rnd, depth - 1)
            k = rnd.choice([1, 2, 3, 4, 10, 12])
            enc += "%d[%s]" % (k, e)
            dec += d * k
        else:
            w = "".join(rnd.choice("abcde") for _ in range(rnd.randint(1, 3)))
            enc += w
            dec += w
    return enc, dec


def test_random():
    rnd = random.Random(2)
    for _ in range(300):
        e, d = make(rnd, 2)
        assert Solution().decodeString(e) == d
