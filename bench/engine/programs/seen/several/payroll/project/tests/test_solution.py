import pytest
from solution import worked, pay


def test_worked():
    assert worked("8:00", "12:00") == 4
    assert worked("8:30", "12:00") == pytest.approx(3.5)


def test_worked_night():
    assert worked("22:00", "6:00") == 8


def test_pay_week():
    assert pay([("mon", "9:00", "13:00"), ("tue", "8:00", "16:00")], 10) == pytest.approx(120)


def test_pay_long_day():
    assert pay([("wed", "8:00", "18:00")], 10) == pytest.approx(110)


def test_pay_weekend():
    assert pay([("sat", "10:00", "13:00")], 12) == pytest.approx(72)
