from datetime import date, datetime, timedelta

import pytest

from agenda import Agenda, Event, Repeat
from agenda.text import day_plan, format_duration, parse_duration


def at(day, hour, minute=0, month=5):
    return datetime(2024, month, day, hour, minute)


def event(title, day, h1, h2, **more):
    return Event(title, at(day, h1), at(day, h2), **more)


@pytest.fixture
def book():
    a = Agenda()
    a.add(event("lunch", 6, 12, 13))
    a.add(event("meeting", 6, 9, 12, people=frozenset({"ann", "bob"})))
    a.add(event("call", 6, 10, 11, people=frozenset({"cy"})))
    a.add(event("gym", 7, 18, 20))
    return a


def titles(events):
    return [e.title for e in events]


def test_on(book):
    assert titles(book.on(date(2024, 5, 6))) == ["meeting", "call", "lunch"]
    assert titles(book.on(date(2024, 5, 8))) == []


def test_between(book):
    assert titles(book.between(at(6, 10, 30), at(6, 11, 30))) == ["meeting", "call"]
    assert titles(book.between(at(6, 12), at(6, 15))) == ["lunch"]


def test_over_midnight():
    a = Agenda()
    a.add(Event("party", at(6, 21), at(7, 2)))
    assert titles(a.on(date(2024, 5, 6))) == ["party"]
    assert titles(a.on(date(2024, 5, 7))) == ["party"]


def test_bad_event():
    with pytest.raises(ValueError):
        event("x", 6, 12, 12)


def test_move_and_remove(book):
    n = book.add(event("dentist", 9, 8, 9))
    book.move(n, at(10, 14, 30))
    moved = book.on(date(2024, 5, 10))[0]
    assert (moved.start, moved.end) == (at(10, 14, 30), at(10, 15, 30))
    assert book.remove(n).title == "dentist"
    with pytest.raises(KeyError):
        book.remove(n)


def test_conflicts(book):
    new = event("talk", 6, 10, 12, people=frozenset({"bob"}))
    assert titles(book.conflicts(new)) == ["meeting"]
    assert titles(book.conflicts(event("closed", 6, 10, 12))) == ["meeting", "call"]


def test_free(book):
    assert book.free(at(6, 8), at(6, 17)) == [(at(6, 8), at(6, 9)), (at(6, 13), at(6, 17))]
    assert book.free(at(6, 8), at(6, 17), timedelta(hours=2)) == [(at(6, 13), at(6, 17))]
    assert book.free(at(6, 9), at(6, 13)) == []


def test_free_with_short_event_inside():
    a = Agenda()
    a.add(event("workshop", 6, 9, 15))
    a.add(event("coffee", 6, 10, 11))
    assert a.free(at(6, 8), at(6, 18)) == [(at(6, 8), at(6, 9)), (at(6, 15), at(6, 18))]


def test_reminders(book):
    book.add(event("train", 6, 16, 18, lead=timedelta(minutes=30)))
    assert book.reminders(at(6, 15), timedelta(hours=1)) == [(at(6, 15, 30), "train")]
    assert book.reminders(at(6, 16), timedelta(hours=1)) == []


def test_duration():
    assert parse_duration("1h30m") == timedelta(minutes=90)
    assert parse_duration("2d") == timedelta(days=2)
    assert format_duration(timedelta(minutes=90)) == "1h30m"
    with pytest.raises(ValueError):
        parse_duration("soon")


def test_day_plan(book):
    assert day_plan(book, date(2024, 5, 7)) == "Tue 07 May 2024\n  18:00-20:00 gym (2h)"
    assert day_plan(book, date(2024, 5, 9)) == "Thu 09 May 2024\n  nothing"
