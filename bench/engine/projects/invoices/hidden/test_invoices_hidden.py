from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest

from invoices import Invoice, Line, round_cents, split_evenly
from invoices.lines import bulk_discount
from invoices.money import percent_of, to_amount


def test_round_cents_many():
    for mills in range(-3000, 3000, 7):
        value = Decimal(mills) / 1000
        assert round_cents(value) == value.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


@pytest.mark.parametrize("parts", range(1, 12))
def test_split_evenly_sums(parts):
    for cents in range(0, 200):
        amount = Decimal(cents) / 100
        shares = split_evenly(amount, parts)
        assert len(shares) == parts
        assert sum(shares) == amount
        assert shares == sorted(shares, reverse=True)
        assert shares[0] - shares[-1] <= Decimal("0.01")


@pytest.mark.parametrize("parts", [0, -1])
def test_split_evenly_refuses(parts):
    with pytest.raises(ValueError):
        split_evenly(Decimal("1.00"), parts)


def test_bulk_discount():
    expected = {1: 0, 9: 0, 10: 5, 11: 5, 49: 5, 50: 10, 99: 10, 100: 15, 1000: 15}
    assert {q: bulk_discount(q) for q in expected} == expected


def test_percent_of_rounds():
    assert percent_of(Decimal("0.25"), 10) == Decimal("0.03")
    assert percent_of(Decimal("33.33"), 15) == Decimal("5.00")


def test_to_amount():
    assert to_amount(7) == Decimal("7.00")
    assert to_amount("1.005") == Decimal("1.01")
    with pytest.raises(TypeError):
        to_amount(0.0)


def test_line():
    for quantity in (1, 5, 10, 60, 100):
        line = Line("x", "3.33", quantity, 7)
        gross = Decimal("3.33") * quantity
        assert line.gross == gross
        net = gross - percent_of(gross, bulk_discount(quantity))
        assert line.net == net
        assert line.tax == percent_of(net, 7)
    for quantity in (0, -2):
        with pytest.raises(ValueError):
            Line("x", "1", quantity)
    assert Line("x", "1").tax_rate == 20


def test_invoice_totals_and_defaults():
    invoice = Invoice("1", date(2024, 2, 1))
    assert invoice.terms == 30
    assert invoice.total() == 0 and not invoice.is_paid()
    line = invoice.add("a", "19.99", 3)
    assert line == Line("a", "19.99", 3, 20)
    invoice.add("b", "5", 1, 10)
    invoice.add("c", "5", 1, 10)
    invoice.add("d", "7", 2, 0)
    assert invoice.tax_by_rate() == {
        0: Decimal("0.00"), 10: Decimal("1.00"), 20: Decimal("11.99")}
    assert list(invoice.tax_by_rate()) == [0, 10, 20]
    assert invoice.total() == Decimal("59.97") + 10 + 14 + Decimal("12.99")


def test_invoice_copies_lines_and_shares_none():
    lines = [Line("a", "1")]
    one = Invoice("1", date(2024, 1, 1), lines)
    one.add("b", "2")
    assert len(lines) == 1
    two = Invoice("2", date(2024, 1, 1))
    two.add("z", "1")
    assert Invoice("3", date(2024, 1, 1)).lines == []
    two.pay(Decimal("0.10"))
    assert Invoice("3", date(2024, 1, 1)).payments == []


def test_pay_and_overdue():
    issued = date(2024, 12, 20)
    for terms in (0, 14, 30):
        invoice = Invoice("1", issued, [Line("a", "100")], terms)
        due = issued + timedelta(days=terms)
        assert invoice.due_date() == due
        assert [invoice.is_overdue(due + timedelta(days=d)) for d in (-1, 0, 1)] == [
            False, False, True]
        for bad in ("0", "-1", "120.01"):
            with pytest.raises(ValueError):
                invoice.pay(Decimal(bad))
        assert invoice.payments == []
        invoice.pay(Decimal("20"))
        assert invoice.balance() == 100
        invoice.pay(Decimal("100"))
        assert invoice.is_paid()
        assert not invoice.is_overdue(due + timedelta(days=5))
