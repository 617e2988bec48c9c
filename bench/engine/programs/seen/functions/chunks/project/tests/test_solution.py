from solution import chunk


def test_plain():
    assert chunk([1, 2, 3, 4, 5], 2) == [[1, 2], [3, 4], [5]]
    assert chunk([1, 2, 3, 4], 4) == [[1, 2, 3, 4]]
    assert chunk([], 3, 0) == []


def test_fill():
    assert chunk(["a", "b", "c"], 2, "x") == [["a", "b"], ["c", "x"]]
    assert chunk([1, 2, 3, 4], 3, 0) == [[1, 2, 3], [4, 0, 0]]
