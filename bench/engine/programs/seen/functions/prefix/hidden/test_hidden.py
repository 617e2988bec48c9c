import os
import random
import pytest
from solution import common_prefix


@pytest.mark.parametrize("w,e", [([], ""), ([""], ""), (["a"], "a"), (["ab", "ab"], "ab"), (["ab", ""], ""), (["abc", "ab"], "ab"),
                                 (["ab", "abc"], "ab"), (["x", "y"], ""), (["same", "same", "same"], "same")])
def test_cases(w, e):
    assert common_prefix(w) == e


def test_random():
    rnd = random.Random(8)
    for _ in range(500):
        w = ["".join(rnd.choice("aab") for _ in range(rnd.randint(0, 6))) for _ in range(rnd.randint(0, 4))]
        assert common_prefix(w) == os.path.commonprefix(w)
