import pytest

from textwrapper import fill, shorten, wrap


def test_wrap_at_words():
    assert wrap("the quick brown fox jumps", 10) == ["the quick", "brown fox", "jumps"]


def test_wrap_exact_width():
    assert wrap("abc def", 7) == ["abc def"]
    assert wrap("abc def", 6) == ["abc", "def"]


def test_wrap_cuts_long_words():
    assert wrap("abcdefgh xy", 3) == ["abc", "def", "gh", "xy"]


def test_wrap_indent():
    assert wrap("one two three four", 8, indent="  ") == ["one two", "  three", "  four"]
    with pytest.raises(ValueError):
        wrap("x", 2, indent="  ")


def test_wrap_nothing():
    assert wrap("  ") == []


def test_fill():
    assert fill("a b c\n\n\n\nd e", 3) == "a b\nc\n\nd e"


@pytest.mark.parametrize(
    "width, expected",
    [(30, "hello wide world"), (16, "hello wide world"), (15, "hello wide..."), (12, "hello..."), (6, "hel...")],
)
def test_shorten(width, expected):
    assert shorten("hello  wide\nworld", width) == expected


def test_shorten_too_narrow():
    with pytest.raises(ValueError):
        shorten("hello", 2)
