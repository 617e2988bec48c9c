import random
import textwrap
import pytest
from solution import wrap


@pytest.mark.parametrize("t,w,e", [("a", 1, ["a"]), ("a b", 1, ["a", "b"]), ("a b", 3, ["a b"]), ("  a   b ", 3, ["a b"]),
                                   ("longword x", 4, ["longword", "x"]), ("x longword y z", 4, ["x", "longword", "y z"]),
                                   ("aa bb cc dd", 5, ["aa bb", "cc dd"]), ("aa bb cc dd", 4, ["aa", "bb", "cc", "dd"]),
                                   ("a\nb\tc", 5, ["a b c"])])
def test_cases(t, w, e):
    assert wrap(t, w) == e


def test_random():
    rnd = random.Random(14)
    for _ in range(300):
        t = " ".join("x" * rnd.randint(1, 7) for _ in range(rnd.randint(0, 12)))
        w = rnd.randint(1, 16)
        assert wrap(t, w) == textwrap.wrap(t, w, break_long_words=False)
