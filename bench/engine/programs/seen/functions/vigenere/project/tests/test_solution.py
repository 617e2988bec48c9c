from solution import vigenere


def test_word():
    assert vigenere("attack", "lemon") == "lxfopv"


def test_sentence():
    assert vigenere("Hi, you!", "bc") == "Ik, zqv!"


def test_no_letters():
    assert vigenere("123", "key") == "123"


def test_two_words():
    assert vigenere("ab ab", "bz") == "ba ba"
