"""`quire keys`: who may ask the gateway."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
import msgspec

from quire.cli.options import Amount, named
from quire.cli.serve import address_of

if TYPE_CHECKING:
    from quire.store.database import Database
    from quire.store.keys import Limits

_DATABASE = click.option("--db", "url", metavar="URL", help="The gateway's database.")
_MILLION = 1_000_000
_MOST = 1_000_000_000
"""Dollars, requests or tokens that a limit may allow; more is a slip, or none at all."""


def _patterns(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """Return patterns of models; a key whose only pattern is lost could ask for any model."""
    for value in values:
        if len(value.split()) != 1 or value != value.strip():
            raise click.BadParameter(
                f"{value!r} is no pattern of a model, for example 'quire/*'.", context, parameter
            )
    return values


@click.group("keys")
def command() -> None:
    """Make, list, disable and delete the gateway's keys."""


@command.command("create")
@click.argument("name", callback=named("Give a name to tell it by, for example laptop."))
@click.option("--project", default="default", show_default=True, help="Whose stored state it sees.")
@click.option("--zdr", is_flag=True, help="Keep nothing of what is asked with it.")
@click.option("--day", type=Amount(0, _MOST), help="US dollars it may spend a day (UTC).")
@click.option(
    "--month", type=Amount(0, _MOST), help="US dollars it may spend a calendar month (UTC)."
)
@click.option("--total", type=Amount(0, _MOST), help="US dollars it may spend at all.")
@click.option("--per-minute", type=click.IntRange(1, _MOST), help="Requests a minute.")
@click.option("--tokens-per-minute", type=click.IntRange(1, _MOST), help="Tokens a minute.")
@click.option(
    "--model",
    "models",
    multiple=True,
    callback=_patterns,
    metavar="PATTERN",
    help="What it may ask for.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@_DATABASE
def create(
    name: str, project: str, zdr: bool, models: tuple[str, ...], as_json: bool, url: str | None,
    **limits: float | None,
) -> None:  # fmt: skip
    """Make a key called NAME and print it; it cannot be read again."""
    from quire.store import keys

    with _opened(url) as database:
        made, secret = keys.create(
            database, name, project=project, zdr=zdr, limits=_limits(limits), models=models
        )
    if as_json:
        click.echo(msgspec.json.encode({"id": made.id, "name": name, "key": secret}).decode())
    else:
        click.echo(secret)


@command.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a line.")
@_DATABASE
def show(as_json: bool, url: str | None) -> None:
    """List the keys; their secrets are not kept."""
    from quire.store import keys

    with _opened(url) as database:
        found = list(keys.listed(database).values())
    for key in found:
        if as_json:
            click.echo(msgspec.json.encode(key).decode())
        else:
            words = [key.project, "disabled" * key.disabled, "zdr" * key.zdr]
            told = " ".join(word for word in words if word)
            click.echo(f"{key.id}  sk-…{key.ending}  {key.name}  {told}")


@command.command("disable")
@click.argument("key")
@_DATABASE
def disable(key: str, url: str | None) -> None:
    """Let KEY (an id or a name) answer no more; running servers heed it within a second."""
    from quire.store import keys

    with _opened(url) as database:
        keys.disable(database, key)


@command.command("delete")
@click.argument("key")
@_DATABASE
def delete(key: str, url: str | None) -> None:
    """Delete KEY (an id or a name)."""
    from quire.store import keys

    with _opened(url) as database:
        keys.remove(database, key)


def _limits(given: dict[str, float | None]) -> Limits:
    from quire.store.keys import Limits

    dollars = {
        name: None if (value := given.get(name)) is None else round(value * _MILLION)
        for name in ("day", "month", "total")
    }
    rates = {
        name: None if (value := given.get(name)) is None else int(value)
        for name in ("per_minute", "tokens_per_minute")
    }
    return Limits(**dollars, **rates)


@contextmanager
def _opened(url: str | None) -> Iterator[Database]:
    from quire.store.database import Database

    database = Database.open(address_of(url))
    try:
        yield database
    finally:
        database.close()
