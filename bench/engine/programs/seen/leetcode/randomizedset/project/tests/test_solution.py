from solution import RandomizedSet


def test_example():
    s = RandomizedSet()
    assert s.insert(1) is True
    assert s.remove(2) is False
    assert s.insert(2) is True
    assert s.getRandom() in (1, 2)
    assert s.remove(1) is True
    assert s.insert(2) is False
    assert s.getRandom() == 2


def test_insert_twice():
    s = RandomizedSet()
    assert s.insert(5) is True
    assert s.insert(5) is False
    assert s.getRandom() == 5


def test_insert_again_after_remove():
    s = RandomizedSet()
    assert s.insert(3) is True
    assert s.remove(3) is True
    assert s.insert(3) is True
    assert s.getRandom() == 3


def test_remove_missing():
    assert RandomizedSet().remove(9) is False
