from solution import missing_letters, is_pangram


def test_nothing():
    assert missing_letters("") == "abcdefghijklmnopqrstuvwxyz"


def test_word():
    assert missing_letters("Hello") == "abcdfgijkmnpqrstuvwxyz"


def test_pangram():
    assert is_pangram("The quick brown fox jumps over the lazy dog")


def test_no_pangram():
    assert not is_pangram("This is no pangram")
