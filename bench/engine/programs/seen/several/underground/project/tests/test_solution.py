import pytest
from solution import UndergroundSystem


def test_example_1():
    u = UndergroundSystem()
    u.checkIn(45, "Leyton", 3)
    u.checkIn(32, "Paradise", 8)
    u.checkIn(27, "Leyton", 10)
    u.checkOut(45, "Waterloo", 15)
    u.checkOut(27, "Waterloo", 20)
    u.checkOut(32, "Cambridge", 22)
    assert u.getAverageTime("Paradise", "Cambridge") == pytest.approx(14.0)
    assert u.getAverageTime("Leyton", "Waterloo") == pytest.approx(11.0)
    u.checkIn(10, "Leyton", 24)
    assert u.getAverageTime("Leyton", "Waterloo") == pytest.approx(11.0)
    u.checkOut(10, "Waterloo", 38)
    assert u.getAverageTime("Leyton", "Waterloo") == pytest.approx(12.0)


def test_example_2():
    u = UndergroundSystem()
    u.checkIn(10, "Leyton", 3)
    u.checkOut(10, "Paradise", 8)
    assert u.getAverageTime("Leyton", "Paradise") == pytest.approx(5.0)
    u.checkIn(5, "Leyton", 10)
    u.checkOut(5, "Paradise", 16)
    assert u.getAverageTime("Leyton", "Paradise") == pytest.approx(5.5)


def test_same_rider_twice():
    u = UndergroundSystem()
    u.checkIn(1, "A", 1)
    u.checkOut(1, "B", 5)
    u.checkIn(1, "B", 6)
    u.checkOut(1, "A", 16)
    assert u.getAverageTime("A", "B") == pytest.approx(4.0)
    assert u.getAverageTime("B", "A") == pytest.approx(10.0)
