"""Reading back what was used."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from quire.store.bookings import Bookings
from quire.store.database import Database, sqlite_url
from quire.store.ledger import Used
from quire.store.uses import Sum, Uses

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC).timestamp()
ONE = Used(
    id="resp_1", at=NOON, key="k", project="p", app="editor", asked="m", model="m-1",
    status="completed", input_tokens=100, cached_tokens=40, output_tokens=10, reasoning_tokens=5,
    cost=250, seconds=2.0, first_token=0.5, provider="openai", streamed=1,
)  # fmt: skip
OTHERS = (
    msgspec.structs.replace(ONE, id="resp_2", at=NOON + 3600, cost=None),
    msgspec.structs.replace(ONE, id="resp_3", at=NOON + 86_400, model="m-2", key="k2"),
    msgspec.structs.replace(ONE, id="resp_4", project="q"),
)


@pytest.fixture
def uses(tmp_path: Path) -> Iterator[Uses]:
    """A database with four answers of two projects."""
    database = Database.open(sqlite_url(tmp_path / "quire.db"))
    bookings = Bookings(database)
    for used in (ONE, *OTHERS):
        bookings.note(used)
    asyncio.run(bookings.committed())
    yield Uses(database)
    database.close()


def test_one_answer_is_found_by_its_own_project_alone(uses: Uses) -> None:
    assert asyncio.run(uses.find("p", "resp_1")) == ONE
    assert asyncio.run(uses.find("q", "resp_1")) is None
    assert asyncio.run(uses.find("p", "resp_9")) is None


def test_a_key_has_its_whole_use(uses: Uses) -> None:
    whole = Sum(
        requests=3,
        input_tokens=300,
        cached_tokens=120,
        output_tokens=30,
        reasoning_tokens=15,
        cost=500,
    )
    assert asyncio.run(uses.total("k")) == whole
    assert asyncio.run(uses.total("k", since=NOON + 1)).requests == 1
    assert asyncio.run(uses.total("nobody")) == Sum()


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        (("day",), [("2026-11-20", 2), ("2026-11-21", 1)]),
        (("hour",), [("2026-11-20T12", 1), ("2026-11-20T13", 1), ("2026-11-21T12", 1)]),
        (("day", "model"), [("2026-11-20 m-1", 2), ("2026-11-21 m-2", 1)]),
        (("app",), [("editor", 3)]),
    ],
)
def test_sums_by_what_is_asked(
    uses: Uses, by: tuple[str, ...], groups: list[tuple[str, int]]
) -> None:
    sums = asyncio.run(uses.sums("p", 0, NOON + 900_000, by))
    assert [(" ".join(each.group.values()), each.requests) for each in sums] == groups
