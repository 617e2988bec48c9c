import random
import pytest
from solution import UndergroundSystem


def test_fraction():
    u = UndergroundSystem()
    for i, d in enumerate((1, 1, 2)):
        u.checkIn(i, "A", 10 * i + 1)
        u.checkOut(i, "B", 10 * i + 1 + d)
    assert u.getAverageTime("A", "B") == pytest.approx(4 / 3)


def test_directions_are_apart():
    u = UndergroundSystem()
    u.checkIn(1, "A", 1)
    u.checkIn(2, "B", 2)
    u.checkOut(1, "B", 4)
    u.checkOut(2, "A", 11)
    assert u.getAverageTime("A", "B") == pytest.approx(3)
    assert u.getAverageTime("B", "A") == pytest.approx(9)


def test_random():
    rng = random.Random(8)
    for _ in range(150):
        u = UndergroundSystem()
        inside, trips, t = {}, {}, 0
        for _ in range(40):
            t += rng.randint(1, 5)
            i = rng.randint(1, 6)
            st = rng.choice("ABC")
            if i in inside:
                s0, t0 = inside.pop(i)
                u.checkOut(i, st, t)
                trips.setdefault((s0, st), []).append(t - t0)
            else:
                inside[i] = (st, t)
                u.checkIn(i, st, t)
            for (a, b), ds in trips.items():
                assert u.getAverageTime(a, b) == pytest.approx(sum(ds) / len(ds))
