from datetime import date, datetime

import pytest

from timesheet.entries import EntryError, parse_entry, read_sheet


def test_full_line():
    entry = parse_entry("2024-03-04 9:00-17:30 (45) New web shop #Design #remote")
    assert entry.start == datetime(2024, 3, 4, 9, 0)
    assert entry.end == datetime(2024, 3, 4, 17, 30)
    assert entry.minutes == 465
    assert entry.project == "New web shop"
    assert entry.tags == ("design", "remote")


def test_short_line():
    entry = parse_entry("2024-03-04 08:15 - 09:00 Mail")
    assert (entry.minutes, entry.pause, entry.tags) == (45, 0, ())


def test_past_midnight():
    entry = parse_entry("2024-02-29 22:00-2:30 Release")
    assert entry.end == datetime(2024, 3, 1, 2, 30)
    assert entry.minutes == 270
    assert entry.day == date(2024, 2, 29)


def test_until_midnight():
    assert parse_entry("2024-03-04 20:00-24:00 Release").minutes == 240
    assert parse_entry("2024-03-04 20:00-0:00 Release").minutes == 240


@pytest.mark.parametrize("line", [
    "hello",
    "2024-02-30 9:00-10:00 Mail",
    "2024-02-20 9:00-10:75 Mail",
    "2024-02-20 9:00-10:00 #tag",
    "2024-02-20 9:00-10:00 (60) Mail",
])
def test_bad_lines(line):
    with pytest.raises(EntryError):
        parse_entry(line)


def test_sheet():
    entries = read_sheet("""
; my week
2024-03-05 9:00-10:00 Mail

2024-03-04 9:00-10:00 Calls
""")
    assert [e.project for e in entries] == ["Calls", "Mail"]


def test_sheet_error_has_line_number():
    with pytest.raises(EntryError, match="line 3"):
        read_sheet("2024-03-05 9:00-10:00 Mail\n\n2024-03-05 10:00 Calls")
