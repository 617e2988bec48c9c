from solution import parse_query


def test_simple():
    assert parse_query("a=1&b=2&a=3") == {"a": ["1", "3"], "b": ["2"]}
    assert parse_query("") == {}


def test_spaces():
    assert parse_query("q=red+shoes") == {"q": ["red shoes"]}


def test_empty_values():
    assert parse_query("debug&x=") == {"debug": [""], "x": [""]}
    assert parse_query("a=1&&b=2&") == {"a": ["1"], "b": ["2"]}
