import random
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal

import pytest

from hydro.billing import Account, Bill, by_owner, make_bill, run
from hydro.readings import BadReading, Reading, by_meter, gaps, load, parse_line
from hydro.tariff import Tariff, money
from hydro.usage import NoReading, daily_average, level_at, unwrap, used_between

D0 = date(2023, 1, 1)


def day(n):
    return D0 + timedelta(days=n)


@pytest.mark.parametrize("bad", [
    "", "M1", "M1;2024-01-01", "M1;2024-01-01;5;E;x", ";2024-01-01;5", "M1;2024-02-30;5",
    "M1;2024-01-01;x", "M1;2024-01-01;-1", "M1;2024-01-01;5;Q"])
def test_parse_bad(bad):
    with pytest.raises(ValueError):
        parse_line(bad)


def test_parse_ok():
    assert parse_line(" A ; 2024-01-01 ; 0 ; ") == Reading("A", date(2024, 1, 1), 0, False)


def test_load_line_numbers():
    it = load(["", "#x", "A;2024-01-01;1", " ", "bad"])
    assert next(it).value == 1
    with pytest.raises(BadReading, match="^5: "):
        next(it)


def oracle_group(rs):
    out = {}
    for r in rs:
        out.setdefault((r.meter, r.day), []).append(r)
    res = {}
    for (m, d) in sorted(out):
        cands = out[m, d]
        actual = [c for c in cands if not c.estimated]
        res.setdefault(m, []).append((actual or cands)[-1])
    return res


def test_by_meter_random():
    for seed in range(300):
        rng = random.Random(seed)
        rs = [Reading(rng.choice("AB"), day(rng.randint(0, 5)), rng.randint(0, 99), rng.random() < .5)
              for _ in range(rng.randint(0, 14))]
        assert by_meter(iter(rs)) == oracle_group(rs)
        k = len(rs) // 2
        g = by_meter(rs[:k])
        assert by_meter(rs[k:], g) is g
        assert g == oracle_group(rs)
        mine = {}
        assert by_meter(rs, mine) is mine and mine == oracle_group(rs)


def test_by_meter_independent():
    a = by_meter([Reading("A", day(0), 1)])
    b = by_meter([Reading("A", day(1), 2)])
    assert a == {"A": [Reading("A", day(0), 1)]} and b == {"A": [Reading("A", day(1), 2)]}
    assert by_meter([]) == {}


def test_gaps():
    s = [Reading("A", day(n), 0) for n in (0, 5, 11, 12)]
    assert gaps(s, 5) == [(day(5), day(11))]
    assert gaps(s, 4) == [(day(0), day(5)), (day(5), day(11))]
    assert gaps([], 1) == [] and gaps(s[:1], 1) == []


def test_unwrap_random():
    for seed in range(300):
        rng = random.Random(seed)
        digits = rng.randint(1, 5)
        level = rng.randrange(10 ** digits)
        first = level
        s, want = [], []
        for n in range(rng.randint(1, 8)):
            s.append(Reading("A", day(3 * n), level % 10 ** digits))
            want.append((day(3 * n), level - first))
            level += rng.randrange(10 ** digits)
        assert unwrap(s, digits) == want
        if len(s) > 1:
            assert used_between(s, s[0].day, s[-1].day, digits) == want[-1][1]
    assert unwrap([], 3) == []


def test_level_at():
    pts = [(day(0), 0), (day(10), 25), (day(13), 26)]
    for n in range(11):
        assert level_at(pts, day(n)) == 25 * n // 10
    assert [level_at(pts, day(n)) for n in (11, 12, 13)] == [25, 25, 26]
    for d in (day(-1), day(14)):
        with pytest.raises(NoReading):
            level_at(pts, d)
    with pytest.raises(NoReading):
        level_at([], day(0))


def test_average():
    s = [Reading("A", day(0), 998), Reading("A", day(4), 8)]
    assert daily_average(s, day(0), day(4), 3) == 2.5
    with pytest.raises(ValueError):
        daily_average(s, day(4), day(4), 3)


def test_tariff_random():
    for seed in range(200):
        rng = random.Random(seed)
        limits = sorted(rng.sample(range(1, 40), rng.randint(0, 3)))
        prices = [Decimal(rng.randint(1, 900)) / 1000 for _ in range(len(limits) + 1)]
        t = Tariff("0.015", list(zip(limits + [None], map(str, prices))), "0.07")
        m3 = rng.randint(0, 60)
        cost = Decimal(0)
        for unit in range(1, m3 + 1):
            cost += prices[sum(unit > x for x in limits)]
        assert t.water(m3) == cost
        days = rng.randint(1, 90)
        net = half_up(cost + days * Decimal("0.015"))
        assert t.net(m3, days) == net
        assert t.tax(net) == half_up(net * Decimal("0.07"))


def half_up(x):
    return (x * 100 + Decimal("0.5")).to_integral_value(ROUND_FLOOR) / 100


@pytest.mark.parametrize("bands", [[], [(5, "1")], [(None, "1"), (None, "2")], [(5, "1"), (5, "2"), (None, "1")],
                                   [(0, "1"), (None, "2")], [(9, "1"), (5, "2"), (None, "1")]])
def test_tariff_bad(bands):
    with pytest.raises(ValueError):
        Tariff("0", bands)


@pytest.mark.parametrize("a,b", [("0.005", "0.01"), ("0.015", "0.02"), ("0.0149", "0.01"), ("2.675", "2.68")])
def test_money(a, b):
    assert money(Decimal(a)) == Decimal(b)


T = Tariff("0.10", [(None, "1.00")], "0.20")


@pytest.mark.parametrize("credit,due,left", [
    ("0", "13.20", "0"), ("5", "8.20", "0"), ("11", "2.20", "0"), ("12", "1.20", "0"), ("13.20", "0", "0"),
    ("13.21", "0", "0.01"), ("20", "0", "6.80")])
def test_credit(credit, due, left):
    acc = Account("A", "o", T, credit=Decimal(credit))
    s = [Reading("A", day(0), 5), Reading("A", day(10), 15)]
    b = make_bill(acc, s, day(0), day(10))
    assert (b.m3, b.net, b.tax) == (10, Decimal("11.00"), Decimal("2.20"))
    assert (b.due, b.credit_left) == (Decimal(due), Decimal(left))
    assert acc.credit == Decimal(credit)
    assert (b.owner, b.meter, b.start, b.end, b.notes) == ("o", "A", day(0), day(10), [])


def test_bill_bad_period():
    s = [Reading("A", day(0), 5), Reading("A", day(10), 15)]
    for e in (0, -1):
        with pytest.raises(ValueError):
            make_bill(Account("A", "o", T), s, day(0), day(e))
    with pytest.raises(NoReading):
        make_bill(Account("A", "o", T), s, day(0), day(11))


def test_notes():
    s = [Reading("A", day(n), n) for n in (0, 100, 201)]
    b = make_bill(Account("A", "o", T), s, day(0), day(201))
    assert b.notes == [f"no reading between {day(100)} and {day(201)}"]


def test_run():
    def lines():
        yield "# x"
        for m, v in (("Z", 1), ("A", 95), ("C", 5), ("Y", 3)):
            yield f"{m};{day(0)};{v}"
        yield f"A;{day(10)};50;E"
        yield f"A;{day(10)};5"
        yield f"C;{day(9)};6"

    accounts = [Account("C", "x", T, 2), Account("A", "y", T, 2), Account("B", "x", T, 2)]
    for src in (lines(), list(lines())):
        bills, problems = run(src, accounts, day(0), day(10))
        assert [(b.meter, b.m3) for b in bills] == [("A", 10)]
        assert problems == ["unknown meter Y", "unknown meter Z", "cannot bill C", "cannot bill B"]
    bills, problems = run([], accounts[:1], day(0), day(10))
    assert bills == [] and problems == ["cannot bill C"]
    with pytest.raises(BadReading):
        run(["junk"], accounts, day(0), day(10))
    assert run([], [], day(0), day(1)) == ([], [])


def test_runs_do_not_meet():
    acc = [Account("A", "o", T)]
    one = run([f"A;{day(0)};1", f"A;{day(10)};2"], acc, day(0), day(10))
    two = run([f"A;{day(0)};1", f"A;{day(20)};3"], acc, day(0), day(20))
    assert one[0][0].m3 == 1 and two[0][0].m3 == 2
    assert run([f"A;{day(0)};1"], acc, day(0), day(10)) == ([], ["cannot bill A"])


def test_by_owner():
    def b(o, due):
        return Bill(o, "m", day(0), day(1), 0, Decimal(0), Decimal(0), Decimal(due), Decimal(0))
    assert by_owner([b("x", "1.10"), b("y", "2"), b("x", "0.05")]) == {"x": Decimal("1.15"), "y": Decimal(2)}
    assert by_owner([]) == {}
