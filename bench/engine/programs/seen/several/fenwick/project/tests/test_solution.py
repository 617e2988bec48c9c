from solution import NumArray


def test_example():
    a = NumArray([1, 3, 5])
    assert a.sumRange(0, 2) == 9
    a.update(1, 2)
    assert a.sumRange(0, 2) == 8


def test_single_element():
    a = NumArray([7])
    a.update(0, 4)
    assert a.sumRange(0, 0) == 4


def test_inner_range():
    a = NumArray([2, -1, 4, 6, 3])
    assert a.sumRange(1, 3) == 9


def test_create():
    assert isinstance(NumArray([1, 2, 3]), NumArray)
