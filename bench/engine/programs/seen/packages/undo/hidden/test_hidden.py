import copy
import json
import random

import pytest

from kvlog import Store, TransactionError
from kvlog.cached import Memo
from kvlog.journal import Journal
from kvlog.lru import LRUCache


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


def check(s, live, now):
    assert s.keys() == sorted(live)
    assert len(s) == len(live)
    for k in "abcd":
        if k in live:
            v, e = live[k]
            assert s.get(k, "zz") == v and k in s
            assert s.ttl(k) == (None if e is None else e - now)
        else:
            assert s.get(k, "zz") == "zz" and k not in s
            with pytest.raises(KeyError):
                s.ttl(k)


@pytest.mark.parametrize("seed", range(4))
def test_random(tmp_path, seed):
    rng = random.Random(seed)
    for rnd in range(12):
        clock = Clock()
        path = tmp_path / f"r{rnd}.log"
        s = Store(path, clock)
        data = {}
        stack = []

        def live(d):
            return {k: v for k, v in d.items() if v[1] is None or clock.now < v[1]}
        for _ in range(60):
            op = rng.choice(["set", "set", "ttl", "del", "inc", "begin", "commit", "rollback", "tick", "purge", "compact", "reopen"])
            k = rng.choice("abcd")
            if op == "set":
                v = rng.choice([0, 1, 5, 10])
                s.set(k, v)
                data[k] = (v, None)
            elif op == "ttl":
                t = rng.randint(1, 6)
                s.set(k, 7, ttl=t)
                data[k] = (7, clock.now + t)
            elif op == "del":
                assert s.delete(k) is (k in live(data))
                if k in live(data):
                    del data[k]
            elif op == "inc":
                l = live(data)
                v, e = l.get(k, (0, None))
                assert s.increment(k, 3) == v + 3
                data[k] = (v + 3, e)
            elif op == "begin":
                if len(stack) < 3:
                    s.begin()
                    stack.append(copy.deepcopy(data))
            elif op in ("commit", "rollback"):
                if not stack:
                    with pytest.raises(TransactionError):
                        getattr(s, op)()
                else:
                    getattr(s, op)()
                    old = stack.pop()
                    if op == "rollback":
                        data = old
            elif op == "tick":
                clock.now += rng.randint(1, 3)
            elif op == "purge" and not stack:
                s.purge()
                assert s.purge() == 0
            elif op == "compact":
                if stack:
                    with pytest.raises(TransactionError):
                        s.compact()
                else:
                    s.compact()
                    assert len(path.read_text().splitlines()) == len(live(data))
            elif op == "reopen":
                base = stack[0] if stack else data
                other = Store(path, clock)
                check(other, live(base), clock.now)
                other.close()
            check(s, live(data), clock.now)
        s.close()


def test_purge_count():
    clock = Clock()
    s = Store(clock=clock)
    s.set("a", 1, ttl=1)
    s.set("b", 1, ttl=2)
    s.set("c", 1)
    clock.now += 1
    assert s.purge() == 1
    clock.now += 5
    assert s.purge() == 1
    assert s.keys() == ["c"]


def test_falsy_values():
    s = Store()
    for v in (None, 0, "", [], False):
        s.set("k", v)
        assert "k" in s and s.get("k", "d") == v
        s.begin()
        s.set("k", 1)
        s.rollback()
        assert s.get("k", "d") == v
        assert s.delete("k")


def test_bad_ttl():
    s = Store()
    for t in (0, -1):
        with pytest.raises(ValueError):
            s.set("a", 1, ttl=t)
    assert len(s) == 0


def test_prefix():
    s = Store()
    for k in ("b", "ab", "a", "abc", "ba"):
        s.set(k, 1)
    assert s.keys("a") == ["a", "ab", "abc"]
    assert s.keys("abc") == ["abc"]
    assert s.keys("zz") == []


def test_transaction_not_in_log(tmp_path):
    p = tmp_path / "x.log"
    s = Store(p)
    s.set("z", 0)
    s.begin()
    s.set("a", 1)
    s.begin()
    s.set("b", 2)
    s.commit()
    assert Store(p).keys() == ["z"]
    s.commit()
    assert Store(p).keys() == ["a", "b", "z"]
    s.begin()
    s.begin()
    s.delete("a")
    s.rollback()
    s.set("c", 1)
    s.commit()
    assert Store(p).keys() == ["a", "b", "c", "z"]
    s.begin()
    s.begin()
    s.delete("a")
    s.set("d", 1)
    s.commit()
    s.rollback()
    assert s.keys() == ["a", "b", "c", "z"]
    assert Store(p).keys() == ["a", "b", "c", "z"]


def test_damage(tmp_path):
    p = tmp_path / "x.log"
    a = '["set", "a", 1, null]\n'
    b = '["set", "b", 1, null]\n'
    for text, keys in [("", []), (a, ["a"]), (a + b, ["a", "b"]), (a + b[:-1], ["a"]), (a + "###\n" + b, ["a"]), (a + b[:9] + "\n" + b, ["a"])]:
        p.write_text(text)
        assert Store(p).keys() == keys


def test_journal(tmp_path):
    p = tmp_path / "j"
    j = Journal(p)
    assert list(j.replay()) == []
    j.append([1])
    j.append([2], ["ä"])
    assert list(j.replay()) == [[1], [2], ["ä"]]
    j.append()
    j.rewrite(iter([[9], [8]]))
    assert list(j.replay()) == [[9], [8]]
    j.append([7])
    assert list(j.replay()) == [[9], [8], [7]]
    j.close()
    j.close()
    j.append([6])
    assert [json.loads(l) for l in p.read_text().splitlines()] == [[9], [8], [7], [6]]
    assert [f.name for f in tmp_path.iterdir()] == ["j"]
    j.close()
    k = Journal(p)
    k.append([5])
    assert list(j.replay())[-1] == [5] and len(list(k.replay())) == 5


def test_lru_random():
    rng = random.Random(5)
    for _ in range(150):
        cap = rng.randint(1, 4)
        c = LRUCache(cap)
        ref = []
        h = m = 0
        for _ in range(40):
            k = rng.randint(0, 5)
            op = rng.choice("ggppd")
            d = dict(ref)
            if op == "g":
                if k in d:
                    h += 1
                    assert c.get(k, "no") == d[k]
                    ref.remove((k, d[k]))
                    ref.append((k, d[k]))
                else:
                    m += 1
                    assert c.get(k, "no") == "no"
            elif op == "p":
                v = rng.choice([None, 1, 2])
                if k in d:
                    ref.remove((k, d[k]))
                ref.append((k, v))
                ref = ref[-cap:]
                c.put(k, v)
            else:
                if k in d:
                    ref.remove((k, d[k]))
                c.discard(k)
            assert c.keys() == [x[0] for x in ref]
            assert len(c) == len(ref)
            assert (c.hits, c.misses) == (h, m)
            assert (k in c) == (k in dict(ref))
    with pytest.raises(ValueError):
        LRUCache(0)


def test_memo():
    calls = []

    def f(*a, **k):
        calls.append((a, k))
        return None if a == (0,) else (a, k)

    m = Memo(f, 3)
    assert m(0) is None and m(0) is None
    assert len(calls) == 1
    assert m(1, x=1) == ((1,), {"x": 1})
    assert m(1, x=2) == ((1,), {"x": 2})
    assert m(1, y=1) == ((1,), {"y": 1})
    assert len(calls) == 4
    m(0)
    assert len(calls) == 5
    m(1, y=1)
    assert len(calls) == 5
    m.forget(1, y=1)
    m.forget(1, z=1)
    m(1, y=1)
    assert len(calls) == 6
    m(1, a=1, b=2)
    m(1, b=2, a=1)
    assert len(calls) == 7
    m(2, 1)
    m(1, 2)
    assert len(calls) == 9


def test_memo_error_not_kept():
    n = []

    def f(x):
        n.append(x)
        if len(n) == 1:
            raise KeyError
        return x

    m = Memo(f)
    with pytest.raises(KeyError):
        m(1)
    assert m(1) == 1 and m(1) == 1
    assert len(n) == 2
