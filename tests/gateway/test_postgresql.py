"""The same gateway over PostgreSQL: several workers, one state, and the same statements."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx2
import openai
import pytest
from sqlalchemy import create_engine, text

from quire.store.migrating import migrate
from tests.store.test_database import shape

from .conftest import Start, run_quire, serving
from .test_killed import lives
from .upstreams import canned

MODEL = "quire/standard"
pytestmark = pytest.mark.skipif(
    not (shutil.which("initdb") and shutil.which("postgres")), reason="needs PostgreSQL"
)


def account() -> str | None:
    """Return who may run PostgreSQL, which root may not; None for whoever runs the tests."""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return next(n for n in ("postgres", "nobody") if n in names) if os.getuid() == 0 else None


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """Start a real server on loopback for the tests of this module; return its address."""
    user = account()
    with TemporaryDirectory(prefix="quire-postgresql-") as name:
        folder, log = Path(name), Path(name) / "log"
        log.touch()
        if user:
            shutil.chown(folder, user)
        data = str(folder / "data")
        make = ["initdb", "-D", data, "-U", "quire", "-A", "trust", "--no-sync", "-E", "UTF8"]
        subprocess.run(make, user=user, check=True, capture_output=True, cwd=folder)
        port = free_port()
        with log.open("wb") as told:
            server = subprocess.Popen(
                ["postgres", "-D", data, "-p", str(port), "-h", "127.0.0.1", "-k", "", "-F"],
                user=user, cwd=folder, stderr=told,
            )  # fmt: skip
        try:
            wait_for(port, log)
            yield f"postgresql+psycopg://quire@127.0.0.1:{port}/postgres"
        finally:
            server.terminate()
            server.wait()


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def wait_for(port: int, log: Path) -> None:
    """Wait until a server takes connections."""
    end = time.monotonic() + 15
    while time.monotonic() < end:
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError(f"PostgreSQL did not start: {log.read_text()}")


async def chained(address: str, key: str) -> str:
    """Build answers on one another over many connections, so that workers take turns."""
    words = ""
    name: str | None = None
    for _ in range(6):
        async with openai.AsyncOpenAI(base_url=address, api_key=key, max_retries=0) as client:
            made = await client.responses.create(
                model=MODEL, input="thanks", previous_response_id=name
            )
            name, words = made.id, made.output_text
    return words


def test_workers_share_one_state(start: Start, database: str) -> None:
    gateway = start("--db", database, "--workers", "2")

    async def many() -> list[str]:
        return await asyncio.gather(*(chained(gateway.address, gateway.key) for _ in range(8)))

    assert asyncio.run(many()) == ["You are welcome."] * 8


def test_what_is_kept_outlives_the_server(database: str, tmp_path: Path) -> None:
    with serving(tmp_path / "one", "--db", database) as one:
        key = one.key or new_key(database)
        client = openai.OpenAI(base_url=one.address, api_key=key, max_retries=0)
        made = client.responses.create(model=MODEL, input="hello")
        held = client.conversations.create(items=[{"role": "user", "content": "hello"}])
        client.responses.create(model=MODEL, input="thanks", conversation=held.id)
        queued = client.responses.create(model=MODEL, input="hello", background=True)
        client.close()
        one.stop()
    with serving(tmp_path / "two", "--db", database) as two:
        client = openai.OpenAI(base_url=two.address, api_key=key, max_retries=0)
        assert client.responses.retrieve(made.id) == made
        assert len(list(client.conversations.items.list(held.id))) == 4
        built = client.responses.create(model=MODEL, input="thanks", previous_response_id=made.id)
        assert built.output_text == "You are welcome."
        told = list(client.responses.retrieve(queued.id, stream=True))
        assert told[-1].type == "response.completed"
        client.responses.delete(made.id)
        with pytest.raises(openai.NotFoundError):
            client.responses.retrieve(made.id)
        client.close()


def new_key(database: str) -> str:
    """Make another key."""
    from quire.store import keys
    from quire.store.database import Database

    opened = Database.open(database)
    try:
        return keys.create(opened, "another")[1]
    finally:
        opened.close()


def test_text_that_postgresql_cannot_hold_is_no_fault_of_the_server(
    start: Start, database: str
) -> None:
    with canned() as upstream:
        gateway = start("--db", database, upstream=upstream.address)
        headers = {"authorization": f"Bearer {gateway.key or new_key(database)}"}
        with httpx2.Client(base_url=gateway.address, headers=headers, timeout=20) as client:
            asked = [{"id": "msg_\0", "role": "user", "content": "a\0b"}]
            made = client.post("/responses", json={"model": "m\0", "input": asked}).json()
            told = {
                "built on": {"model": "m", "input": "hi", "previous_response_id": made["id"]},
                "unknown": {"model": "m", "input": "hi", "previous_response_id": "resp_\0"},
                "reference": {"model": "m", "input": [{"type": "item_reference", "id": "x\0"}]},
            }
            seen = {
                name: client.post("/responses", json=body).status_code
                for name, body in told.items()
            }
            seen["found"] = client.get(f"/responses/{made['id']}").status_code
            seen["missing"] = client.get("/responses/resp_%00").status_code
            seen["items"] = client.post("/conversations", json={"items": asked}).status_code
            seen["use"] = client.get(f"/generation?id={made['id']}").status_code
    assert seen == {
        "built on": 200, "unknown": 400, "reference": 404, "found": 200, "missing": 404,
        "items": 200, "use": 200,
    }  # fmt: skip


def test_what_a_killed_server_answered_is_booked(start: Start, database: str) -> None:
    gateway, whole, _ = asyncio.run(lives(start, 1, ("responses",), "--db", database))
    gateway.stop()
    engine = create_engine(database)
    with engine.connect() as connection:
        of_its = "JOIN keys ON keys.id = key WHERE keys.name = 'rich'"
        query = text(f"SELECT substr(usage.id, 6), cost FROM usage {of_its}")
        booked = {row[0]: row[1] or 0 for row in connection.execute(query)}
        query = text(f"SELECT spent, reserved FROM spending {of_its}")
        money = connection.execute(query).all()
    engine.dispose()
    assert set(whole) <= set(booked)
    assert [tuple(row) for row in money] == [(sum(booked.values()), 0)]
    assert not list((gateway.home / "gateway" / "journals").glob("*/*"))


def test_a_budget_is_hard_and_a_rate_is_shared(start: Start, database: str) -> None:
    with canned() as upstream:
        gateway = start("--db", database, "--workers", "2", upstream=upstream.address)
        flags = ("--total", "0.02", "--per-minute", "100000", "--tokens-per-minute", "10000000")
        key = run_quire(gateway.home, "keys", "create", "poor", "--db", database, *flags).strip()

        async def many() -> Counter[str]:
            async with openai.AsyncOpenAI(
                base_url=gateway.address, api_key=key, max_retries=0
            ) as client:

                async def once() -> str:
                    try:
                        made = await client.responses.create(
                            model="gpt-5.1-codex", input="hi", max_output_tokens=50
                        )
                    except openai.RateLimitError as error:
                        return str(error.code)
                    return str(made.status)

                ended = Counter(await asyncio.gather(*(once() for _ in range(200))))
                refused = 0
                while refused < 20:  # what answers held back for each other is free by and by
                    last = await once()
                    ended[last] += 1
                    refused = refused + 1 if last == "insufficient_quota" else 0
                    await asyncio.sleep(0.05)
                return ended

        ended = asyncio.run(many())
        assert set(ended) == {"completed", "insufficient_quota"}
        gateway.stop()
    engine = create_engine(database)
    with engine.connect() as connection:
        query = text("SELECT spent, reserved FROM spending JOIN keys ON keys.id = spending.key "
                     "WHERE keys.name = 'poor'")  # fmt: skip
        [(spent, reserved)] = connection.execute(query).all()
        query = text("SELECT sum(cost) FROM usage JOIN keys ON keys.id = usage.key "
                     "WHERE keys.name = 'poor'")  # fmt: skip
        paid = connection.execute(query).scalar()
        told = connection.execute(text("SELECT kind FROM rates ORDER BY kind")).scalars().all()
        left = connection.execute(text("SELECT count(*) FROM purses")).scalar()
    engine.dispose()
    assert (spent, reserved, left) == (paid, 0, 0)
    assert spent == ended["completed"] * 212
    # Left are two purses with less than what one answer may cost (510) and a 64th part each.
    assert 20_000 - 2 * (510 + 20_000 / 64) < spent <= 20_000
    assert list(told) == ["requests", "tokens"]


def test_the_migrations_make_what_is_made_at_once(database: str) -> None:
    admin = create_engine(database, isolation_level="AUTOCOMMIT")
    shapes = []
    for name, at_once in (("made", True), ("migrated", False)):
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine = create_engine(database.rpartition("/")[0] + f"/{name}")
        with engine.begin() as connection:
            migrate(connection, at_once=at_once)
        shapes.append(shape(engine))
        engine.dispose()
    admin.dispose()
    assert shapes[0] == shapes[1]
