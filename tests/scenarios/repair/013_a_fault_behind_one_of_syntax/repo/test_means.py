from means import mean


def test_one():
    assert mean([2]) == 2


def test_two():
    assert mean([1, 3]) == 2


def test_three():
    assert mean([1, 2, 6]) == 3
