from words import noun


def test_noun():
    assert noun("the quick brown fox") == "fox 7781"
    assert noun("a lazy dog sleeps") == "dog 3312"
