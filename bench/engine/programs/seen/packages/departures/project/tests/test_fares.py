import pytest

from transit.fares import Card, Tariff, fare, is_peak
from transit.times import parse

TARIFF = Tariff()
NOON = parse("12:00")


def test_zones():
    assert fare(TARIFF, 1, NOON) == 200
    assert fare(TARIFF, 3, NOON) == 340
    with pytest.raises(ValueError):
        fare(TARIFF, 0, NOON)


def test_peak_windows():
    assert is_peak(TARIFF, parse("08:00"))
    assert is_peak(TARIFF, parse("07:00"))
    assert not is_peak(TARIFF, parse("09:00"))
    assert not is_peak(TARIFF, NOON)


def test_peak_after_midnight():
    assert is_peak(TARIFF, parse("31:30"))


def test_peak_fare():
    assert fare(TARIFF, 1, parse("17:00")) == 250
    assert fare(TARIFF, 2, parse("17:00")) == 340


def test_discounts():
    assert fare(TARIFF, 1, NOON, "child") == 100
    assert fare(TARIFF, 2, NOON, "senior") == 190
    assert fare(TARIFF, 1, NOON, "dog") == 200


def test_halves_are_rounded_up():
    assert fare(Tariff(base=205), 1, NOON, "child") == 105
    assert fare(Tariff(base=285), 1, NOON, "child") == 145


def test_card_cap():
    card = Card(TARIFF)
    assert [card.ride("mon", 3, NOON) for _ in range(4)] == [340, 340, 220, 0]


def test_card_next_day():
    card = Card(TARIFF)
    for _ in range(3):
        card.ride("mon", 3, NOON)
    assert [card.ride("tue", 3, NOON) for _ in range(3)] == [340, 340, 220]
    assert card.ride("wed", 1, NOON) == 200


def test_card_of_a_child():
    assert Card(TARIFF, "child").ride("mon", 1, NOON) == 100
