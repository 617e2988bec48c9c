from datetime import date
from decimal import Decimal

import pytest

from hydro.billing import Account, by_owner, make_bill, run
from hydro.readings import Reading
from hydro.tariff import Tariff, money
from hydro.usage import NoReading, daily_average, level_at, unwrap, used_between

JAN, FEB, MAR = date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)
HOME = Tariff("0.20", [(20, "1.50"), (50, "2.00"), (None, "3.00")])

LINES = """
M1;2024-01-01;100
M1;2024-02-01;130
M2;2024-01-01;700
M2;2024-02-01;710
""".splitlines()


def series(*values):
    return [Reading("M1", day, value) for day, value in zip((JAN, FEB, MAR), values)]


def test_money():
    assert money(Decimal("0.125")) == Decimal("0.13")


def test_water_bands():
    assert HOME.water(10) == Decimal("15.00")
    assert HOME.water(20) == Decimal("30.00")
    assert HOME.water(60) == Decimal("120.00")


def test_unwrap():
    assert unwrap(series(10, 25, 27), 5) == [(JAN, 0), (FEB, 15), (MAR, 17)]


def test_register_starts_again():
    assert used_between(series(990, 15), JAN, FEB, 3) == 25


def test_level_between_readings():
    points = [(date(2024, 1, 1), 0), (date(2024, 1, 11), 25)]
    assert level_at(points, date(2024, 1, 6)) == 12
    with pytest.raises(NoReading):
        level_at(points, date(2024, 1, 12))


def test_daily_average():
    assert daily_average(series(0, 62), JAN, FEB, 5) == 2.0


def test_bill():
    bill = make_bill(Account("M1", "Ann", HOME), series(100, 130), JAN, FEB)
    assert bill.m3 == 30
    assert bill.net == Decimal("56.20")
    assert bill.tax == Decimal("5.62")
    assert bill.due == Decimal("61.82")
    assert bill.notes == []


def test_bill_with_credit():
    account = Account("M1", "Ann", HOME, credit=Decimal("100"))
    bill = make_bill(account, series(100, 130), JAN, FEB)
    assert bill.due == 0
    assert bill.credit_left == Decimal("38.18")


def test_run():
    accounts = [Account("M2", "Bob", HOME), Account("M1", "Ann", HOME)]
    bills, problems = run(LINES, accounts, JAN, FEB)
    assert [(b.owner, b.m3) for b in bills] == [("Bob", 10), ("Ann", 30)]
    assert problems == []


def test_run_problems():
    accounts = [Account("M1", "Ann", HOME), Account("M9", "Cid", HOME)]
    bills, problems = run(LINES, accounts, JAN, FEB)
    assert len(bills) == 1
    assert problems == ["unknown meter M2", "cannot bill M9"]


def test_by_owner():
    accounts = [Account("M2", "Ann", HOME), Account("M1", "Ann", HOME)]
    bills, _ = run(LINES, accounts, JAN, FEB)
    assert by_owner(bills) == {"Ann": Decimal("85.14")}
