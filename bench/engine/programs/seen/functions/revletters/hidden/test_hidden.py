import random
import pytest
from solution import reverse_letters


def oracle(t):
    s = [c for c in t if c.isalpha()]
    return "".join(s.pop() if c.isalpha() else c for c in t)


@pytest.mark.parametrize("t,e", [("", ""), ("a", "a"), ("ab", "ba"), ("-ab", "-ba"), ("ab-", "ba-"), ("a-b", "b-a"), ("ab--", "ba--"),
                                 ("Test1ng-Leet=code-Q!", "Qedo1ct-eeLg=ntse-T!")])
def test_cases(t, e):
    assert reverse_letters(t) == e


def test_random():
    rnd = random.Random(26)
    for _ in range(500):
        t = "".join(rnd.choice("abCD-1 ") for _ in range(rnd.randint(0, 12)))
        assert reverse_letters(t) == oracle(t)
