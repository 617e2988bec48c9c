import html
import random

import pytest

from minitpl import Safe, Template, TemplateError


def render(source, **values):
    return Template(source).render(**values)


@pytest.mark.parametrize("source,values,want", [
    ("", {}, ""),
    ("a { b } % c", {}, "a { b } % c"),
    ("{# {{ x }} #}a{#\n#}", {"x": 1}, "a"),
    ("{{ -5 }}{{ 'it' }}{{ \"q\" }}", {}, "-5itq"),
    ("{{ a.b.0.c }}", {"a": {"b": [{"c": 9}]}}, "9"),
    ("{{ a.7 }}{{ a.x.y }}|", {"a": [1]}, "|"),
    ("{{ a.imag }}", {"a": 5}, "0"),
    ("{{ a.__class__ }}", {"a": 5}, ""),
    ("{% if a == 'x' %}1{% end %}{% if a != 'x' %}2{% end %}", {"a": "x"}, "1"),
    ("{% if a < b %}1{% else %}2{% end %}", {"a": 2, "b": 2}, "2"),
    ("{% if not a == 1 %}y{% else %}n{% end %}", {"a": 1}, "n"),
    ("{% if not not a %}y{% end %}", {"a": 1}, "y"),
    ("{% if xs|length > 2 %}y{% else %}n{% end %}", {"xs": [1, 2, 3]}, "y"),
    ("{% if zz %}y{% else %}n{% end %}", {}, "n"),
    ("{% if a %}A{% elif b %}B{% elif c %}C{% end %}", {"b": 0, "c": 1}, "C"),
    ("{% if a %}A{% if b %}B{% else %}C{% end %}D{% else %}E{% end %}", {"a": 1}, "ACD"),
    ("{{ xs|first }}{{ ys|first }}", {"xs": [4, 5], "ys": []}, "4"),
    ("{{ zz|length }}", {}, "0"),
    ("{{ a|upper|lower }}", {"a": "aB"}, "ab"),
    ("{{ a|default:b|upper }}", {"b": "q"}, "Q"),
    ("{{ a|default }}|", {}, "|"),
    ("{{ a|default:'x' }}", {"a": ""}, ""),
    ("{{ a|default:'x' }}", {"a": False}, "False"),
    ("{{ a|default:'x' }}", {"a": []}, "[]"),
    ("{% set a = 1 %}{% set b = a %}{{ b }}", {}, "1"),
    ("{% for x in xs %}{% end %}{{ x }}{{ loop.index }}|", {"xs": [1]}, "|"),
    ("{{ x }}{% for x in xs %}{{ x }}{% end %}{{ x }}", {"xs": [1, 2], "x": 9}, "9129"),
    ("{% for x in xs %}{% set q = x %}{% end %}{{ q }}|", {"xs": [1]}, "|"),
    ("{% if 1 %}{% set q = 3 %}{% end %}{{ q }}", {}, "3"),
    ("{% for x in xs %}{% if loop.first %}[{% end %}{{ x }}{% if loop.last %}]{% end %}{% end %}", {"xs": (1, 2, 3)}, "[123]"),
    ("{% for x in xs|sort %}{{ x }}{% end %}", {"xs": {3, 1, 2}}, "123"),
    ("{% for c in s %}{{ c }}.{% end %}", {"s": "abc"}, "a.b.c."),
    ("{% for a in xs %}{% for b in xs %}{{ loop.index }}{% end %}{{ loop.index }};{% end %}", {"xs": [1, 2]}, "121;122;"),
    ("{% for x in xs %}{% for y in zz %}{% else %}{{ loop.index }}{% end %}{% end %}", {"xs": [5, 5]}, "12"),
    ("{% for x in xs %}{% for x in ys %}{{ x }}{% end %}{{ x }}{% end %}", {"xs": [1, 2], "ys": [8, 9]}, "891892"),
    ("{% for x in xs %}{% else %}none{% end %}", {"xs": [0]}, ""),
    ("{% for x in xs %}{% for y in zz %}{% end %}{% end %}{{ x }}|{{ loop.index }}", {"xs": [1, 2]}, "|"),
    ("{% for x in xs %}{% for y in zz %}{% end %}{% end %}{{ x }}", {"xs": [1, 2], "x": 7}, "7"),
    ("{% for x in xs %}{% for y in x %}{{ y }}{% else %}{% set q = 1 %}{% end %}{{ q }}{% end %}{{ q }}", {"xs": [[5], []]}, "51"),
    ("{{ xs|join:'' }}", {"xs": ["a", "b"]}, "ab"),
    ("{{ xs|join:'<' }}", {"xs": ["a", "b"]}, "a&lt;b"),
    ("{{ xs|join }}", {"xs": [Safe("<i>"), "<", 3]}, "<i>, &lt;, 3"),
    ("{{ xs|join|upper }}", {"xs": ["a", "b"]}, "A, B"),
    ("{{ a|escape|escape }}", {"a": "<&>"}, "&lt;&amp;&gt;"),
    ("{{ a }}", {"a": "&lt;"}, "&amp;lt;"),
    ("{{ a }}", {"a": Safe("&<")}, "&<"),
    ("{{\n a\n |\n upper }}", {"a": "z"}, "Z"),
])
def test_table(source, values, want):
    assert render(source, **values) == want


def test_escape_random():
    rng = random.Random(1)
    for _ in range(300):
        s = "".join(rng.choice("ab&<>\";l t") for _ in range(rng.randint(0, 12)))
        want = html.escape(s, quote=True)
        assert render("{{ s }}", s=s) == want
        assert render("{{ s|escape }}", s=s) == want
        assert render("{{ s|safe }}", s=s) == s


def test_truncate_random():
    rng = random.Random(2)
    for _ in range(300):
        s = "x" * rng.randint(0, 30)
        n = rng.randint(3, 30)
        got = render("{{ s|truncate:n }}", s=s, n=n)
        assert got == (s if len(s) <= n else s[:n - 3] + "...")
        assert len(got) <= n
    assert render("{{ s|truncate }}", s="y" * 21) == "y" * 17 + "..."
    assert render("{{ s|truncate }}", s="y" * 20) == "y" * 20


def test_filter_chains():
    fs = {"inc": lambda v, n=1: v + n, "mul": lambda v, n=2: v * n}
    rng = random.Random(3)
    for _ in range(200):
        v, src = rng.randint(0, 5), "{{ v"
        value = v
        for _ in range(rng.randint(0, 5)):
            f, arg = rng.choice(["inc", "mul"]), rng.choice([None, 3, 7])
            src += " | " + f + ("" if arg is None else ":%d" % arg)
            value = fs[f](value) if arg is None else fs[f](value, arg)
        assert Template(src + " }}", fs).render(v=v) == str(value)


def test_own_filters_stay_local():
    Template("{{ 1|mine }}", {"mine": str})
    with pytest.raises(TemplateError):
        Template("{{ 1|mine }}")


def test_generators():
    src = "{% for x in xs %}{{ x }}{% if loop.last %}!{% end %}{% else %}-{% end %}"
    assert render(src, xs=iter([1, 2, 3])) == "123!"
    assert render(src, xs=iter([])) == "-"
    assert render(src, xs={"k": 1}.keys()) == "k!"


def test_render_twice():
    t = Template("{% set n = a %}{% for x in xs %}{{ x }}{{ n }}{% end %}{{ b }}")
    assert t.render(a=1, xs=[1, 2], b=5) == "11215"
    assert t.render(a=2, xs=[3]) == "32"
    assert t.render() == ""


@pytest.mark.parametrize("source,line", [
    ("{{ }}", 1), ("{{ a b }}", 1), ("\n{{ a| }}", 2), ("\n\n{{ a|x }}", 3), ("{{ ) }}", 1),
    ("{% if %}{% end %}", 1), ("{% if a %}\n{% else %}\n", 1), ("x\n{% for a in b %}\n\n", 2),
    ("x\n{% for a in b %}{% else %}\n\n", 2), ("{% end %}", 1), ("\n{% else %}", 2),
    ("{% if a %}\n{% elif b|no %}{% end %}", 2), ("{% if a %}\n{% elif b %}\n", 1),
    ("{% for x.y in z %}{% end %}", 1), ("{% for x in %}{% end %}", 1),
    ("{% for x %}{% end %}", 1), ("{% set x %}", 1), ("{% set 1 = 2 %}", 1), ("{% set x = %}", 1),
    ("{% foo %}", 1), ("{% if a %}{% foo %}{% end %}", 1), ("{% if a %}{% else %}{% elif b %}{% end %}", 1),
    ("{#\n\n#}\n{{ a|no }}", 4), ("{{\na\n}}\n{{ b|no\n\n}}", 4), ("a\n\nb\n{{ a|\nno }}", 4),
    ("{% if\na %}\n{{ a|no }}\n{% end %}".replace("if\na", "if a"), 2),
    ("{{ 'abc }}", 1), ("{{ a == }}", 1), ("{{ a|upper: }}", 1), ("{{ not }}", 1),
    ("{% for x in y %}\n{% if x %}\n{% end %}\n", 1),
])
def test_errors(source, line):
    with pytest.raises(TemplateError) as info:
        Template(source)
    assert info.value.line == line
    assert str(info.value).startswith("line %d: " % line)
