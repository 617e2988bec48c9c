from solution import wrap


def test_two_lines():
    assert wrap("the quick brown fox", 10) == ["the quick", "brown fox"]


def test_narrow():
    assert wrap("to be or not", 5) == ["to be", "or", "not"]


def test_empty():
    assert wrap("", 5) == []


def test_exact_fit():
    assert wrap("lorem ipsum dolor sit amet", 11) == ["lorem ipsum", "dolor sit", "amet"]


def test_single_letters():
    assert wrap("a b c d e f", 3) == ["a b", "c d", "e f"]
