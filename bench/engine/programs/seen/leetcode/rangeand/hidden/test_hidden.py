from functools import reduce
from operator import and_
from solution import Solution


def test_all_small():
    for a in range(0, 70):
        for b in range(a, 70):
            assert Solution().rangeBitwiseAnd(a, b) == reduce(and_, range(a, b + 1))


def test_large():
    assert Solution().rangeBitwiseAnd(2147483646, 2147483647) == 2147483646
    assert Solution().rangeBitwiseAnd(1073741824, 2147483647) == 1073741824
    assert Solution().rangeBitwiseAnd(600000000, 2147483645) == 0
