import pytest

from transit import times
from transit.planner import Leg, earliest, waiting
from transit.timetable import Timetable


@pytest.fixture
def table():
    table = Timetable()
    table.add_trip("T1", [("Port", None, "08:00"), ("Mill", "08:10", "08:11"), ("Park", "08:20", None)])
    table.add_trip("T2", [("Port", None, "08:30"), ("Mill", "08:40", "08:41"), ("Park", "08:50", None)])
    table.add_trip("B7", [("Mill", None, "08:12"), ("Zoo", "08:30", None)])
    table.add_trip("B8", [("Mill", None, "08:25"), ("Zoo", "08:45", "08:50"), ("Hill", "09:05", None)])
    table.add_trip("N1", [("Park", None, "24:30"), ("Hill", "25:10", None)])
    return table


def at(text):
    return times.parse(text)


def test_times():
    assert times.parse("07:05") == 425
    assert times.render(425) == "07:05"
    assert times.parse("24:30") == 1470
    assert times.render(1470) == "00:30"


def test_bad_times():
    for text in ("", "7", "7:5", "07:60", "a:10"):
        with pytest.raises(ValueError):
            times.parse(text)


def test_stops(table):
    assert table.stops() == ["Hill", "Mill", "Park", "Port", "Zoo"]


def test_bad_trips(table):
    with pytest.raises(ValueError):
        table.add_trip("T1", [("a", None, "08:00"), ("b", "08:10", None)])
    with pytest.raises(ValueError):
        table.add_trip("X", [("a", None, "08:00")])
    with pytest.raises(ValueError):
        table.add_trip("X", [("a", None, "08:00"), ("b", "07:50", None)])


def test_departures(table):
    assert table.departures("Mill", at("08:12"), 2) == [(492, "B7", "Zoo"), (505, "B8", "Hill")]
    assert table.departures("Port", at("08:00")) == [(480, "T1", "Park"), (510, "T2", "Park")]
    assert table.departures("Zoo", at("09:00")) == []


def test_direct_journey(table):
    assert earliest(table, "Port", "Park", at("08:00")) == [Leg("T1", "Port", "Park", 480, 500)]


def test_journey_with_change(table):
    legs = earliest(table, "Port", "Zoo", at("07:50"))
    assert legs == [Leg("T1", "Port", "Mill", 480, 490), Leg("B8", "Mill", "Zoo", 505, 525)]
    assert waiting(legs) == 15


def test_quick_change(table):
    legs = earliest(table, "Port", "Zoo", at("07:50"), change=2)
    assert [leg.trip for leg in legs] == ["T1", "B7"]


def test_night_journey(table):
    legs = earliest(table, "Port", "Hill", at("08:20"))
    assert [leg.trip for leg in legs] == ["T2", "N1"]
    assert legs[-1].arrives == at("25:10")


def test_no_journey(table):
    assert earliest(table, "Hill", "Port", at("06:00")) is None
    assert earliest(table, "Port", "Park", at("09:00")) is None
    assert earliest(table, "Port", "Port", at("09:00")) == []
