from solution import histogram


def test_dice():
    assert histogram([1, 3, 3], 1, 3) == ["1: *", "2: ", "3: **", "most: 3"]


def test_first_is_most():
    assert histogram([5, 4, 4, 9], 4, 5) == ["4: **", "5: *", "most: 4"]


def test_zero():
    assert histogram([0, 0], 0, 0) == ["0: **", "most: 0"]


def test_nothing():
    assert histogram([], 1, 2) == ["1: ", "2: ", "most: none"]
