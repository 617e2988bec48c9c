from solution import MapSum


def test_example_1():
    m = MapSum()
    m.insert("apple", 3)
    assert m.sum("ap") == 3
    m.insert("app", 2)
    assert m.sum("ap") == 5


def test_override():
    m = MapSum()
    m.insert("apple", 3)
    m.insert("apple", 5)
    assert m.sum("a") == 5


def test_unknown_prefix():
    m = MapSum()
    m.insert("cat", 4)
    assert m.sum("dog") == 0
    assert m.sum("cat") == 4
