"""`quire sessions`: the sessions there are, the newest first; those of Codex, and ours for it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence

import click
import msgspec

from quire import config
from quire.cli.receipts import verdict_in_words
from quire.cli.rollouts import bring, give
from quire.sandbox.display import visible
from quire.store.listing import Summary, listed

_LEAST = 20
"""Characters of an order that are shown on the narrowest terminal."""

_PIPED = 200
"""Columns of a row where there is no terminal."""


@click.group("sessions", invoke_without_command=True)
@click.option("--all", "everywhere", is_flag=True, help="Of every folder, not of this one alone.")
@click.option("-C", "--cd", "directory", default=".", help="Of this folder.")
@click.option("-n", "--most", type=click.IntRange(1), default=20, help="How many to show.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_context
def command(
    context: click.Context, everywhere: bool, directory: str, most: int, as_json: bool
) -> None:
    """List the sessions, the newest first; or bring sessions of Codex over, and give it ours."""
    if context.invoked_subcommand is None:
        _list(everywhere, directory, most, as_json=as_json)


def _list(everywhere: bool, directory: str, most: int, *, as_json: bool) -> None:
    workspace = str(click.Path(resolve_path=True).convert(directory, None, None))
    every = [
        row
        for row in listed(config.places().data)
        if everywhere or row.within or row.workspace == workspace
    ]  # fmt: skip
    rows = [row for row in every if row.within is None][:most]
    for row in (each for top in rows for each in _family(top, every)):
        click.echo(msgspec.json.encode(row).decode() if as_json else _line(row, everywhere))
    if not rows and not as_json:
        hint = "" if everywhere else " in this folder; --all lists those of every folder"
        click.echo(f"There is no session yet{hint}.", err=True)


def _family(top: Summary, every: Sequence[Summary]) -> Iterator[Summary]:
    """Yield a session and its sub-tasks, the oldest first."""
    yield top
    yield from (row for row in reversed(every) if row.within == top.id)


command.add_command(bring)
command.add_command(give)


def _line(row: Summary, everywhere: bool) -> str:
    """Return the row of a session: its order in one line, cut where a terminal is too narrow."""
    prompt = " ".join(visible(row.prompt).split())
    where = f"  {row.workspace}" if everywhere else ""
    indent = "  └ " if row.within else ""
    last, verdict = row.last[:16].replace("T", " "), verdict_in_words(row.verdict)
    head = f"{indent}{row.id}  {last}  {verdict:<16}  "
    width = shutil.get_terminal_size((_PIPED, 1)).columns
    return head + _cut(prompt, max(_LEAST, width - len(head) - len(where))) + visible(where)


def _cut(text: str, room: int) -> str:
    return text if len(text) <= room else f"{text[: room - 1].rstrip()}…"
