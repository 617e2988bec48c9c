import pytest

from tmpl import Engine, TemplateError


def r(source, **values):
    return Engine().render_string(source, **values)


def test_plain_and_output():
    assert r("Hello {{ name }}!", name="Ann") == "Hello Ann!"
    assert r("{{ missing }}|{{ 3 }}|{{ 'x' }}") == "|3|x"


def test_comment():
    assert r("a{# not\nshown #}b") == "ab"


def test_paths():
    assert r("{{ u.name }} {{ u.tags.1 }} {{ u.no.way }}", u={"name": "Bo", "tags": ["a", "b"]}) == "Bo b "


def test_escaping():
    assert r("{{ x }}", x="<b>&</b>") == "&lt;b&gt;&amp;&lt;/b&gt;"
    assert r("{{ x|safe }}", x="<b>") == "<b>"
    assert Engine(autoescape=False).render_string("{{ x }}", x="<b>") == "<b>"


def test_if():
    t = "{% if a %}A{% else %}{% if not b %}nB{% else %}B{% endif %}{% endif %}"
    assert r(t, a=1) == "A"
    assert r(t, a=0, b=0) == "nB"
    assert r(t, b=1) == "B"


def test_for():
    t = "{% for x in xs %}{{ loop.index }}{{ x }}{% if not loop.last %}, {% endif %}{% else %}none{% endfor %}"
    assert r(t, xs=["a", "b"]) == "1a, 2b"
    assert r(t, xs=[]) == "none"
    assert r(t) == "none"


def test_for_any_iterable():
    t = "{% for x in xs %}{{ x }}/{{ loop.length }} {% endfor %}"
    assert r(t, xs=range(2)) == "0/2 1/2 "
    assert r(t, xs=(c for c in "ab")) == "a/2 b/2 "


def test_nested_for():
    t = "{% for row in rows %}{% for c in row %}{{ c }}{% endfor %};{% endfor %}"
    assert r(t, rows=[[1, 2], [3]]) == "12;3;"


def test_names_in_loop_are_local():
    assert r("{% set x = 'out' %}{% for i in xs %}{% set x = i %}{{ x }}{% endfor %}{{ x }}", xs=[1, 2]) == "12out"


def test_own_filters():
    loud = Engine()
    loud.add_filter("title", lambda v: str(v).upper() + "!")
    assert loud.render_string("{{ x|title }}", x="hi there") == "HI THERE!"
    assert r("{{ x|title }}", x="hi there") == "Hi There"


@pytest.mark.parametrize("source, line", [
    ("{{ x|nope }}", 1),
    ("a\nb\n{{ }}", 3),
    ("\n{% wrong %}", 2),
    ("{% if x %}\n", 1),
])
def test_errors(source, line):
    with pytest.raises(TemplateError) as info:
        r(source, x=1)
    assert info.value.line == line
