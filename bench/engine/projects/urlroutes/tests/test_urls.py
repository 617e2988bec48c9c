import pytest

from urlroutes import join, parse_query, split_url
from urlroutes.pattern import Pattern
from urlroutes.urls import unquote


@pytest.mark.parametrize(
    "text, expected",
    [("a%20b+c", "a b c"), ("100%", "100%"), ("%zz", "%zz"), ("%C3%A9", "é"), ("%41%4", "A%4")],
)
def test_unquote(text, expected):
    assert unquote(text) == expected


def test_split_url():
    assert split_url("/a?b=c?d#e") == ("/a", "b=c?d")
    assert split_url("/a#b?c") == ("/a", "")


def test_parse_query():
    assert parse_query("a=1&a=2&&b&c=x%3Dy=z") == {"a": ["1", "2"], "b": [""], "c": ["x=y=z"]}
    assert parse_query("") == {}


def test_join():
    assert join("/a/", "/b") == "/a/b"
    assert join("", "x/") == "/x/"
    assert join("/") == "/"


def test_pattern():
    pattern = Pattern("/users/<int:id>/<name>")
    assert pattern.match("/users/7/bob") == {"id": 7, "name": "bob"}
    assert pattern.match("/users/x/bob") is None
    assert pattern.match("/users/7/bob/more") is None
    assert pattern.weight == 2
    assert pattern.build(id=3, name="al") == "/users/3/al"
    assert Pattern("/a.b").match("/axb") is None
    with pytest.raises(ValueError):
        Pattern("/<float:x>")
    with pytest.raises(ValueError):
        Pattern("/<x>/<x>")
