import random

import pytest

from textwrapper import align, box, columns, fill, shorten, wrap


def greedy(text, width, indent):
    lines = []
    for word in text.split():
        body = width - len(indent)
        limit = width if len(lines) == 1 else body
        if lines and len(lines[-1]) + 1 + len(word) <= limit:
            lines[-1] += " " + word
        else:
            while len(word) > body:
                lines.append(word[:body])
                word = word[body:]
            lines.append(word)
    return [(indent if i else "") + line for i, line in enumerate(lines)]


def test_wrap_against_greedy():
    rng = random.Random(7)
    for _ in range(800):
        words = ["x" * rng.randrange(1, 9) for _ in range(rng.randrange(9))]
        text = "  ".join(words)
        indent = " " * rng.randrange(0, 3)
        width = rng.randrange(len(indent) + 1, 20)
        assert wrap(text, width, indent) == greedy(text, width, indent)
    for width, indent in [(0, ""), (1, " "), (-1, "")]:
        with pytest.raises(ValueError):
            wrap("a", width, indent)


def test_defaults():
    text = "word " * 30
    assert max(map(len, wrap(text))) == 39
    assert fill("a\n\nb") == "a\n\nb"
    assert fill("") == ""


def test_fill_passes_width_and_indent():
    text = "aa bb cc dd\n\n \n\nee ff gg hh"
    parts = ["\n".join(greedy(p, 6, "-")) for p in ("aa bb cc dd", "ee ff gg hh")]
    assert fill(text, 6, "-") == "\n\n".join(parts)


def test_shorten():
    text = "alpha beta gamma delta"
    for width in range(3, 30):
        result = shorten(text, width)
        assert len(result) <= width
        if width >= len(text):
            assert result == text
            continue
        body = result[:-3]
        assert result.endswith("...") and text.startswith(body) and body == body.rstrip()
        room = width - 3
        whole = [w for w in range(len(text)) if text[w] == " " and w <= room]
        assert len(body) == (whole[-1] if whole else room)
    assert shorten("alpha beta", 7, "~") == "alpha~"
    assert shorten("a   b", 3) == "a b"
    assert shorten("hello", 3) == "..."
    with pytest.raises(ValueError):
        shorten("hello", 2)


def test_layout():
    for how, method in (("left", str.ljust), ("right", str.rjust), ("center", str.center)):
        for width in range(8):
            assert align("abc", width, how) == method("abc", width)
        lines = ["a", "bcd", ""]
        assert box(lines, how) == ["+-----+"] + [
            "| " + method(x, 3) + " |" for x in lines] + ["+-----+"]
    assert box([]) == ["+--+", "+--+"]
    with pytest.raises(ValueError):
        align("a", 3, "Left")


def test_columns():
    rng = random.Random(3)
    for _ in range(200):
        items = ["y" * rng.randrange(1, 6) for _ in range(rng.randrange(10))]
        count, gap = rng.randrange(1, 5), rng.randrange(0, 4)
        rows = [items[i:i + count] for i in range(0, len(items), count)]
        widths = [max(len(x) for x in items[c::count]) for c in range(min(count, len(items)))]
        expected = [(" " * gap).join(x.ljust(w) for x, w in zip(r, widths)).rstrip() for r in rows]
        assert columns(items, count, gap) == expected
    assert columns(["a", "b"], 2) == ["a  b"]
