from solution import interleave


def test_equal():
    assert interleave("abc", "123") == "a1b2c3"


def test_second_longer():
    assert interleave("ab", "wxyz") == "awbxyz"


def test_first_longer():
    assert interleave("wxyz", "ab") == "waxbyz"
