import random
import re
import pytest
from solution import to_snake


@pytest.mark.parametrize("t,e", [("", ""), ("a", "a"), ("A", "a"), ("AB", "a_b"), ("ABC", "a_b_c"), ("aBC", "a_b_c"),
                                 ("already", "already"), ("x1Y2", "x1_y2"), ("oneTwoThree", "one_two_three"),
                                 ("XMLFile", "x_m_l_file")])
def test_cases(t, e):
    assert to_snake(t) == e


def test_random():
    rnd = random.Random(2)
    for _ in range(500):
        t = "".join(rnd.choice("abcABC1") for _ in range(rnd.randint(0, 12)))
        assert to_snake(t) == re.sub(r"(?<=.)([A-Z])", r"_\1", t).lower()
