"""Errors of queries."""


class QueryError(ValueError):
    """A query that cannot be read; `position` is where in the text."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"{message} at {position}")
        self.position = position


class UnknownName(LookupError):
    """A table or column that does not exist."""
