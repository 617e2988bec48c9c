from datetime import date

import pytest

from stockroom import InsufficientStock, UnknownReservation, Warehouse

D = date(2024, 5, 1)


@pytest.fixture
def house():
    w = Warehouse("main")
    w.receive("milk", 10, 80, D, expires=date(2024, 5, 10))
    w.receive("milk", 5, 90, D, expires=date(2024, 5, 6))
    w.receive("salt", 20, 30, D)
    return w


def test_on_hand(house):
    assert house.on_hand("milk", D) == 15
    assert house.on_hand("milk", date(2024, 5, 6)) == 15
    assert house.on_hand("milk", date(2024, 5, 7)) == 10
    assert house.on_hand("sugar", D) == 0


def test_issue_takes_what_expires_first(house):
    parts = house.issue("milk", 7, D)
    assert [(p.quantity, p.unit_cost) for p in parts] == [(5, 90), (2, 80)]
    assert house.on_hand("milk", D) == 8


def test_undated_lots_go_last(house):
    house.receive("salt", 4, 35, date(2024, 5, 2), expires=date(2025, 1, 1))
    parts = house.issue("salt", 5, date(2024, 5, 2))
    assert [p.unit_cost for p in parts] == [35, 30]


def test_issue_too_much(house):
    with pytest.raises(InsufficientStock):
        house.issue("milk", 16, D)
    assert house.on_hand("milk", D) == 15


def test_receive_nothing(house):
    with pytest.raises(ValueError):
        house.receive("milk", 0, 80, D)


def test_reserved_pieces_are_not_available(house):
    house.reserve("milk", 12, D)
    assert house.available("milk", D) == 3
    with pytest.raises(InsufficientStock):
        house.issue("milk", 4, D)


def test_reservation_runs_out(house):
    r = house.reserve("salt", 20, D, days=3)
    assert house.available("salt", date(2024, 5, 4)) == 0
    assert house.available("salt", date(2024, 5, 5)) == 20
    with pytest.raises(UnknownReservation):
        house.fulfil(r, date(2024, 5, 5))


def test_fulfil(house):
    r = house.reserve("milk", 6, D)
    parts = house.fulfil(r, D)
    assert sum(p.quantity for p in parts) == 6
    assert house.available("milk", D) == 9


def test_fulfil_after_stock_went_bad(house):
    r = house.reserve("milk", 12, D, days=10)
    day = date(2024, 5, 8)
    with pytest.raises(InsufficientStock):
        house.fulfil(r, day)
    house.receive("milk", 5, 85, day, expires=date(2024, 5, 20))
    assert sum(p.quantity for p in house.fulfil(r, day)) == 12


def test_release(house):
    r = house.reserve("milk", 6, D)
    house.release(r, D)
    assert house.available("milk", D) == 15
    with pytest.raises(UnknownReservation):
        house.release(r, D)


def test_transfer(house):
    shop = Warehouse("shop")
    house.transfer(shop, "milk", 5, D)
    assert shop.on_hand("milk", D) == 5
    assert shop.on_hand("milk", date(2024, 5, 7)) == 0
    assert house.on_hand("milk", D) == 10


def test_write_off(house):
    assert house.write_off_expired(date(2024, 5, 11)) == {"milk": 15}
    assert house.skus() == ["salt"]


def test_trial(house):
    with house.trial():
        house.issue("milk", 7, D)
        house.reserve("salt", 3, D)
        assert house.on_hand("milk", D) == 8
    assert house.on_hand("milk", D) == 15
    assert house.available("salt", D) == 20
