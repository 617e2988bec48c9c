from minitpl import Template


def render(source, **values):
    return Template(source).render(**values)


def test_plain_text():
    assert render("just text {# not this #}here") == "just text here"


def test_names_and_members():
    user = {"name": "Ann", "tags": ["x", "y"]}
    assert render("{{ user.name }} {{ user.tags.1 }}{{ user.age }}{{ who }}", user=user) == "Ann y"


def test_escaping():
    assert render("{{ a }}", a='<b> & "c"') == "&lt;b&gt; &amp; &quot;c&quot;"
    assert render("{{ a|safe }}", a="<b>") == "<b>"
    assert render("{{ a|escape }}", a="<b>") == "&lt;b&gt;"


def test_if_chain():
    source = "{% if n > 10 %}many{% elif n > 1 %}some{% elif n == 1 %}one{% else %}none{% end %}"
    assert [render(source, n=n) for n in (11, 10, 1, 0)] == ["many", "some", "one", "none"]


def test_not():
    assert render("{% if not a %}no{% end %}", a=[]) == "no"


def test_loop():
    source = "{% for x in xs %}{{ loop.index }}:{{ x }}{% if not loop.last %}, {% end %}{% end %}"
    assert render(source, xs=["a", "b"]) == "1:a, 2:b"


def test_loop_over_generator():
    source = "{% for x in xs %}{{ x }}{% if loop.last %}.{% end %}{% else %}nothing{% end %}"
    assert render(source, xs=(n * n for n in range(4))) == "0149."
    assert render(source, xs=(n for n in ())) == "nothing"


def test_loop_else():
    assert render("{% for x in xs %}{{ x }}{% else %}nothing{% end %}", xs=[]) == "nothing"
    assert render("{% for x in xs %}{{ x }}{% else %}nothing{% end %}") == "nothing"


def test_report_with_empty_group():
    source = (
        "{% for g in groups %}{{ g.name }}:"
        "{% for m in g.members %} {{ m }}{% else %} nobody{% end %}\n"
        "{% end %}{{ g.name }}end"
    )
    groups = [{"name": "red", "members": ["Ann", "Bo"]}, {"name": "blue", "members": []}]
    assert render(source, groups=groups) == "red: Ann Bo\nblue: nobody\nend"


def test_nested_loops():
    source = "{% for row in rows %}{% for x in row %}{{ x }}{% end %}{{ loop.index }};{% end %}"
    assert render(source, rows=[[5, 6], [7]]) == "561;72;"


def test_set():
    assert render("{% set x = 'abc'|upper %}{{ x }}{{ x|length }}") == "ABC3"
    assert render("{% set x = 1 %}{% for y in ys %}{% set x = y %}{{ x }}{% end %}{{ x }}", ys=[7, 8]) == "781"
