import random

import pytest

from template import RenderError, TemplateError, render
from template.filters import default, escape, plural, truncate


def test_filters():
    for n in range(1, 9):
        for text in ("", "a", "abcd", "abcdefgh"):
            short = truncate(text, str(n))
            assert len(short) <= n
            assert short == (text if len(text) <= n else text[:n - 1] + "…")
    assert escape("<a href=\"x\">&amp;'") == "&lt;a href=&quot;x&quot;&gt;&amp;amp;'"
    assert escape(5) == "5"
    assert [default(v, "f") for v in (None, "", 0, [], "x", False)] == ["f", "f", 0, [], "x", False]
    assert [plural(n) for n in (0, 1, 2, 1.0)] == ["s", "", "s", ""]
    assert plural(2, "en") == "en" and plural(1, "en") == ""
    assert render("{{ a|join:; }}{{ b|title|length }}", a=[1, 2], b="x y") == "1;23"
    assert render("{{ a | upper | truncate:2 }}", a="xyz") == "X…"
    assert render("{{ a|default: }}|", a=None) == "|"


def test_paths():
    class Box:
        inner = {"list": [(1, 2), {"k": "v"}], "0": "zero"}
    box = Box()
    for path, value in {"b.inner.list.0.1": "2", "b.inner.list.1.k": "v", "b.inner.0": "zero",
                        "b.inner.list.2": "", "b.nope": "", "c": "", "b.inner.list.x": ""}.items():
        assert render("{{ %s }}" % path, b=box) == value
    assert render("{{ a }}{{ b }}{{ c }}", a=False, b=0, c=None) == "False0"


def build(rng, depth):
    out, value = "", ""
    for _ in range(rng.randrange(1, 4)):
        kind = rng.randrange(5) if depth else rng.randrange(2)
        if kind == 0:
            out += "t\n"; value += "t\n"
        elif kind == 1:
            name, v = rng.choice([("one", "1"), ("no", ""), ("word", "w"), ("deep.k", "5")])
            out += "{{ " + name + " }}"; value += v
        elif kind == 2:
            name, truth = rng.choice([("one", True), ("no", False), ("empty", False), ("deep.k", True)])
            neg = rng.random() < 0.5
            (a, av), (b, bv) = build(rng, depth - 1), build(rng, depth - 1)
            out += "{% if " + ("not " if neg else "") + name + " %}" + a
            if rng.random() < 0.7:
                out += "{% else %}" + b
            else:
                bv = ""
            out += "{%endif%}"; value += av if truth != neg else bv
        elif kind == 3:
            count = rng.randrange(3)
            (a, av), (b, bv) = build(rng, depth - 1), build(rng, depth - 1)
            out += "{% for i in n" + str(count) + " %}" + a + "{% else %}" + b + "{% endfor %}"
            value += av * count if count else bv
        else:
            out += "{# x\ny #}"
    return out, value


def test_random_templates():
    rng = random.Random(6)
    names = dict(one=1, no=None, word="w", deep={"k": 5}, empty=[], n0=[], n1=[0], n2=(0, 0))
    for _ in range(400):
        source, expected = build(rng, 3)
        assert render(source, **names) == expected


def test_loop():
    source = "{% for x in xs %}{{ x }}{{ loop.index }}{{ loop.first }}{{ loop.last }} {% endfor %}"
    for n in range(1, 4):
        assert render(source, xs=range(n)) == "".join(
            f"{i}{i + 1}{i == 0}{i == n - 1} " for i in range(n))
    nested = "{% for a in n %}{% for b in n %}{{ loop.index }}{% endfor %}{{ loop.index }}{% endfor %}{{ loop }}"
    assert render(nested, n=[0, 0]) == "121122"
    assert render("{% for x in d %}{{ x }}{% endfor %}{{ x }}", d={"k": 1}, x=9) == "k9"


@pytest.mark.parametrize("source, line", [
    ("{% if a %}{% else %}", 1), ("{% if a %}\n\n", 3), ("{% endfor %}", 1), ("\n{% else %}", 2),
    ("{% for a in b %}\n{% if c %}{% endfor %}", 2), ("{% for in b %}{% endfor %}", 1),
    ("{% for a of b %}{% endfor %}", 1), ("{% if %}{% endif %}", 1), ("{% if not %}{% endif %}", 1),
    ("{%%}", 1), ("{{ a\n }}\n{% end %}", 3), ("{# \n\n #}{% x %}", 3)])
def test_errors(source, line):
    with pytest.raises(TemplateError) as caught:
        render(source)
    assert caught.value.line == line and isinstance(caught.value, ValueError)
    assert str(caught.value).startswith(f"line {line}: ")


def test_unknown_filter():
    with pytest.raises(RenderError):
        render("{{ a|Upper }}")
