from datetime import date

import pytest

from billing import BuyGet, CurrencyMismatch, FixedOff, Invoice, Money, Percent


def make(*discounts):
    return Invoice("A1", date(2024, 3, 1), discounts=list(discounts))


def test_parse_and_print():
    assert Money.parse("12.50 EUR") == Money(1250)
    assert Money.parse("-3 USD") == Money(-300, "USD")
    assert Money.parse("0.5 EUR") == Money(50)
    assert str(Money(-1205)) == "-12.05 EUR"


def test_parse_rejects_rubbish():
    with pytest.raises(ValueError):
        Money.parse("12,50 EUR")


def test_mixed_currencies():
    with pytest.raises(CurrencyMismatch):
        Money(100) + Money(100, "USD")


def test_times():
    assert Money(250).times("0.2") == Money(50)
    assert Money(50).times("0.05") == Money(3)


def test_split_keeps_every_cent():
    assert Money(100).split([1, 1, 1]) == [Money(34), Money(33), Money(33)]
    assert Money(101).split([1, 2, 3]) == [Money(17), Money(34), Money(50)]


def test_simple_total():
    invoice = make().add("pen", 10, "1.20 EUR").add("book", 1, "8.00 EUR", "0.10")
    assert invoice.subtotal() == Money(2000)
    assert invoice.taxes() == {"0.20": Money(240), "0.10": Money(80)}
    assert invoice.total() == Money(2320)
    assert invoice.due == date(2024, 3, 15)


def test_percent_discount():
    invoice = make(Percent(10, 5000)).add("chair", 2, "30.00 EUR")
    assert invoice.discount() == Money(600)
    assert invoice.total() == Money(6480)


def test_percent_needs_minimum():
    assert make(Percent(10, 5000)).add("pen", 1, "49.99 EUR").discount() == Money(0)


def test_buy_get():
    invoice = make(BuyGet("tea", 2)).add("tea", 5, "3.00 EUR")
    assert invoice.discount() == Money(300)


def test_best_discount_wins():
    invoice = make(FixedOff(Money(500)), Percent(10)).add("lamp", 1, "40.00 EUR")
    assert invoice.discount() == Money(500)


def test_quantity_must_be_positive():
    with pytest.raises(ValueError):
        make().add("pen", 0, "1.00 EUR")
