from solution import flood_fill


def test_fill():
    assert flood_fill([[1, 1, 0], [1, 0, 1]], 0, 0, 2) == [[2, 2, 0], [2, 0, 1]]
    assert flood_fill([[0, 0], [1, 0]], 1, 0, 5) == [[0, 0], [5, 0]]
    assert flood_fill([[0, 0, 0], [0, 1, 0], [0, 0, 0]], 0, 1, 7) == [[7, 7, 7], [7, 1, 7], [7, 7, 7]]


def test_small():
    assert flood_fill([[4]], 0, 0, 6) == [[6]]
    assert flood_fill([[3, 3]], 0, 1, 3) == [[3, 3]]
