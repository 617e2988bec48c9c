from solution import prune


def test_nothing_to_do():
    assert prune({}) == {}
    assert prune({"a": 1, "b": "x"}) == {"a": 1, "b": "x"}


def test_empty_values():
    assert prune({"a": 1, "b": None, "c": ""}) == {"a": 1}
    assert prune({"a": 0, "b": False}) == {"a": 0, "b": False}


def test_nested():
    assert prune({"a": {"b": []}, "c": 0}) == {"c": 0}
    assert prune({"a": {"b": 1, "c": {}}}) == {"a": {"b": 1}}


def test_example():
    assert prune({"title": " x ", "tags": ["y", ""]}) == {"title": " x ", "tags": ["y", ""]}
