import random
import pytest
from solution import TimeMap


def test_keys_apart():
    tm = TimeMap()
    tm.set("a", "1", 1)
    tm.set("b", "2", 2)
    assert tm.get("a", 5) == "1"
    assert tm.get("b", 5) == "2"
    assert tm.get("b", 1) == ""
    assert tm.get("c", 9) == ""
    tm.set("c", "3", 10)
    assert tm.get("c", 9) == ""
    assert tm.get("c", 10) == "3"


@pytest.mark.parametrize("seed", range(40))
def test_random(seed):
    rnd = random.Random(seed)
    tm, log, t = TimeMap(), [], 0
    for _ in range(80):
        k = rnd.choice("abc")
        if rnd.random() < 0.4:
            t += rnd.randint(1, 4)
            v = "v%d" % rnd.randint(0, 99)
            tm.set(k, v, t)
            log.append((k, t, v))
        else:
            q = rnd.randint(1, t + 3)
            want = ""
            for kk, tt, v in log:
                if kk == k and tt <= q:
                    want = v
            assert tm.get(k, q) == want
