"""Bookings: what answers used, and the money that this settles, written together and once each.

A booking is in the worker's journal as soon as it is noted, and in the database a moment later with
those of the same moment. What a killed worker had noted is read in by another one, or by the next
start; whatever is in the database by then is not written again.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from functools import partial

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, insert

from quire.errors import StoreError
from quire.store.database import Addition, Database
from quire.store.journal import Abandoned, Journal
from quire.store.ledger import Lease, Used, left, settle_in
from quire.store.schema import usage
from quire.store.upserts import Values, put_over

_LOG = logging.getLogger("quire.store")
_RECORD = insert(usage)
_COLUMNS = Used.__struct_fields__
# How many bookings are read in by one transaction.
_READ_IN = 256
_encode = msgspec.json.Encoder().encode


class Booking(Struct, frozen=True, array_like=True):
    """One answer's use as it stands in the database, and of `reserved` money what was `spent`.

    `worker` and `periods` name the lease of the money, if the key has a budget. A booking without
    a `row` only tells which worker's journal this is.
    """

    worker: str
    row: tuple[str | int | float | None, ...] = ()
    periods: tuple[str, ...] = ()
    reserved: int = 0
    spent: int = 0


_read = msgspec.json.Decoder(Booking).decode


class Bookings:
    """The bookings of one worker."""

    def __init__(self, database: Database, journal: Journal | None = None) -> None:
        """Write to `database`; without a journal what waits is lost when the process is killed."""
        self.database = database
        self._journal = journal
        self._worker = ""
        self._waiting: list[Booking] = []

    def sign(self, worker: str) -> None:
        """Note as `worker` from here on. Raises StoreError where there can be no journal."""
        if worker != self._worker:
            self._worker = worker
            if self._journal is not None:
                self._journal.open_with(_encode(Booking(worker)))

    def note(
        self, used: Used, lease: Lease | None = None, *, reserved: int = 0, spent: int = 0
    ) -> bool:
        """Note what an answer used; return whether it is the first that waits to be written."""
        worker, periods = (lease.worker, lease.periods) if lease else ("", ())
        booking = Booking(worker, msgspec.structs.astuple(used), periods, reserved, spent)
        if self._journal is not None:
            self._journal.append(_encode(booking))
        self._waiting.append(booking)
        return len(self._waiting) == 1

    def write(self) -> None:
        """Hand what waits to the database, in one piece."""
        waiting, self._waiting = self._waiting, []
        if not waiting:
            return
        rows = tuple(booking.row for booking in waiting)
        settled, alone = partial(_settled, waiting), partial(_alone, waiting)
        done = self.database.write(Addition(_RECORD, _COLUMNS, rows, settled, alone))
        if self._journal is not None:
            self._journal.handed(done)

    async def committed(self) -> None:
        """Wait until all that was noted is committed. Raises StoreError."""
        self.write()
        await self.database.written(lambda connection: None)

    async def read_in(self) -> int:
        """Write what dead workers had noted, and free their money; return how many were missing.

        Raises StoreError; what was not written then stays where it is.
        """
        if self._journal is None:
            return 0
        self._journal.leave()
        missing = 0
        for page in self._journal.abandoned():
            missing += await self._taken_over(page)
            page.forget()
        return missing

    async def close(self) -> None:
        """Write what is left to write, and be done with the journal."""
        try:
            await self.committed()
        except StoreError as error:
            _LOG.error("%s", error.message)
        if self._journal is not None:
            self._journal.close()

    async def _taken_over(self, page: Abandoned) -> int:
        found = list(_bookings(page))
        told, missing = [booking for booking in found if booking.row], 0
        for start in range(0, len(told), _READ_IN):
            some = told[start : start + _READ_IN]
            missing += await self._written(some)
        if page.dead:
            workers = sorted({booking.worker for booking in found} - {""})
            await self.database.written(partial(_ended, workers))
        return missing

    async def _written(self, bookings: Sequence[Booking]) -> int:
        """Write the bookings that are missing; one that cannot be written spoils no other."""
        try:
            return await self.database.written(partial(_booked, bookings))
        except StoreError as error:
            if len(bookings) > 1:
                return sum([await self._written((booking,)) for booking in bookings])
            await self.database.written(lambda connection: None)  # or it is not the booking's fault
            _LOG.error("What the answer %s used is lost. %s", bookings[0].row[0], error.message)
            return 0


def _bookings(page: Abandoned) -> Iterator[Booking]:
    """Yield what can be read: a line may be torn where a process was killed or a disk full."""
    for line in page.lines:
        try:
            booking = _read(line)
        except msgspec.DecodeError:
            continue
        if len(booking.row) in (0, len(_COLUMNS)):
            yield booking


def _settled(bookings: Sequence[Booking], connection: Connection) -> None:
    """Settle the money of bookings whose rows were written, once for each purse."""
    sums: dict[tuple[str, str, str], tuple[int, int]] = {}
    for booking in bookings:
        for place in _places(booking):
            reserved, spent = sums.get(place, (0, 0))
            sums[place] = (reserved + booking.reserved, spent + booking.spent)
    for place, (reserved, spent) in sorted(sums.items()):
        settle_in(connection, place, reserved, spent)


def _alone(bookings: Sequence[Booking]) -> Iterator[partial[int]]:
    for booking in bookings:
        yield partial(_booked, (booking,))


def _booked(bookings: Sequence[Booking], connection: Connection) -> int:
    """Write the bookings that are not there; return how many."""
    fresh = [booking for booking in bookings if _put(connection, booking)]
    _settled(fresh, connection)
    return len(fresh)


def _put(connection: Connection, booking: Booking) -> bool:
    """Write a row unless it is there; an answer that was left before it began may be made again."""
    row = _fields(booking)
    untold = (usage.c.status == "left") & (usage.c.input_tokens + usage.c.output_tokens == 0)
    return put_over(connection, usage, row, untold & (usage.c.at < row["at"]))


def _ended(names: Sequence[str], connection: Connection) -> None:
    for name in names:
        left(connection, name)


def _places(booking: Booking) -> Iterator[tuple[str, str, str]]:
    key = str(booking.row[_COLUMNS.index("key")])
    return ((booking.worker, key, period) for period in booking.periods)


def _fields(booking: Booking) -> Values:
    return dict(zip(_COLUMNS, booking.row, strict=True))
