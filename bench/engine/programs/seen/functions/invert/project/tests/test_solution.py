from solution import invert_index


def test_two_pages():
    assert invert_index({1: ["tea", "cup"], 2: ["tea"]}) == {"tea": [1, 2], "cup": [1]}


def test_repeated_word():
    assert invert_index({7: ["x", "x"], 3: ["x"]}) == {"x": [3, 7]}


def test_empty():
    assert invert_index({}) == {}
