from decimal import Decimal

import pytest

from invoices.money import percent_of, round_cents, split_evenly, to_amount


def test_round_half_up():
    assert round_cents(Decimal("1.005")) == Decimal("1.01")
    assert round_cents(Decimal("1.004")) == Decimal("1.00")


def test_to_amount_refuses_floats():
    with pytest.raises(TypeError):
        to_amount(1.5)
    assert to_amount("3") == Decimal("3.00")


def test_percent_of():
    assert percent_of(Decimal("50.00"), 20) == Decimal("10.00")


def test_split_evenly():
    assert split_evenly(Decimal("10.00"), 3) == [Decimal("3.34"), Decimal("3.33"), Decimal("3.33")]
    assert split_evenly(Decimal("9.00"), 3) == [Decimal("3.00")] * 3
    with pytest.raises(ValueError):
        split_evenly(Decimal("1.00"), 0)
