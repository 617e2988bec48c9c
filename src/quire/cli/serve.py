"""`quire serve`: the gateway, from nothing to a `curl` line that works."""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec
from msgspec import Struct

from quire import config
from quire.cli.options import named

if TYPE_CHECKING:
    from quire.gateway.app import App
    from quire.gateway.door import Door

FILE = "gateway/quire.db"


class Serving(Struct, frozen=True, kw_only=True):
    """What a worker process is told: plain values, because it is a fresh interpreter."""

    settings: config.Settings
    database: str
    supervisor: int | None = None


@click.command("serve")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to listen at.",
    callback=named("Give 127.0.0.1, or 0.0.0.0 for every address of this machine."),
)
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=8642,
    show_default=True,
    help="0 takes any free port.",
)
@click.option(
    "--db", "database", metavar="URL", help="A SQLAlchemy address; default: a SQLite file."
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Processes that answer.",
)
@click.option("--json", "as_json", is_flag=True, help="Say where it listens as one JSON line.")
@click.option(
    "-c", "--config", "overrides", multiple=True, metavar="KEY=VALUE", help="Set one setting."
)
def command(
    host: str, port: int, database: str | None, workers: int, as_json: bool,
    overrides: tuple[str, ...],
) -> None:  # fmt: skip
    """Serve the Responses API: the engine at once, an upstream's models when one is set.

    \b
    quire serve
    OPENAI_API_KEY=… quire serve --host 0.0.0.0 --workers 2
    """
    from quire.gateway.serving import bound, serve

    settings = config.load(Path.cwd(), overrides).settings
    listening = bound(host, port)  # first: a key that is made and then not shown is lost
    url = address_of(database)
    key = first_key(url)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listening.getsockname()[1]}/v1"
    shared = workers > 1 or not url.startswith("sqlite")
    gateway = msgspec.structs.replace(
        settings.gateway, shared=shared, workers=workers, server=secrets.token_hex(8)
    )
    serving = Serving(
        settings=msgspec.structs.replace(settings, gateway=gateway),
        database=url,
        supervisor=os.getpid() if workers > 1 else None,
    )
    announce = partial(_say, address, key, as_json=as_json)
    serve(partial(make, serving), listening, workers, announce)


def address_of(database: str | None) -> str:
    """Return the address of the database: the one given, or the user's own file."""
    from quire.store.database import sqlite_url

    return database or sqlite_url(config.places().data / FILE)


def first_key(url: str) -> str | None:
    """Bring the database up to date; return the secret of a first key, None where there is one."""
    from quire.store import keys
    from quire.store.database import Database

    database = Database.open(url)
    try:
        if keys.listed(database):
            return None
        _, secret = keys.create(database, "first")
        return secret
    finally:
        database.close()


def make(serving: Serving) -> App:
    """Return the application of one worker process."""
    from quire.gateway.app import App

    return App(partial(opened, serving))


@asynccontextmanager
async def opened(serving: Serving) -> AsyncIterator[Door]:
    """Open the gateway's rooms, and close them after."""
    from quire.cli.answerers import answerers
    from quire.gateway.door import open_door
    from quire.store.database import Database
    from quire.store.journal import folder_of

    journals = folder_of(serving.database, config.places().data)
    database = Database.open(serving.database)
    try:
        async with (
            answerers(serving.settings) as models,
            open_door(
                serving.settings.gateway, models, database,
                journals=journals, supervisor=serving.supervisor,
            ) as door,
        ):  # fmt: skip
            yield door
    finally:
        database.close()


def _say(address: str, key: str | None, *, as_json: bool) -> None:
    """Print where the gateway listens, the first key if it is new, and a line to try it with."""
    if as_json:
        click.echo(msgspec.json.encode({"address": address, "key": key}).decode())
        return
    click.echo(f"Quire answers at {address}")
    if key:
        click.echo(f"A key, shown only now: {key}")
    else:
        click.echo("Keys: quire keys list, quire keys create NAME")
    click.echo(
        f'Try it:\n  curl -s {address}/responses -H "Authorization: Bearer {key or "$KEY"}" '
        "-H 'Content-Type: application/json' "
        """-d '{"model":"quire/standard","input":"What can you do?"}'"""
    )
