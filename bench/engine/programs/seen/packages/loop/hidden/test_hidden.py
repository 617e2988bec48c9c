import html
import random

import pytest

from tmpl import Engine, TemplateError, filters


def r(source, **values):
    return Engine().render_string(source, **values)


def test_escape_random():
    rng = random.Random(3)
    for _ in range(300):
        s = "".join(rng.choice("ab&<>\";l ") for _ in range(rng.randrange(15)))
        want = html.escape(s, quote=True)
        assert filters.escape(s) == want
        assert r("{{ s }}", s=s) == want
        assert r("{{ s|escape }}", s=s) == want
        assert r("{{ s|safe }}", s=s) == s
    assert r("{{ n }}", n=5) == "5"
    assert r("{{ s|upper }}", s="&") == "&amp;"
    assert r("{{ xs|join:'&' }}", xs=["<", "&lt;"]) == "&lt;&amp;&amp;lt;"
    assert r("<&>") == "<&>"


@pytest.mark.parametrize("v", [0, False, [], {}, 0.0, "0", " "])
def test_default_keeps(v):
    assert filters.default(v, "x") == v and type(filters.default(v, "x")) is type(v)


def test_default_replaces():
    assert filters.default(None) == "" and filters.default("", 7) == 7
    assert r("{{ n|default:5 }}|{{ z|default:5 }}|{{ z|default:m }}", n=0, m="mm") == "0|5|mm"


def test_filters_are_per_engine():
    before = dict(filters.BUILTIN)
    a, b = Engine(), Engine()
    a.add_filter("upper", lambda v: "A")
    a.add_filter("mine", lambda v, k=1: v * k)
    assert a.render_string("{{ 'x'|upper }}{{ 3|mine:4 }}") == "A12"
    assert b.render_string("{{ 'x'|upper }}") == "X"
    with pytest.raises(TemplateError):
        b.render_string("{{ 3|mine }}")
    with pytest.raises(TemplateError):
        Engine().render_string("{{ 3|mine }}")
    assert filters.BUILTIN == before


def test_globals_are_per_engine():
    a, b = Engine(), Engine()
    a.globals["g"] = 5
    assert a.render_string("{{ g }}{% set g = 6 %}{{ g }}") == "56"
    assert a.render_string("{{ g }}") == "5" and a.render_string("{{ g }}", g=7) == "7"
    assert b.render_string("{{ g }}") == ""


LOOP = "{% for x in xs %}{{ loop.index }}:{{ x }}:{{ loop.first }}:{{ loop.last }}:{{ loop.length }};{% else %}E{% endfor %}"


@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_loops(n):
    want = "".join(f"{i}:{i*i}:{i == 1}:{i == n}:{n};" for i in range(1, n + 1)) or "E"
    sq = [i * i for i in range(1, n + 1)]
    assert r(LOOP, xs=sq) == want
    assert r(LOOP, xs=tuple(sq)) == want
    assert r(LOOP, xs=iter(sq)) == want
    assert r(LOOP, xs=(x for x in sq)) == want
    assert r(LOOP, xs=map(int, sq)) == want
    assert r(LOOP, xs=dict.fromkeys(sq)) == want
    assert r(LOOP, xs=dict.fromkeys(sq).keys()) == want


def test_loop_none_and_nested():
    assert r(LOOP, xs=None) == "E"
    t = "{% for a in xs %}{% for b in a %}{{ loop.index }}{% endfor %}{{ loop.index }} {% endfor %}"
    assert r(t, xs=["pq", "r"]) == "121 12 "
    t = "{% for a in xs %}{% for b in ys %}{{ a }}{{ b }}{% else %}-{% endfor %}{% endfor %}"
    assert r(t, xs=[1, 2], ys=[]) == "--"


def test_scopes():
    assert r("{% for x in xs %}{% endfor %}{{ x }}{{ loop.index }}|", xs=[1]) == "|"
    assert r("{{ x }}{% for x in xs %}{{ x }}{% endfor %}{{ x }}", x="o", xs=[1, 2]) == "o12o"
    assert r("{% for i in xs %}{{ y }}{% set y = i %}{% endfor %}{{ y }}|", xs=[1, 2]) == "|"
    assert r("{% for x in xs %}a{% else %}{% set q = 1 %}{% endfor %}{{ q }}") == "1"
    assert r("{% if a %}{% set z = 3 %}{% endif %}{{ z }}", a=1) == "3"
    assert r("{% for x in xs %}{% for y in xs %}{% set k = y %}{% endfor %}[{{ k }}]{% endfor %}", xs=[1, 2]) == "[][]"


def test_if_table():
    t = "{% if a %}1{% else %}{% if b %}2{% else %}{% if not c %}3{% else %}4{% endif %}{% endif %}{% endif %}{% if not a %}n{% endif %}"
    for a in (0, 1):
        for b in (0, 1):
            for c in (0, 1):
                want = "1" if a else "2" if b else "3" if not c else "4"
                assert r(t, a=a, b=b, c=c) == want + ("" if a else "n")
    assert r("{% if xs|length %}y{% endif %}{% if e|length %}z{% endif %}", xs=[0], e=[]) == "y"
    assert r("{% if nope %}y{% endif %}-") == "-"


def test_paths():
    class O:
        a = {"k": [10, (20, 30)]}
    assert r("{{ o.a.k.0 }} {{ o.a.k.1.1 }} {{ o.a.k.2 }} {{ o.b.c }} {{ o.a.z.z }}|", o=O()) == "10 30   |"


def test_filter_chain_args():
    assert r("{{ s|replace:'a','b'|replace:\"b\",'c'|upper }}", s="abx") == "CCX"
    assert r("{{ s|replace:'a|b',x }}", s="a|b", x="q") == "q"
    assert r("{{ xs|join }} {{ xs|join:sep }}", xs=[1, 2], sep="+") == "1, 2 1+2"
    assert r("{{ -5 }}{{ 'it: a, b' }}") == "-5it: a, b"


@pytest.mark.parametrize("t,line", [("{{ x|nope }}", 1), ("a\n{# \n #}\n{{ }}", 4), ("\n\n{% wrong %}", 3), ("{{ a b }}", 1),
                                    ("{% for x %}{% endfor %}", 1), ("x\n{% set 1 = 2 %}", 2), ("\n{{ a|f: }}", 2), ("{{ a..b }}", 1),
                                    ("{{\n x }}\n{{ x|nope }}", 3), ("\n{% endif %}", 2), ("{% %}", 1), ("{{ 'a }}", 1)])
def test_errors(t, line):
    with pytest.raises(TemplateError) as e:
        r(t)
    assert e.value.line == line
    assert str(e.value).startswith(f"line {line}: ")


@pytest.mark.parametrize("t", ["{% if a %}", "{% for a in b %}", "{% if a %}{% else %}", "{% for a in b %}{% else %}{% endif %}", "{% else %}"])
def test_unclosed(t):
    with pytest.raises(TemplateError):
        r(t)


def test_render_does_not_touch_values():
    v = {"x": 1}
    assert Engine().render_string("{% set x = 2 %}{{ x }}", **v) == "2"
    e, t = Engine(), "{% set n = 1 %}{{ n }}{{ m }}"
    assert e.render_string(t, m=4) == "14" and e.render_string(t) == "1"
