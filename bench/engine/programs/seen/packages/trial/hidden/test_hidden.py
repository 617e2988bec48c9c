import random
from datetime import date, timedelta
from fractions import Fraction

import pytest

from stockroom import (InsufficientStock, Lot, StockError, UnknownReservation, Warehouse,
                       average_cost, expiring, pick_order, reorder_list)

D = date(2024, 5, 1)


def day(n):
    return D + timedelta(days=n)


class Model:
    """Straightforward model: a list of [sku, qty, cost, received, expires]."""

    def __init__(self):
        self.lots, self.res = [], {}

    def good(self, sku, t):
        lots = [l for l in self.lots if l[0] == sku and l[1] and (l[4] is None or l[4] >= t)]
        return sorted(lots, key=lambda l: (l[4] is None, l[4] or D, l[3]))

    def on_hand(self, sku, t):
        return sum(l[1] for l in self.good(sku, t))

    def avail(self, sku, t):
        return max(0, self.on_hand(sku, t) - sum(q for s, q, u in self.res.values() if s == sku and u >= t))

    def pick(self, sku, q, t):
        out = []
        for l in self.good(sku, t):
            n = min(q, l[1])
            if n:
                l[1] -= n
                q -= n
                out.append((n, l[2], l[3], l[4]))
        return out


def flat(parts):
    return [(p.quantity, p.unit_cost, p.received, p.expires) for p in parts]


def check(w, m, t):
    for s in "abc":
        assert w.on_hand(s, t) == m.on_hand(s, t)
        assert w.available(s, t) == m.avail(s, t)
        assert flat(w.lots(s, t)) == [tuple(l[1:]) for l in m.good(s, t)]
        g = m.good(s, t)
        n = sum(l[1] for l in g)
        want = int(Fraction(sum(l[1] * l[2] for l in g), n) + Fraction(1, 2)) if n else None
        assert average_cost(w, s, t) == want
    for within in (0, 2, 5):
        want = {}
        for s in "abc":
            n = sum(l[1] for l in m.good(s, t) if l[4] is not None and l[4] < t + timedelta(within))
            if n:
                want[s] = n
        assert expiring(w, t, within) == want
    levels = {"c": (5, 12), "a": (4, 12), "b": (6, 11)}
    want = [(s, hi - m.avail(s, t)) for s, (lo, hi) in levels.items() if m.avail(s, t) < lo]
    assert reorder_list(w, levels, t) == sorted(want, key=lambda x: (-x[1], x[0]))


def step(rng, w, m, t):
    s = rng.choice("abc")
    op = rng.choice(["recv", "recv", "issue", "issue", "reserve", "fulfil", "release", "writeoff"])
    q = rng.randint(1, 6)
    if op == "recv":
        e = rng.choice([None, t + timedelta(rng.randint(0, 6))])
        c = rng.randint(1, 30)
        w.receive(s, q, c, t, e)
        m.lots.append([s, q, c, t, e])
    elif op == "issue":
        if q > m.avail(s, t):
            with pytest.raises(InsufficientStock) as info:
                w.issue(s, q, t)
            assert (info.value.sku, info.value.wanted, info.value.present) == (s, q, m.avail(s, t))
        else:
            assert flat(w.issue(s, q, t)) == m.pick(s, q, t)
    elif op == "reserve":
        n = rng.randint(0, 4)
        if q > m.avail(s, t):
            with pytest.raises(InsufficientStock):
                w.reserve(s, q, t, n)
        else:
            m.res[w.reserve(s, q, t, n)] = (s, q, t + timedelta(n))
    elif op in ("fulfil", "release"):
        if not m.res:
            return
        i = rng.choice(sorted(m.res))
        rs, rq, ru = m.res[i]
        if ru < t:
            with pytest.raises(UnknownReservation):
                getattr(w, op)(i, t)
        elif op == "release":
            w.release(i, t)
            del m.res[i]
        elif rq > m.on_hand(rs, t):
            with pytest.raises(InsufficientStock):
                w.fulfil(i, t)
        else:
            del m.res[i]
            assert flat(w.fulfil(i, t)) == m.pick(rs, rq, t)
    else:
        want = {}
        for l in m.lots:
            if l[1] and l[4] is not None and l[4] < t:
                want[l[0]] = want.get(l[0], 0) + l[1]
        assert w.write_off_expired(t) == want
        m.lots = [l for l in m.lots if l[4] is None or l[4] >= t]
        assert w.skus() == sorted({l[0] for l in m.lots if l[1]})


def test_random_against_model():
    rng = random.Random(5)
    for _ in range(50):
        w, m, t = Warehouse(), Model(), D
        for _ in range(40):
            step(rng, w, m, t)
            if rng.random() < 0.2:
                t += timedelta(1)
            check(w, m, t)


def test_trial_random():
    rng = random.Random(6)
    for _ in range(40):
        w, m, t = Warehouse(), Model(), D
        for _ in range(15):
            step(rng, w, m, t)
        before = {s: flat(w.lots(s, t)) for s in "abc"}, {s: w.available(s, t) for s in "abc"}
        with pytest.raises(ZeroDivisionError):
            with w.trial() as same:
                assert same is w
                for s in "abc":
                    n = w.available(s, t)
                    if n:
                        w.issue(s, rng.randint(1, n), t)
                    if w.available(s, t):
                        w.reserve(s, 1, t)
                w.receive("a", 5, 5, t)
                1 / 0
        assert before == ({s: flat(w.lots(s, t)) for s in "abc"}, {s: w.available(s, t) for s in "abc"})
        for i in sorted(m.res):
            if m.res[i][2] >= t:
                w.release(i, t)


def test_trial_writeoff_and_nested():
    w = Warehouse()
    w.receive("a", 5, 5, D, D)
    with w.trial():
        w.issue("a", 1, D)
        with w.trial():
            w.issue("a", 2, D)
            assert w.on_hand("a", D) == 2
        assert w.on_hand("a", D) == 4
        assert w.write_off_expired(day(1)) == {"a": 4}
    assert w.on_hand("a", D) == 5


def test_transfer_keeps_data_and_is_separate():
    w, o = Warehouse("w"), Warehouse("o")
    w.receive("a", 5, 7, D, day(4))
    w.receive("a", 5, 9, day(1))
    w.transfer(o, "a", 6, day(1))
    assert flat(o.lots("a", D)) == [(5, 7, D, day(4)), (1, 9, day(1), None)]
    o.issue("a", 6, day(2))
    assert w.on_hand("a", D) == 4
    with pytest.raises(InsufficientStock):
        w.transfer(o, "a", 5, D)
    assert w.on_hand("a", D) == 4 and o.on_hand("a", D) == 0


def test_pick_order():
    lots = [Lot("a", 1, 1, day(2)), Lot("a", 1, 2, day(1)), Lot("a", 1, 3, day(3), day(9)),
            Lot("a", 1, 4, day(1), day(9)), Lot("a", 1, 5, day(5), day(6)), Lot("a", 1, 6, day(1))]
    assert [l.unit_cost for l in pick_order(lots)] == [5, 4, 3, 2, 6, 1]
    assert [l.unit_cost for l in lots] == [1, 2, 3, 4, 5, 6]
    assert pick_order([]) == []


def test_take():
    lot = Lot("a", 5, 1, D, day(3))
    part = lot.take(5)
    assert part.quantity == 5 and lot.quantity == 0 and part.expires == day(3)
    for n in (0, -1, 1):
        with pytest.raises(ValueError):
            lot.take(n)


def test_write_off_neighbours():
    w = Warehouse()
    for i in range(6):
        w.receive("ab"[i % 2], 1 + i, 1, D, day(1))
    w.receive("c", 1, 1, D, day(2))
    assert w.write_off_expired(day(1)) == {}
    assert w.write_off_expired(day(2)) == {"a": 9, "b": 12}
    assert w.skus() == ["c"]


def test_failed_fulfil_keeps_reservation():
    w = Warehouse()
    w.receive("a", 3, 1, D, day(1))
    r = w.reserve("a", 3, D, 9)
    for _ in range(2):
        with pytest.raises(InsufficientStock) as e:
            w.fulfil(r, day(2))
        assert (e.value.wanted, e.value.present) == (3, 0)
    assert w.reserved("a", day(2)) == 3
    w.receive("a", 4, 1, day(2))
    assert w.available("a", day(2)) == 1
    assert flat(w.fulfil(r, day(2))) == [(3, 1, day(2), None)]
    with pytest.raises(UnknownReservation):
        w.fulfil(r, day(2))


def test_default_hold_and_errors():
    w = Warehouse()
    w.receive("a", 3, 1, D)
    w.reserve("a", 2, D)
    assert [w.available("a", day(i)) for i in range(5)] == [1, 1, 1, 1, 3]
    assert issubclass(InsufficientStock, StockError) and issubclass(UnknownReservation, StockError)
    for q in (0, -1):
        with pytest.raises(ValueError):
            w.receive("a", q, 1, D)
    for f in (w.release, w.fulfil):
        with pytest.raises(UnknownReservation):
            f(99, D)


def test_average_half_up():
    w = Warehouse()
    w.receive("a", 1, 10, D)
    w.receive("a", 1, 11, D)
    assert average_cost(w, "a", D) == 11
    w.receive("a", 2, 10, D, day(1))
    assert average_cost(w, "a", D) == 10
    assert average_cost(w, "a", day(2)) == 11
