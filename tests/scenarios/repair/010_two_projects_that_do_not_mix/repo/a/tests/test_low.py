from pkg_a import low


def test_below():
    assert low([1, 2], 5) == [1, 2]


def test_limit():
    assert low([1, 2], 2) == [1, 2]
