from solution import transpose


def test_wide():
    assert transpose(["abc", "def"]) == ["ad", "be", "cf"]


def test_padding():
    assert transpose(["ab", "c"]) == ["ac", "b "]


def test_empty():
    assert transpose([]) == []
