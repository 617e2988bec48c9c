"""The desk: lend, renew, take back, reserve."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from .books import Book, clean_isbn
from .errors import NoCopy, NotAllowed, UnknownItem
from .fines import fine
from .members import Member

MAX_RENEWALS = 2


@dataclass
class Loan:
    """One copy of a book in the hands of a member."""

    isbn: str
    member: str
    due: date
    renewals: int = 0


class Desk:
    """Knows the books, the members, the loans and who waits for what."""

    def __init__(self, closed: Collection[date] = ()) -> None:
        self.closed = frozenset(closed)
        self.loans: list[Loan] = []
        self._books: dict[str, Book] = {}
        self._members: dict[str, Member] = {}
        self._queues: dict[str, list[str]] = {}

    def add_book(self, book: Book) -> None:
        """Add a book; more copies if it is known already."""
        if book.isbn in self._books:
            self._books[book.isbn].copies += book.copies
        else:
            self._books[book.isbn] = book

    def add_member(self, member: Member) -> None:
        """Add a member under a name that is not taken."""
        if member.name in self._members:
            raise NotAllowed(f"there is a {member.name} already")
        self._members[member.name] = member

    def book(self, isbn: str) -> Book:
        """Return a book by its number, written in any way."""
        try:
            return self._books[clean_isbn(isbn)]
        except KeyError:
            raise UnknownItem(f"no book {isbn}") from None

    def member(self, name: str) -> Member:
        """Return a member by name."""
        if name not in self._members:
            raise UnknownItem(f"no member {name}")
        return self._members[name]

    def catalogue(self) -> list[Book]:
        """Return all books by author and title."""
        return sorted(self._books.values(), key=lambda book: book.sort_key)

    def available(self, isbn: str) -> int:
        """Return how many copies are in the house, kept ones included."""
        book = self.book(isbn)
        return book.copies - sum(1 for loan in self.loans if loan.isbn == book.isbn)

    def loans_of(self, name: str) -> list[Loan]:
        """Return the loans of a member, the one due first at the front."""
        found = [loan for loan in self.loans if loan.member == name]
        return sorted(found, key=lambda loan: loan.due)

    def waiting(self, isbn: str) -> list[str]:
        """Return the names of those who wait for a book, in order."""
        return list(self._queues.get(self.book(isbn).isbn, []))

    def reserve(self, isbn: str, name: str) -> int:
        """Put a member into the queue for a book; return the place in it, from 1."""
        book, member = self.book(isbn), self.member(name)
        if any(loan.isbn == book.isbn for loan in self.loans_of(member.name)):
            raise NotAllowed(f"{name} has the book")
        queue = self._queues.setdefault(book.isbn, [])
        if member.name not in queue:
            queue.append(member.name)
        return queue.index(member.name) + 1

    def lend(self, isbn: str, name: str, today: date) -> Loan:
        """Lend a copy to a member, unless the copies in the house are kept for others."""
        book, member = self.book(isbn), self.member(name)
        member.check_borrowing(len(self.loans_of(member.name)))
        queue = self._queues.get(book.isbn, [])
        ahead = queue.index(member.name) if member.name in queue else len(queue)
        if self.available(book.isbn) <= ahead:
            raise NoCopy(f"no copy of {book.title} for {name}")
        if member.name in queue:
            queue.remove(member.name)
        loan = Loan(book.isbn, member.name, today + timedelta(days=member.loan_days))
        self.loans.append(loan)
        member.history.append(book.isbn)
        return loan

    def _find_loan(self, isbn: str, name: str) -> Loan:
        wanted = clean_isbn(isbn)
        for loan in self.loans:
            if loan.isbn == wanted and loan.member == name:
                return loan
        raise UnknownItem(f"{name} has not borrowed {isbn}")

    def renew(self, isbn: str, name: str, today: date) -> date:
        """Prolong a loan from today on, if nobody waits for the book; return the new day."""
        loan = self._find_loan(isbn, name)
        if loan.renewals >= MAX_RENEWALS:
            raise NotAllowed("the loan was renewed too often")
        if today > loan.due:
            raise NotAllowed("the loan is overdue")
        if self.waiting(isbn):
            raise NotAllowed("somebody waits for the book")
        loan.renewals += 1
        loan.due = today + timedelta(days=self.member(name).loan_days)
        return loan.due

    def take_back(self, isbn: str, name: str, today: date) -> int:
        """Take a book back, charge the fine and return it in cents."""
        loan = self._find_loan(isbn, name)
        member = self.member(name)
        cents = fine(loan.due, today, member.kind, self.closed)
        member.charge(cents)
        self.loans.remove(loan)
        return cents

    def overdue(self, today: date) -> list[tuple[str, str, int]]:
        """Return (name, title, days) for the loans that are late, the latest first."""
        late = [loan for loan in self.loans if loan.due < today]
        late.sort(key=lambda loan: (loan.due, loan.member))
        return [
            (loan.member, self.book(loan.isbn).title, (today - loan.due).days) for loan in late
        ]
