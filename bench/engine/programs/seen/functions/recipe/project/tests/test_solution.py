from solution import bake


def test_bake():
    assert bake({"flour": 200, "eggs": 1}, {"flour": 500, "eggs": 9}) == (2, {"flour": 100, "eggs": 7})
    assert bake({"eggs": 2}, {}) == (0, {})
    assert bake({"eggs": 2}, {"eggs": 1}) == (0, {"eggs": 1})
    assert bake({"eggs": 2}, {"eggs": 4, "milk": 5}) == (2, {"milk": 5})
