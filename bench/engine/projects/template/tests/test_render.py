import pytest

from template import RenderError, TemplateError, render


class User:
    name = "Ada"


def test_values():
    assert render("Hi {{ user.name }}!", user=User()) == "Hi Ada!"
    assert render("{{ a.b.0 }}{{ a.b.5 }}", a={"b": ["x"]}) == "x"
    assert render("[{{ missing.deep }}]") == "[]"
    assert render("{{ n }}", n=0) == "0"


@pytest.mark.parametrize(
    "source, expected",
    [
        ("{{ t|escape }}", "&lt;b&gt; &amp; &quot;"),
        ("{{ w|upper }} {{ w|title }}", "OLD CAT Old Cat"),
        ("{{ w|truncate:5 }} {{ w|truncate:7 }}", "old … old cat"),
        ("{{ none|default:x }}{{ zero|default:x }}", "x0"),
        ("{{ items|length }} item{{ items|length|plural }}", "2 items"),
        ("{{ one }} box{{ one|plural:es }}", "1 box"),
        ("{{ items|join:-|upper }}", "P-Q"),
        ("{{ items|join }}", "p, q"),
    ],
)
def test_filters(source, expected):
    values = {"t": '<b> & "', "w": "old cat", "none": None, "zero": 0, "items": ["p", "q"], "one": 1}
    assert render(source, **values) == expected


def test_unknown_filter():
    with pytest.raises(RenderError):
        render("{{ a|nope }}", a=1)


def test_if():
    source = "{% if a %}A{% else %}-{% endif %}{% if not b %}no b{% endif %}"
    assert render(source, a=1, b=0) == "Ano b"
    assert render(source, a=[], b=1) == "-"


def test_for():
    source = "{% for x in xs %}{{ loop.index }}{{ x }}{% if not loop.last %},{% endif %}{% else %}none{% endfor %}"
    assert render(source, xs="abc") == "1a,2b,3c"
    assert render(source, xs=[]) == "none"
    assert render(source) == "none"


def test_nested():
    source = "{% for row in rows %}{% for x in row %}{{ x }}{% endfor %}|{% endfor %}{{ x }}"
    assert render(source, rows=[[1, 2], [3]], x="end") == "12|3|end"
    loops = "{% for a in n %}{% for b in n %}{{ loop.index }}{% endfor %}{{ loop.index }} {% endfor %}"
    assert render(loops, n="ab") == "121 122 "


def test_comment():
    assert render("a{# {{ hidden }} #}b") == "ab"


@pytest.mark.parametrize(
    "source, line",
    [("{% if a %}", 1), ("\n{% endif %}", 2), ("a\n{% for x in y %}\n{% endif %}", 3),
     ("{% for x y %}{% endfor %}", 1), ("\n\n{% wat %}", 3), ("{% if a b %}{% endif %}", 1)],
)
def test_errors(source, line):
    with pytest.raises(TemplateError) as caught:
        render(source)
    assert caught.value.line == line
