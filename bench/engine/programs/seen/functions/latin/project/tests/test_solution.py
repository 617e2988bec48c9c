from solution import is_latin_square


def test_is_latin_square():
    assert is_latin_square([[1]]) is True
    assert is_latin_square([[1, 2], [2, 1]]) is True
    assert is_latin_square([[1, 2], [1, 2]]) is False
    assert is_latin_square([[1, 2, 3], [3, 1, 2], [2, 3, 1]]) is True
    assert is_latin_square([[2, 3], [3, 2]]) is False
