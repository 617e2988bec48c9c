from solution import majority


def test_clear_majority():
    assert majority([3, 1, 3, 3]) == 3


def test_no_majority():
    assert majority([1, 2, 3]) is None


def test_exactly_half():
    assert majority([2, 2, 1, 1]) is None


def test_one_vote():
    assert majority([5]) == 5
