import random
from datetime import date, timedelta

import pytest

from lending import (
    Book,
    Desk,
    LendingError,
    Loan,
    Member,
    NoCopy,
    NotAllowed,
    UnknownItem,
    clean_isbn,
    fine,
    open_days,
)
from lending.books import checksum

START = date(2023, 5, 3)


def isbn(number):
    digits = f"978{number:09}"
    total = sum(int(d) * (1, 3)[i % 2] for i, d in enumerate(digits))
    return digits + str((10 - total % 10) % 10)


def after(days, start=START):
    return start + timedelta(days=days)


def desk_with(copies, *members, closed=()):
    desk = Desk(closed)
    for number, count in enumerate(copies):
        desk.add_book(Book(isbn(number), f"Title {number}", f"Given Name{number}", count))
    for name, kind in members:
        desk.add_member(Member(name, kind))
    return desk


def test_isbn():
    rng = random.Random(1)
    for _ in range(100):
        good = isbn(rng.randrange(10**9))
        assert checksum(good[:12]) == int(good[12])
        assert clean_isbn(f"{good[:3]}-{good[3:7]} {good[7:]}") == good
        for step in range(1, 10):
            wrong = good[:12] + str((int(good[12]) + step) % 10)
            with pytest.raises(ValueError):
                clean_isbn(wrong)
    for text in (isbn(1)[:-1], isbn(1) + "0", "x" * 13, "978030640615.7"):
        with pytest.raises(ValueError):
            clean_isbn(text)


def test_books():
    book = Book(isbn(5)[:3] + "-" + isbn(5)[3:], "The A", "Ann Mary O'Neil", 0)
    assert book.isbn == isbn(5)
    assert book.sort_key == ("o'neil", "the a")
    assert Book(isbn(6), "x", "Homer").sort_key == ("homer", "x")
    with pytest.raises(ValueError):
        Book("978", "x", "y")
    with pytest.raises(ValueError):
        Book(isbn(1), "x", "y", -1)


def slow_days(start, end, closed):
    days = [start + timedelta(days=i) for i in range(1, (end - start).days + 1)]
    return len([d for d in days if d.isoweekday() != 7 and d not in closed])


def test_open_days_and_fines():
    rng = random.Random(2)
    for _ in range(200):
        start = after(rng.randint(0, 400))
        end = after(rng.randint(-5, 40), start)
        closed = {after(rng.randint(0, 40), start) for _ in range(rng.randint(0, 8))}
        late = slow_days(start, end, closed)
        assert open_days(start, end, closed) == late
        assert open_days(start, end) == slow_days(start, end, ())
        for kind, cents in (("adult", 20), ("child", 5), ("staff", 0)):
            expected = 0 if late <= 2 else min(500, late * cents)
            assert fine(start, end, kind, closed) == expected
        assert fine(start, end) == fine(start, end, "adult", ())
    with pytest.raises(KeyError):
        fine(START, after(30), "robot")


def test_members():
    for kind, limit, days in (("adult", 3, 21), ("child", 2, 28), ("staff", 10, 60)):
        member = Member("m", kind)
        assert (member.limit, member.loan_days, member.debt) == (limit, days, 0)
        for loans in range(limit):
            member.check_borrowing(loans)
        for loans in (limit, limit + 1):
            with pytest.raises(NotAllowed):
                member.check_borrowing(loans)
    assert Member("m").kind == "adult"
    first = Member("a")
    first.history.append("x")
    assert Member("b").history == []
    assert Member("b", history=["q"]).history == ["q"]
    with pytest.raises(ValueError):
        Member("m", "Adult")


@pytest.mark.parametrize("debt, paid", [(0, 0), (0, 5), (5, 0), (5, 5), (5, 3), (3, 10)])
def test_paying(debt, paid):
    member = Member("m")
    member.charge(debt)
    assert member.pay(paid) == max(0, paid - debt)
    assert member.debt == max(0, debt - paid)
    with pytest.raises(ValueError):
        member.pay(-1)


def test_debt():
    for cents, allowed in ((0, True), (299, True), (300, False), (301, False)):
        desk = desk_with([1], ("m", "adult"))
        desk.member("m").charge(cents)
        if allowed:
            desk.lend(isbn(0), "m", START)
        else:
            with pytest.raises(NotAllowed):
                desk.lend(isbn(0), "m", START)
            assert desk.loans == []
            assert desk.member("m").history == []


def test_random_business():
    for seed in range(30):
        rng = random.Random(seed)
        copies = [rng.randint(0, 3) for _ in range(4)]
        kinds = ["adult", "child", "staff", "adult"]
        desk = desk_with(copies, *((f"m{i}", kind) for i, kind in enumerate(kinds)))
        lent = []
        history = {f"m{i}": [] for i in range(4)}
        for step in range(60):
            number, name = rng.randrange(4), f"m{rng.randrange(4)}"
            today = after(step // 10)
            if rng.random() < 0.6:
                count = sum(1 for entry in lent if entry[1] == name)
                out = sum(1 for entry in lent if entry[0] == number)
                member = desk.member(name)
                if count >= member.limit:
                    with pytest.raises(NotAllowed):
                        desk.lend(isbn(number), name, today)
                elif out >= copies[number]:
                    with pytest.raises(NoCopy):
                        desk.lend(isbn(number), name, today)
                else:
                    loan = desk.lend(isbn(number), name, today)
                    days = {"adult": 21, "child": 28, "staff": 60}[member.kind]
                    assert loan == Loan(isbn(number), name, after(days, today))
                    lent.append((number, name))
                    history[name].append(isbn(number))
            elif (number, name) in lent:
                assert desk.take_back(isbn(number), name, today) == 0
                lent.remove((number, name))
            else:
                with pytest.raises(UnknownItem):
                    desk.take_back(isbn(number), name, today)
            for i, total in enumerate(copies):
                out = sum(1 for entry in lent if entry[0] == i)
                assert desk.available(isbn(i)) == total - out
            for person, borrowed in history.items():
                assert desk.member(person).history == borrowed
                mine = desk.loans_of(person)
                assert len(mine) == sum(1 for entry in lent if entry[1] == person)
                assert [x.due for x in mine] == sorted(x.due for x in mine)


def test_queue():
    people = [(name, "adult") for name in "abcde"]
    desk = desk_with([2], *people)
    book = isbn(0)
    desk.lend(book, "a", START)
    for place, name in enumerate("bcd", start=1):
        assert desk.reserve(book, name) == place
    assert desk.reserve(book, "c") == 2
    assert desk.waiting(book) == ["b", "c", "d"]
    for name in "cde":
        with pytest.raises(NoCopy):
            desk.lend(book, name, START)
    assert desk.waiting(book) == ["b", "c", "d"]
    desk.take_back(book, "a", START)
    with pytest.raises(NoCopy):
        desk.lend(book, "d", START)
    desk.lend(book, "c", START)
    assert desk.waiting(book) == ["b", "d"]
    desk.waiting(book).clear()
    assert desk.waiting(book) == ["b", "d"]
    with pytest.raises(NotAllowed):
        desk.reserve(book, "c")
    desk.lend(book, "b", START)
    assert desk.available(book) == 0
    desk.take_back(book, "c", START)
    with pytest.raises(NoCopy):
        desk.lend(book, "e", START)
    desk.lend(book, "d", START)
    desk.take_back(book, "b", START)
    assert desk.lend(book, "e", START).member == "e"
    assert desk.waiting(book) == []


def test_a_spare_copy_can_be_lent_past_the_queue():
    desk = desk_with([2], ("a", "adult"), ("b", "adult"))
    desk.reserve(isbn(0), "a")
    desk.lend(isbn(0), "b", START)
    desk.lend(isbn(0), "a", START)
    assert desk.available(isbn(0)) == 0


def test_renew():
    desk = desk_with([2], ("a", "child"), ("b", "adult"))
    book = isbn(0)
    loan = desk.lend(book, "a", START)
    assert desk.renew(book, "a", after(28)) == after(56) == loan.due
    assert desk.renew(book, "a", after(30)) == after(58) == loan.due
    assert loan.renewals == 2
    with pytest.raises(NotAllowed):
        desk.renew(book, "a", after(31))
    assert (loan.renewals, loan.due) == (2, after(58))
    other = desk.lend(book, "b", START)
    with pytest.raises(NotAllowed):
        desk.renew(book, "b", after(22))
    assert (other.renewals, other.due) == (0, after(21))
    desk.renew(book, "b", after(21))
    with pytest.raises(UnknownItem):
        desk.renew(book, "z", START)


def test_renew_with_a_queue():
    desk = desk_with([1, 1], ("a", "adult"), ("b", "adult"))
    desk.lend(isbn(0), "a", START)
    desk.lend(isbn(1), "a", START)
    desk.reserve(isbn(1), "b")
    assert desk.renew(isbn(0), "a", after(1)) == after(22)
    with pytest.raises(NotAllowed):
        desk.renew(isbn(1), "a", after(1))


def test_fines_at_the_desk():
    closed = [after(22), after(23)]
    desk = desk_with([3, 3], ("a", "adult"), ("c", "child"), ("s", "staff"), closed=closed)
    for name in "acs":
        desk.lend(isbn(0), name, START)
    assert slow_days(after(21), after(28), closed) == 4
    assert desk.take_back(isbn(0), "a", after(28)) == 80
    assert desk.take_back(isbn(0), "c", after(40)) == 50
    assert desk.take_back(isbn(0), "s", after(99)) == 0
    assert [desk.member(name).debt for name in "acs"] == [80, 50, 0]
    desk.lend(isbn(0), "a", after(30))
    desk.take_back(isbn(0), "a", after(400))
    assert desk.member("a").debt == 580


def test_overdue():
    desk = desk_with([2, 2], ("b", "adult"), ("a", "adult"), ("c", "child"))
    desk.lend(isbn(0), "b", START)
    desk.lend(isbn(1), "a", START)
    desk.lend(isbn(0), "c", START)
    desk.lend(isbn(1), "b", after(2))
    assert desk.overdue(after(21)) == []
    assert desk.overdue(after(22)) == [("a", "Title 1", 1), ("b", "Title 0", 1)]
    assert desk.overdue(after(30)) == [
        ("a", "Title 1", 9),
        ("b", "Title 0", 9),
        ("b", "Title 1", 7),
        ("c", "Title 0", 2),
    ]


def test_unknown_things():
    desk = desk_with([1], ("a", "adult"))
    calls = [
        lambda: desk.book(isbn(77)),
        lambda: desk.member("z"),
        lambda: desk.available(isbn(77)),
        lambda: desk.waiting(isbn(77)),
        lambda: desk.reserve(isbn(77), "a"),
        lambda: desk.reserve(isbn(0), "z"),
        lambda: desk.lend(isbn(77), "a", START),
        lambda: desk.lend(isbn(0), "z", START),
        lambda: desk.take_back(isbn(0), "a", START),
    ]
    for call in calls:
        with pytest.raises(UnknownItem):
            call()
    assert issubclass(UnknownItem, LookupError) and issubclass(UnknownItem, LendingError)
    with pytest.raises(ValueError):
        desk.book("123")


def test_adding():
    desk = desk_with([1], ("a", "adult"))
    desk.add_book(Book(isbn(0), "Other", "Some Body", 4))
    assert desk.book(isbn(0)).copies == desk.available(isbn(0)) == 5
    assert desk.book(isbn(0)).title == "Title 0"
    dashed = isbn(0)[:3] + "-" + isbn(0)[3:]
    desk.lend(dashed, "a", START)
    assert desk.available(dashed) == 4
    assert desk.take_back(dashed, "a", START) == 0
    with pytest.raises(NotAllowed):
        desk.add_member(Member("a", "staff"))
    assert desk.member("a").kind == "adult"
    desk.add_book(Book(isbn(3), "a title", "Zoe Name0"))
    desk.add_book(Book(isbn(4), "Zed", "Zoe Adams"))
    assert [book.title for book in desk.catalogue()] == ["Zed", "a title", "Title 0"]
