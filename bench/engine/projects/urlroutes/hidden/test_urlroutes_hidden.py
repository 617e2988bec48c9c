import random
from urllib.parse import parse_qs, quote, unquote_plus

import pytest

from urlroutes import NotAllowed, NotFound, Router, join, parse_query, split_url
from urlroutes.pattern import Pattern
from urlroutes.urls import unquote


def test_unquote():
    rng = random.Random(1)
    for _ in range(800):
        text = "".join(rng.choice("%4aFzé+ 2") for _ in range(rng.randrange(9)))
        assert unquote(text) == unquote_plus(text), text
        assert unquote(quote(text, safe="")) == text


def test_query():
    rng = random.Random(2)
    for _ in range(500):
        text = "".join(rng.choice("ab=&%3D+") for _ in range(rng.randrange(12)))
        assert parse_query(text) == parse_qs(text, keep_blank_values=True) or "&=" in "&" + text
    assert parse_query("=1") == {"": ["1"]}


def test_split():
    for url, expected in {"/": ("/", ""), "/a?": ("/a", ""), "/a?b?c": ("/a", "b?c"),
                          "/a?b#c#d?e": ("/a", "b"), "#x": ("", ""), "?q": ("", "q")}.items():
        assert split_url(url) == expected


def test_join():
    rng = random.Random(3)
    for _ in range(300):
        parts = ["".join(rng.choice("/ab") for _ in range(rng.randrange(4))) for _ in range(rng.randrange(1, 4))]
        words = [p.strip("/") for p in parts if p.strip("/")]
        expected = "/" + "/".join(words)
        if parts[-1].endswith("/") and words:
            expected += "/"
        assert join(*parts) == expected


def test_pattern():
    p = Pattern("/x/<path:rest>/end")
    assert p.match("/x/a/b/end") == {"rest": "a/b"} and p.match("/x//end") is None
    assert Pattern("/<int:n>").match("/007") == {"n": 7}
    assert Pattern("/<str:n>").match("/7") == {"n": "7"}
    assert Pattern("/<n>").match("/a/b") is None and Pattern("/<n>").match("/") is None
    assert Pattern("/a+b").match("/a+b") == {} and Pattern("/a+b").match("/aab") is None
    assert Pattern("/<a>.<b>!").match("/x.y!") == {"a": "x", "b": "y"}
    assert Pattern("/<a>.<b>!").match("/x.y") is None
    assert Pattern("/a").match("x/a") is None and Pattern("/a").match("/a/") is None
    assert [Pattern(t).weight for t in ("/", "/<a>", "/<a>/<int:b>")] == [0, 1, 2]
    for bad in ("/<q:x>", "/<x>/<int:x>"):
        with pytest.raises(ValueError):
            Pattern(bad)
    assert Pattern("/<int:a>/<b>").build(a=1, b="z", c=3) == "/1/z"
    with pytest.raises(KeyError):
        Pattern("/<a>").build(b=1)


def handler(name):
    def function(query, **arguments):
        return name, query, arguments
    function.__name__ = name
    return function


def test_router():
    for prefix in ("", "/v1", "v1/"):
        base = join(prefix, "/") if prefix else "/"
        r = Router(prefix)
        r.add("/<a>/<b>", handler("two"))
        r.add("/<a>/fix", handler("one"), methods=["POST", "get"])
        r.add("x/fix", handler("zero"), methods=("put",), name="nil")
        r.add("/y/fix", handler("none"))
        assert r.dispatch("get", base + "q/w?k=1&k=2#f") == ("two", {"k": ["1", "2"]}, {"a": "q", "b": "w"})
        assert r.dispatch("GET", base + "q/fix") == ("one", {}, {"a": "q"})
        assert r.dispatch("Post", base + "x/fix")[0] == "one"
        assert r.dispatch("PUT", base + "x/fix")[0] == "zero"
        assert r.dispatch("GET", base + "y/fix")[0] == "none"
        with pytest.raises(NotAllowed) as caught:
            r.resolve("DELETE", base + "x/fix")
        assert caught.value.allowed == ["GET", "POST", "PUT"]
        assert str(caught.value) == "allowed: GET, POST, PUT"
        with pytest.raises(NotFound):
            r.resolve("GET", base + "only")
        assert r.url_for("nil") == base + "x/fix" and r.url_for("two", a=1, b=2) == base + "1/2"
        for name in ("zero", "q"):
            with pytest.raises(NotFound):
                r.url_for(name)
    assert Router().routes is not Router().routes
    r = Router()
    r.add("/a", handler("first"))
    r.add("/a", handler("second"))
    assert r.dispatch("GET", "/a")[0] == "first"
    f = handler("f")
    assert r.route("/f")(f) is f
