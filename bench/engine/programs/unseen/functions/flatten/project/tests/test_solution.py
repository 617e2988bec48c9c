from solution import flatten


def test_flat_already():
    assert flatten([], 1) == []
    assert flatten([1, 2], 3) == [1, 2]


def test_one_level():
    assert flatten([1, [2, 3]], 1) == [1, 2, 3]
    assert flatten([[1], [], [2]], 1) == [1, 2]


def test_levels():
    assert flatten([1, [2, [3, [4]]]], 1) == [1, 2, [3, [4]]]
    assert flatten([1, [2, [3, [4]]]], 2) == [1, 2, 3, [4]]
    assert flatten([1, [2, [3, [4]]]], 5) == [1, 2, 3, 4]
