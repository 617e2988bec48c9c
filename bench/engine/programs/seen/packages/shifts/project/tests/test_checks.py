from datetime import date

from timesheet.checks import find_overlaps, missing_pauses, short_rests
from timesheet.entries import read_sheet


def test_touching_entries_do_not_overlap():
    entries = read_sheet("2024-03-04 9:00-10:00 A\n2024-03-04 10:00-11:00 B")
    assert find_overlaps(entries) == []


def test_overlaps():
    entries = read_sheet("""
2024-03-04 9:00-15:00 A
2024-03-04 10:00-11:00 B
2024-03-04 13:00-16:00 C
2024-03-04 16:00-17:00 D
""")
    found = [(a.project, b.project) for a, b in find_overlaps(entries)]
    assert found == [("A", "B"), ("A", "C")]


def test_short_rests():
    entries = read_sheet("""
2024-03-04 9:00-12:00 A
2024-03-04 20:00-23:00 B
2024-03-05 9:00-17:00 C
2024-03-06 8:00-12:00 D
""")
    assert [(a.project, b.project) for a, b in short_rests(entries)] == [("B", "C")]


def test_missing_pauses():
    entries = read_sheet("""
2024-03-04 9:00-15:00 A
2024-03-05 9:00-15:01 A
2024-03-06 9:00-17:00 (30) A
2024-03-07 8:00-12:00 A
2024-03-07 12:20-16:00 B
2024-03-08 8:00-12:00 A
2024-03-08 12:30-16:00 B
""")
    assert missing_pauses(entries) == [date(2024, 3, 5), date(2024, 3, 7)]
