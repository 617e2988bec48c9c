from solution import top_words


def test_plain():
    assert top_words("The cat and the dog and the bird", 2) == ["the", "and"]
    assert top_words("b a", 5) == ["a", "b"]
    assert top_words("", 3) == []


def test_punctuation():
    assert top_words("Yes, yes! No: no no.", 1) == ["no"]
    assert top_words("Stop! Who goes there? Stop, or I shoot!", 1) == ["stop"]
