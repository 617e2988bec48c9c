from solution import paragraphs


def test_one_paragraph():
    assert paragraphs("hello") == ["hello"]
    assert paragraphs("one\n  two") == ["one two"]


def test_two_paragraphs():
    assert paragraphs("one\ntwo\n\nthree") == ["one two", "three"]
    assert paragraphs("  a\n\n\n  b  ") == ["a", "b"]


def test_empty():
    assert paragraphs("") == []
