from datetime import date

import pytest

from hydro.readings import BadReading, Reading, by_meter, gaps, load, parse_line


def test_parse_line():
    assert parse_line("M1; 2024-01-31; 120") == Reading("M1", date(2024, 1, 31), 120)
    assert parse_line("M1;2024-01-31;120;E").estimated


def test_load_skips_comments():
    lines = ["# file of March", "", "M1;2024-03-01;5", "M2;2024-03-01;7\n"]
    assert [r.meter for r in load(lines)] == ["M1", "M2"]


def test_load_bad_line():
    with pytest.raises(BadReading, match="^2:"):
        list(load(["M1;2024-03-01;5", "M1;2024-13-01;5"]))


def test_by_meter_sorts():
    a = Reading("M1", date(2024, 2, 1), 20)
    b = Reading("M1", date(2024, 1, 1), 10)
    assert by_meter([a, b]) == {"M1": [b, a]}


def test_by_meter_actual_before_estimate():
    day = date(2024, 2, 1)
    actual, guess = Reading("M2", day, 20), Reading("M2", day, 25, True)
    assert by_meter([actual, guess])["M2"] == [actual]
    assert by_meter([guess, actual])["M2"] == [actual]


def test_by_meter_adds_to_earlier():
    a = Reading("M3", date(2024, 2, 1), 20)
    b = Reading("M4", date(2024, 2, 1), 10)
    grouped = by_meter([a])
    assert by_meter([b], grouped) is grouped
    assert grouped == {"M3": [a], "M4": [b]}


def test_gaps():
    series = [Reading("M1", date(2024, 1, d), d) for d in (1, 11, 22)]
    assert gaps(series, 10) == [(date(2024, 1, 11), date(2024, 1, 22))]
