from solution import word_score


def test_words():
    assert word_score("quiz") == 22
    assert word_score("letters") == 57
    assert word_score("Cat", {0: 3}) == 11


def test_not_words():
    assert word_score("") == 0
    assert word_score("its me") == 0
    assert word_score("route66") == 0
