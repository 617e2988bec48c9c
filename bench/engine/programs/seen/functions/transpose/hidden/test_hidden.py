import random
from itertools import zip_longest
import pytest
from solution import transpose


@pytest.mark.parametrize("l,e", [([""], []), (["", ""], []), (["a"], ["a"]), (["a", "b"], ["ab"]), (["abc"], ["a", "b", "c"]),
                                 (["a", "", "bc"], ["a b", "  c"]), (["", "x"], [" x"]), (["a b"], ["a", " ", "b"])])
def test_cases(l, e):
    assert transpose(l) == e


def test_random():
    rnd = random.Random(28)
    for _ in range(300):
        l = ["".join(rnd.choice("abc ") for _ in range(rnd.randint(0, 5))) for _ in range(rnd.randint(0, 5))]
        assert transpose(list(l)) == ["".join(c) for c in zip_longest(*l, fillvalue=" ")]
