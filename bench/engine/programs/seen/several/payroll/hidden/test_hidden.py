import random
import pytest
from solution import minutes, worked, pay


def owork(s, e):
    a, b = [int(x.split(":")[0]) * 60 + int(x.split(":")[1]) for x in (s, e)]
    return ((b - a) % 1440) / 60


def opay(days, rate):
    t = 0
    for d, s, e in days:
        h = owork(s, e)
        t += 2 * h * rate if d in ("sat", "sun") else h * rate + max(0, h - 8) * rate / 2
    return t


def clock(r):
    return "%d:%02d" % (r.randint(0, 23), r.choice([0, 0, 30, r.randint(0, 59)]))


def test_minutes():
    assert minutes("0:00") == 0
    assert minutes("8:05") == 485
    assert minutes("23:59") == 1439


def test_some():
    assert pay([], 10) == 0
    assert pay([("fri", "8:00", "16:00")], 10) == pytest.approx(80)
    assert pay([("sun", "8:00", "20:00")], 10) == pytest.approx(240)
    assert worked("9:00", "9:00") == 0


def test_random():
    r = random.Random(21)
    for _ in range(400):
        days = [(r.choice(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]), clock(r), clock(r)) for _ in range(r.randint(0, 5))]
        rate = r.randint(8, 40)
        for d, s, e in days:
            assert worked(s, e) == pytest.approx(owork(s, e))
        assert pay(days, rate) == pytest.approx(opay(days, rate))
