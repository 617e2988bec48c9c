from datetime import date

from timesheet.entries import read_sheet
from timesheet.totals import (Week, by_project, by_tag, format_minutes, round_minutes,
                              week_of, week_report, weekly)


def test_round_to_quarters():
    assert [round_minutes(m) for m in (0, 7, 8, 15, 52, 53)] == [0, 0, 15, 15, 45, 60]


def test_round_halves_up():
    assert [round_minutes(m, 10) for m in (5, 15, 24)] == [10, 20, 20]


def test_format():
    assert format_minutes(605) == "10:05"
    assert format_minutes(-90) == "-1:30"


def test_weeks():
    assert week_of(date(2024, 3, 4)) == "2024-W10"
    assert week_of(date(2024, 12, 31)) == "2025-W01"


def test_by_project():
    entries = read_sheet("""
2024-03-04 9:00-9:10 Mail
2024-03-04 11:00-11:10 Mail
2024-03-05 9:00-9:20 Mail
2024-03-05 10:00-12:00 Shop
2024-03-05 13:00-13:30 Calls
""")
    assert by_project(entries) == [("Shop", 120), ("Calls", 30), ("Mail", 30)]


def test_by_tag():
    entries = read_sheet("""
2024-03-04 9:00-10:00 Mail #office #office
2024-03-04 11:00-11:30 Shop #office #design
""")
    assert by_tag(entries) == {"office": 90, "design": 30}


SHEET = """
2024-12-26 8:00-20:00 (60) Shop
2024-12-27 8:00-18:00 Shop
2024-12-30 8:00-18:00 Shop
2025-01-02 8:00-12:00 Shop
2025-01-02 13:00-20:00 Calls
"""


def test_weekly():
    assert weekly(read_sheet(SHEET), due=1200, carry=30) == [
        Week("2024-W52", 1260, 60, 90),
        Week("2025-W01", 1260, 60, 150),
    ]


def test_report():
    assert week_report(read_sheet(SHEET), due=1500) == [
        "2024-W52  21:00   -4:00",
        "2025-W01  21:00   -8:00",
    ]
