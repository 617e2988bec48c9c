import pytest

from kvlog import Store, TransactionError


class Clock:
    now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_set_get_delete():
    s = Store()
    s.set("a", 1)
    s.set("b", [1, 2])
    assert s.get("a") == 1
    assert s.get("x", "none") == "none"
    assert s.delete("a") is True
    assert s.delete("a") is False
    assert len(s) == 1


def test_keys():
    s = Store()
    for k in ("user:2", "user:1", "item:1"):
        s.set(k, 0)
    assert s.keys("user:") == ["user:1", "user:2"]


def test_expiry(clock):
    s = Store(clock=clock)
    s.set("a", 1, ttl=10)
    clock.now = 109.0
    assert s.get("a") == 1
    assert s.ttl("a") == 1.0
    clock.now = 110.0
    assert s.get("a") is None
    assert "a" not in s
    with pytest.raises(KeyError):
        s.ttl("a")


def test_increment(clock):
    s = Store(clock=clock)
    assert s.increment("n") == 1
    assert s.increment("n", 4) == 5
    s.set("t", 1, ttl=5)
    s.increment("t")
    assert s.ttl("t") == 5.0


def test_rollback():
    s = Store()
    s.set("a", 1)
    s.begin()
    s.set("a", 2)
    s.set("a", 3)
    s.set("b", 1)
    s.rollback()
    assert s.get("a") == 1
    assert s.keys() == ["a"]
    with pytest.raises(TransactionError):
        s.rollback()


def test_nested():
    s = Store()
    s.set("a", 1)
    s.begin()
    s.set("a", 2)
    s.begin()
    s.set("a", 3)
    s.commit()
    assert s.get("a") == 3
    s.rollback()
    assert s.get("a") == 1


def test_reopen(tmp_path):
    path = tmp_path / "db.log"
    s = Store(path)
    s.set("a", 1)
    s.begin()
    s.set("b", 2)
    s.delete("a")
    s.commit()
    s.begin()
    s.set("c", 3)
    s.rollback()
    assert Store(path).keys() == ["b"]


def test_compact(tmp_path, clock):
    path = tmp_path / "db.log"
    s = Store(path, clock)
    for i in range(20):
        s.set("n", i)
    s.set("t", "x", ttl=50)
    s.compact()
    assert len(path.read_text().splitlines()) == 2
    s.set("after", True)
    again = Store(path, clock)
    assert again.keys() == ["after", "n", "t"]
    assert again.ttl("t") == 50.0


def test_damaged_log(tmp_path):
    path = tmp_path / "db.log"
    path.write_text('["set", "a", 1, null]\n["set", "b"')
    assert Store(path).keys() == ["a"]
