"""The lending desk of a small library."""

from .books import Book, clean_isbn
from .desk import Desk, Loan
from .errors import LendingError, NoCopy, NotAllowed, UnknownItem
from .fines import fine, open_days
from .members import Member

__all__ = [
    "Book",
    "Desk",
    "LendingError",
    "Loan",
    "Member",
    "NoCopy",
    "NotAllowed",
    "UnknownItem",
    "clean_isbn",
    "fine",
    "open_days",
]
