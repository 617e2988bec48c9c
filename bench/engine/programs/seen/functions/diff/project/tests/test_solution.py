from solution import compare_settings


def test_compare_settings():
    assert compare_settings({"a": 1, "b": 2}, {"b": 3, "c": 4}) == {
        "added": ["c"], "removed": ["a"], "changed": ["b"]}
    assert compare_settings({"a": 1}, {"a": 1}) == {"added": [], "removed": [], "changed": []}
    assert compare_settings({}, {"y": 0, "x": ""}) == {"added": ["x", "y"], "removed": [], "changed": []}


def test_switch():
    assert compare_settings({"debug": True}, {"debug": False}) == {
        "added": [], "removed": [], "changed": ["debug"]}
