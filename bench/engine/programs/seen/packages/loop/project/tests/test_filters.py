from tmpl import Engine
from tmpl import filters


def test_default():
    assert filters.default(None, "x") == "x"
    assert filters.default("", "x") == "x"
    assert filters.default(0, "x") == 0
    assert filters.default("y") == "y"


def test_in_templates():
    e = Engine()
    assert e.render_string("{{ xs|join }}", xs=[1, 2]) == "1, 2"
    assert e.render_string("{{ xs|join:'-' }}", xs="abc") == "a-b-c"
    assert e.render_string("{{ xs|length }}", xs=[0, 0]) == "2"
    assert e.render_string("{{ s|replace:'a','o'|upper }}", s="banana") == "BONONO"
    assert e.render_string("{{ n|default:'anonymous'|title }}") == "Anonymous"
