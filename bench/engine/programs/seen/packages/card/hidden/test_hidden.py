import random
from fractions import Fraction
from math import floor

import pytest

from transit import times
from transit.fares import Card, Tariff, fare, is_peak
from transit.planner import Leg, earliest, waiting
from transit.timetable import Hop, Timetable


def hhmm(m):
    return f"{m // 60:02d}:{m % 60:02d}"


def random_table(rng):
    table, trips = Timetable(), {}
    for n in range(rng.randint(0, 7)):
        stops = rng.sample("ABCDEF", rng.randint(2, 5))
        t = rng.randint(0, 60)
        calls, hops = [], []
        for i, s in enumerate(stops):
            dep = t + (rng.randint(0, 4) if i else 0)
            calls.append((s, hhmm(t) if i else None, hhmm(dep) if i + 1 < len(stops) else None))
            if i + 1 < len(stops):
                nxt = dep + rng.randint(1, 12)
                hops.append(Hop(f"t{n}", s, stops[i + 1], dep, nxt))
                t = nxt
        table.add_trip(f"t{n}", iter(calls))
        trips[f"t{n}"] = hops
    return table, trips


def best_arrival(trips, origin, target, at, change):
    hops = [(h, hs[i - 1] if i else None) for hs in trips.values() for i, h in enumerate(hs)]
    ok = set()
    again = True
    while again:
        again = False
        for h, prev in hops:
            if h in ok:
                continue
            if (prev in ok or (h.origin == origin and h.departs >= at)
                    or any(g.target == h.origin and g.arrives + change <= h.departs for g in ok)):
                ok.add(h)
                again = True
    return min((h.arrives for h in ok if h.target == target), default=None)


def test_earliest_oracle():
    rng = random.Random(1)
    found = 0
    for _ in range(400):
        table, trips = random_table(rng)
        a, b = rng.sample("ABCDEF", 2)
        at, change = rng.randint(0, 40), rng.randint(0, 5)
        legs = earliest(table, a, b, at, change)
        want = best_arrival(trips, a, b, at, change)
        if want is None:
            assert legs is None
            continue
        found += 1
        assert legs[-1].arrives == want
        assert legs[0].origin == a and legs[-1].target == b and legs[0].departs >= at
        for leg in legs:
            hs = trips[leg.trip]
            assert any(h.origin == leg.origin and h.departs == leg.departs for h in hs)
            assert any(h.target == leg.target and h.arrives == leg.arrives for h in hs)
            assert leg.arrives > leg.departs
        for x, y in zip(legs, legs[1:]):
            assert x.target == y.origin and x.trip != y.trip and x.arrives + change <= y.departs
        assert waiting(legs) == legs[-1].arrives - legs[0].departs - sum(l.arrives - l.departs for l in legs)
    assert found > 50


def test_long_ride_is_one_leg():
    table = Timetable()
    table.add_trip("x", [("A", None, "08:00"), ("B", "08:05", "08:05"), ("C", "08:09", "08:10"), ("D", "08:20", None)])
    assert earliest(table, "A", "D", 400) == [Leg("x", "A", "D", 480, 500)]
    assert earliest(table, "B", "D", 485, 60) == [Leg("x", "B", "D", 485, 500)]
    assert earliest(table, "A", "A", 0) == [] and earliest(table, "D", "A", 0) is None
    assert earliest(table, "A", "D", 481) is None
    assert waiting([]) == 0


def test_default_change():
    table = Timetable()
    table.add_trip("x", [("A", None, "08:00"), ("B", "08:05", None)])
    table.add_trip("y", [("B", None, "08:07"), ("C", "08:10", None)])
    table.add_trip("z", [("B", None, "08:08"), ("C", "08:12", None)])
    assert [l.trip for l in earliest(table, "A", "C", 0)] == ["x", "z"]


def test_table_oracle():
    rng = random.Random(2)
    for _ in range(200):
        table, trips = random_table(rng)
        hops = [h for hs in trips.values() for h in hs]
        got = table.hops()
        assert sorted(map(repr, got)) == sorted(map(repr, hops))
        assert [h.departs for h in got] == sorted(h.departs for h in hops)
        assert table.stops() == sorted({h.origin for h in hops} | {h.target for h in hops})
        stop, since, n = rng.choice("ABCDEF"), rng.randint(0, 60), rng.randint(0, 4)
        board = sorted((h.departs, t, hs[-1].target) for t, hs in trips.items() for h in hs
                       if h.origin == stop and h.departs >= since)
        assert table.departures(stop, since, n) == board[:n]
        assert table.departures(stop, since) == board[:5]


def test_add_trip_checks():
    t = Timetable()
    bad = [
        [], [("a", None, "08:00")],
        [("a", None, "08:00"), ("b", "08:00", None)],
        [("a", None, "08:00"), ("b", "08:10", "08:09"), ("c", "08:20", None)],
        [("a", None, "08:00"), ("b", "xx", None)],
    ]
    for calls in bad:
        with pytest.raises(ValueError):
            t.add_trip("x", calls)
    assert t.hops() == []
    t.add_trip("x", [("a", None, "08:00"), ("b", "08:01", None)])
    with pytest.raises(ValueError):
        t.add_trip("x", [("c", None, "08:00"), ("d", "08:01", None)])
    assert t.stops() == ["a", "b"]


def test_times():
    for m in range(0, 3000, 7):
        assert times.parse(hhmm(m)) == m
        assert times.render(m) == hhmm(m % 1440)
    for text in ("", ":", "1:", ":10", "10:1", "10:100", "10:60", "-1:10", "ten"):
        with pytest.raises(ValueError):
            times.parse(text)


def oracle(tariff, zones, departs, kind):
    price = Fraction(tariff.base + tariff.per_zone * (zones - 1))
    m = departs % 1440
    if any(m in range(a, b) for a, b in tariff.peak):
        price = price * (100 + tariff.peak_percent) / 100
    price = price * (100 - tariff.discounts.get(kind, 0)) / 100
    return floor(price / 5 + Fraction(1, 2)) * 5


def test_peak():
    t = Tariff()
    for a, b in t.peak:
        for k in (0, 1440):
            assert is_peak(t, a + k) and is_peak(t, b - 1 + k)
            assert not is_peak(t, b + k) and not is_peak(t, a - 1 + k)
    assert not is_peak(Tariff(peak=()), 480)


def test_fare_oracle():
    rng = random.Random(3)
    for _ in range(500):
        t = Tariff(base=rng.randint(100, 300), per_zone=rng.randint(10, 90), peak_percent=rng.choice([0, 10, 25, 50]))
        z, k = rng.randint(1, 6), rng.choice(["adult", "child", "senior", "dog"])
        d = rng.choice([rng.randint(0, 2880), 420, 540, 960, 1110, 540 + 1440])
        assert fare(t, z, d, k) == oracle(t, z, d, k)
    for z in (0, -1):
        with pytest.raises(ValueError):
            fare(Tariff(), z, 0)


def test_card_oracle():
    rng = random.Random(4)
    for _ in range(200):
        t = Tariff(daily_cap=rng.choice([150, 500, 900]))
        kind = rng.choice(["adult", "child"])
        card = Card(t, kind)
        for day in range(rng.randint(1, 4)):
            spent = 0
            for _ in range(rng.randint(0, 6)):
                z, d = rng.randint(1, 5), rng.randint(0, 1500)
                want = min(oracle(t, z, d, kind), t.daily_cap - spent)
                spent += want
                assert card.ride(day, z, d) == want
