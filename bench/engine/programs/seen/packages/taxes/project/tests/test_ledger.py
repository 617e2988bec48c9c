from datetime import date

import pytest

from billing import DuplicateInvoice, Invoice, Ledger, Money, UnknownInvoice


def bill(number, issued, price, terms=14):
    return Invoice(number, issued, terms_days=terms).add("x", 1, price, "0")


@pytest.fixture
def ledger():
    book = Ledger()
    book.post(bill("B", date(2024, 1, 1), "100.00 EUR"))
    book.post(bill("A", date(2024, 2, 1), "50.00 EUR"))
    return book


def test_balance(ledger):
    assert ledger.balance() == Money(15000)


def test_post_twice(ledger):
    with pytest.raises(DuplicateInvoice):
        ledger.post(bill("A", date(2024, 2, 1), "1.00 EUR"))


def test_payment_goes_to_oldest(ledger):
    assert ledger.pay(Money(12000)) == Money(0)
    assert ledger.outstanding("B") == Money(0)
    assert ledger.outstanding("A") == Money(3000)


def test_payment_for_one_invoice(ledger):
    assert ledger.pay(Money(6000), "A") == Money(1000)
    assert ledger.outstanding("A") == Money(0)
    assert ledger.outstanding("B") == Money(10000)
    assert ledger.credit == Money(1000)


def test_unknown_invoice(ledger):
    with pytest.raises(UnknownInvoice):
        ledger.pay(Money(10), "C")


def test_credit_is_kept_and_used(ledger):
    ledger.pay(Money(16000))
    ledger.pay(Money(500))
    assert ledger.balance() == Money(-1500)
    ledger.post(bill("C", date(2024, 3, 1), "20.00 EUR"))
    assert ledger.outstanding("C") == Money(500)
    assert ledger.credit == Money(0)


def test_aging(ledger):
    ledger.post(bill("D", date(2024, 3, 1), "7.00 EUR", terms=31))
    ledger.post(bill("E", date(2024, 3, 1), "9.00 EUR", terms=45))
    assert ledger.aging(date(2024, 4, 1)) == {
        "current": Money(1600),
        "1-30": Money(0),
        "31-60": Money(5000),
        "61+": Money(10000),
    }
