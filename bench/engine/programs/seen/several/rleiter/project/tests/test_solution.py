from solution import RLEIterator


def test_example():
    it = RLEIterator([3, 8, 0, 9, 2, 5])
    assert it.next(2) == 8
    assert it.next(1) == 8
    assert it.next(1) == 5
    assert it.next(2) == -1


def test_one_by_one():
    it = RLEIterator([4, 7])
    assert [it.next(1) for _ in range(5)] == [7, 7, 7, 7, -1]


def test_skip():
    it = RLEIterator([2, 1, 3, 6, 1, 4])
    assert it.next(4) == 6
    assert it.next(1) == 6
    assert it.next(1) == 4


def test_too_many():
    it = RLEIterator([1, 5])
    assert it.next(9) == -1
