from datetime import date
from decimal import Decimal

import pytest

from invoices import Invoice, Line


def make():
    invoice = Invoice("2024-001", date(2024, 1, 15))
    invoice.add("chair", "40.00", 10)
    invoice.add("book", "12.50", 2, tax_rate=10)
    return invoice


@pytest.mark.parametrize("quantity, net", [(1, "9.00"), (9, "81.00"), (10, "85.50"), (50, "405.00")])
def test_line_net(quantity, net):
    assert Line("pen", "9", quantity).net == Decimal(net)


def test_line_refuses_empty_quantity():
    with pytest.raises(ValueError):
        Line("pen", "1", 0)


def test_totals():
    invoice = make()
    assert invoice.subtotal() == Decimal("405.00")
    assert list(invoice.tax_by_rate().items()) == [(10, Decimal("2.50")), (20, Decimal("76.00"))]
    assert invoice.total() == Decimal("483.50")


def test_tax_of_one_rate_adds_up():
    invoice = make()
    invoice.add("lamp", "5.00")
    assert invoice.tax_by_rate()[20] == Decimal("77.00")


def test_payment():
    invoice = make()
    invoice.pay(Decimal("400.00"))
    assert invoice.balance() == Decimal("83.50")
    assert not invoice.is_paid()
    with pytest.raises(ValueError):
        invoice.pay(Decimal("83.51"))
    invoice.pay(Decimal("83.50"))
    assert invoice.is_paid()


def test_due():
    invoice = make()
    assert invoice.due_date() == date(2024, 2, 14)
    assert not invoice.is_overdue(date(2024, 2, 14))
    assert invoice.is_overdue(date(2024, 2, 15))


def test_invoices_do_not_share_lines():
    first = make()
    second = Invoice("2024-002", date(2024, 1, 16))
    assert len(first.lines) == 2
    assert second.lines == []
    assert second.total() == 0
