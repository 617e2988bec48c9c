import random
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from billing import (BuyGet, CurrencyMismatch, DuplicateInvoice, FixedOff, Invoice,
                     Ledger, Money, Percent, UnknownInvoice, best_discount)

DAY = date(2024, 1, 10)


def half_up(x):
    x = Fraction(x)
    s = -1 if x < 0 else 1
    return s * int(abs(x) + Fraction(1, 2))


def bill(number, due, cents):
    text = str(Money(cents))
    return Invoice(number, due, terms_days=0).add("x", 1, text, "0")


@pytest.mark.parametrize("text,cents,cur", [
    ("1 EUR", 100, "EUR"), ("1.5 EUR", 150, "EUR"), ("1.05 USD", 105, "USD"),
    ("-0.05 EUR", -5, "EUR"), ("  7.00 CHF ", 700, "CHF"), ("-0.5 EUR", -50, "EUR")])
def test_parse(text, cents, cur):
    assert Money.parse(text) == Money(cents, cur)


@pytest.mark.parametrize("text", ["", "EUR", "1", "1.234 EUR", "1. EUR", "x EUR", "1 eur"])
def test_parse_bad(text):
    with pytest.raises(ValueError):
        Money.parse(text)


def test_str_roundtrip():
    for c in range(-310, 311):
        assert Money.parse(str(Money(c))) == Money(c)


def test_arith():
    assert Money(5) - Money(8) == Money(-3)
    assert Money(5, "USD") + Money(8, "USD") == Money(13, "USD")
    for f in (lambda a, b: a + b, lambda a, b: a - b):
        with pytest.raises(CurrencyMismatch):
            f(Money(1), Money(1, "USD"))


def test_times_random():
    rng = random.Random(1)
    for _ in range(400):
        c = rng.randint(-500, 500)
        f = Decimal(rng.randint(0, 200)) / 100
        assert Money(c).times(str(f)).cents == half_up(Fraction(c) * Fraction(f))
    assert Money(50).times("0.05") == Money(3)
    assert Money(50).times("0.01") == Money(1)
    assert Money(-50).times("0.01") == Money(-1)
    assert Money(250).times("0.01") == Money(3)


def test_split_random():
    rng = random.Random(2)
    for _ in range(400):
        c = rng.randint(-300, 300)
        w = [rng.randint(0, 9) for _ in range(rng.randint(1, 6))]
        if not sum(w):
            continue
        got = [m.cents for m in Money(c).split(w)]
        exact = [Fraction(abs(c) * x, sum(w)) for x in w]
        want = [int(e) for e in exact]
        frac = [e - int(e) for e in exact]
        for _ in range(abs(c) - sum(want)):
            i = max(range(len(w)), key=lambda k: (frac[k], -k))
            want[i] += 1
            frac[i] = -1
        assert got == [x if c >= 0 else -x for x in want]


def test_split_bad():
    for w in ([0, 0], [], [2, -1]):
        with pytest.raises(ValueError):
            Money(10).split(w)


def test_buy_get_table():
    for q in range(1, 30):
        for buy in (1, 2, 3, 5):
            for free in (1, 2):
                inv = Invoice("n", DAY, discounts=[BuyGet("t", buy, free)]).add("t", q, "0.30 EUR").add("u", 9, "1 EUR")
                assert inv.discount() == Money(q // (buy + free) * free * 30)


def test_buy_get_lines_separately():
    inv = Invoice("n", DAY, discounts=[BuyGet("t", 2)]).add("t", 2, "1 EUR").add("t", 4, "2 EUR")
    assert inv.discount() == Money(200)


def test_discount_edges():
    inv = Invoice("n", DAY, discounts=[Percent(10, 1000)]).add("t", 1, "10.00 EUR")
    assert inv.discount() == Money(100)
    inv = Invoice("n", DAY, discounts=[Percent(10, 1001)]).add("t", 1, "10.00 EUR")
    assert inv.discount() == Money(0)
    assert Invoice("n", DAY, discounts=[Percent(10)]).add("t", 1, "0.25 EUR").discount() == Money(3)
    inv = Invoice("n", DAY, discounts=[FixedOff(Money(900))]).add("t", 1, "1.00 EUR")
    assert inv.discount() == Money(100) and inv.total() == Money(0)
    with pytest.raises(CurrencyMismatch):
        Invoice("n", DAY, discounts=[FixedOff(Money(900, "USD"))]).add("t", 1, "1.00 EUR").discount()
    assert best_discount([], [], Money(100)) == Money(0)


def test_best():
    inv = Invoice("n", DAY, discounts=[Percent(5), Percent(20), FixedOff(Money(100))]).add("t", 1, "10.00 EUR")
    assert inv.discount() == Money(200)


def test_invoices_random():
    rng = random.Random(3)
    for _ in range(300):
        disc = rng.choice([[], [Percent(rng.choice([5, 10, 15]))], [FixedOff(Money(rng.randint(1, 900)))]])
        inv = Invoice("n", DAY, discounts=disc)
        for i in range(rng.randint(1, 5)):
            inv.add("s%d" % i, rng.randint(1, 4), str(Money(rng.randint(1, 500))), rng.choice(["0.20", "0.10", "0.05"]))
        sub = sum(l.quantity * l.unit_price.cents for l in inv.lines)
        assert inv.subtotal() == Money(sub)
        d = inv.discount().cents
        shares = Money(d).split([l.quantity * l.unit_price.cents for l in inv.lines]) if d else [Money(0)] * len(inv.lines)
        base = {}
        for l, s in zip(inv.lines, shares):
            base[l.tax_rate] = base.get(l.tax_rate, 0) + l.quantity * l.unit_price.cents - s.cents
        tax = {r: Money(half_up(Fraction(b) * Fraction(r))) for r, b in base.items()}
        assert inv.taxes() == tax
        assert inv.total() == Money(sub - d + sum(t.cents for t in tax.values()))


def test_empty_invoice():
    inv = Invoice("n", DAY)
    assert inv.total() == Money(0) and inv.taxes() == {}
    assert Invoice("m", DAY).lines is not inv.lines
    with pytest.raises(ValueError):
        inv.add("a", -1, "1 EUR")


@pytest.mark.parametrize("late,name", [(-5, "current"), (0, "current"), (1, "1-30"), (30, "1-30"),
                                       (31, "31-60"), (60, "31-60"), (61, "61+"), (400, "61+")])
def test_aging(late, name):
    b = Ledger()
    b.post(bill("1", DAY, 700))
    got = b.aging(DAY + timedelta(days=late))
    assert set(got) == {"current", "1-30", "31-60", "61+"}
    for k, v in got.items():
        assert v == Money(700 if k == name else 0)


def test_aging_sums_open_part():
    b = Ledger()
    b.post(bill("1", DAY, 700))
    b.post(bill("2", DAY, 300))
    b.pay(Money(200))
    assert b.aging(DAY + timedelta(3))["1-30"] == Money(800)


def test_ledger_random():
    rng = random.Random(4)
    for _ in range(200):
        b, opened, due, credit = Ledger(), {}, {}, 0
        for step in range(12):
            if rng.random() < 0.5 or not opened:
                n = "n%02d" % rng.randint(0, 40)
                if n in opened:
                    with pytest.raises(DuplicateInvoice):
                        b.post(bill(n, DAY, 5))
                    continue
                due[n] = DAY + timedelta(rng.randint(0, 4))
                c = rng.randint(1, 50)
                b.post(bill(n, due[n], c))
                u = min(c, credit)
                credit -= u
                opened[n] = c - u
            else:
                a = rng.randint(1, 60)
                left = a
                if rng.random() < 0.4:
                    n = rng.choice(sorted(opened))
                    order = [n]
                    got = b.pay(Money(a), n)
                else:
                    order = sorted(opened, key=lambda n: (due[n], n))
                    got = b.pay(Money(a))
                for n in order:
                    p = min(left, opened[n])
                    opened[n] -= p
                    left -= p
                credit += left
                assert got == Money(left)
            assert b.credit == Money(credit)
            assert {n: b.outstanding(n).cents for n in opened} == opened
            assert b.balance() == Money(sum(opened.values()) - credit)
            assert [i.number for i in b.open_invoices()] == sorted(
                (n for n in opened if opened[n]), key=lambda n: (due[n], n))


def test_ledger_errors():
    b = Ledger()
    for c in (0, -5):
        with pytest.raises(ValueError):
            b.pay(Money(c))
    with pytest.raises(CurrencyMismatch):
        b.pay(Money(5, "USD"))
    with pytest.raises(UnknownInvoice):
        b.pay(Money(5), "zz")
    with pytest.raises(UnknownInvoice):
        b.outstanding("zz")
    assert b.credit == Money(0)
    b.post(bill("1", DAY, 5))
    with pytest.raises(DuplicateInvoice):
        b.post(bill("1", DAY, 5))
    assert b.balance() == Money(5)
