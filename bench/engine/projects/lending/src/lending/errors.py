"""What can go wrong at the desk."""


class LendingError(Exception):
    """The base of all errors of the desk."""


class UnknownItem(LendingError, LookupError):
    """There is no such book, member or loan."""


class NoCopy(LendingError):
    """All copies of a book are lent or kept for somebody else."""


class NotAllowed(LendingError):
    """The member may not do this."""
