from collections import defaultdict


class QuotaExceeded(Exception):
    pass


class QuotaLedger:
    """Sheets each owner may print: used up, reserved by waiting jobs, or available."""

    def __init__(self, default_limit: int, limits: dict[str, int] | None = None):
        self.default_limit = default_limit
        self._limits = dict(limits or {})
        self._used: dict[str, int] = defaultdict(int)
        self._reserved: dict[str, int] = defaultdict(int)

    def used(self, owner: str) -> int:
        return self._used.get(owner, 0)

    def reserved(self, owner: str) -> int:
        return self._reserved.get(owner, 0)

    def available(self, owner: str) -> int:
        return self._limits.get(owner, self.default_limit) - self.used(owner) - self.reserved(owner)

    def reserve(self, owner: str, sheets: int) -> None:
        """Set sheets aside; QuotaExceeded (and no change) if there are not enough."""
        available = self.available(owner)
        if sheets > available:
            raise QuotaExceeded(f"{owner} wants {sheets} sheets, has {available}")
        self._reserved[owner] += sheets

    def release(self, owner: str, sheets: int) -> None:
        """Give reserved sheets back."""
        if sheets > self.reserved(owner):
            raise ValueError("cannot release more than is reserved")
        self._reserved[owner] -= sheets

    def commit(self, owner: str, sheets: int) -> None:
        """Turn reserved sheets into used ones."""
        if sheets > self.reserved(owner):
            raise ValueError("cannot commit more than is reserved")
        self._reserved[owner] -= sheets
        self._used[owner] += sheets
