from solution import nesting_depth


def test_plain_values():
    assert nesting_depth(5) == 0
    assert nesting_depth("text") == 0


def test_flat():
    assert nesting_depth({"a": 1}) == 1
    assert nesting_depth({"a": 1, "b": [2, 3]}) == 1


def test_nested():
    assert nesting_depth({"a": {"b": 1}, "c": 2}) == 2
    assert nesting_depth({"a": {"b": {}}, "c": 2}) == 3
