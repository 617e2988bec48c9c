"""`quire resume`: go on with a session."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from quire import config
from quire.cli.asking import terminal
from quire.cli.drive import go_on
from quire.cli.options import order_of, piped_text, task_flags
from quire.cli.screen import Screen
from quire.errors import UsageError
from quire.store.listing import latest, listed


@click.command("resume")
@click.argument("session_id", required=False, metavar="[ID]")
@click.argument("words", nargs=-1, metavar="[TASK]")
@click.option("--last", is_flag=True, help="The session written last in this folder.")
@task_flags
def command(session_id: str | None, words: tuple[str, ...], last: bool, **flags: object) -> None:
    """Go on with a session: with its open task, or with a new one.

    Nothing that finished is run again.
    """
    if last and session_id:
        words, session_id = (session_id, *words), None
    data = config.places().data
    prompt = " ".join(words).strip() or piped_text().strip()
    order = order_of(prompt, flags)
    sys.exit(go_on(chosen(data, session_id), order, Screen(), terminal()))


def chosen(data: Path, session_id: str | None) -> str:
    """Return the session that an id or its beginning names; without one the last of this folder.

    Raises UsageError that lists what the beginning could mean.
    """
    if not session_id:
        return latest(data, os.path.realpath(os.curdir)).id
    found = [row.id for row in listed(data, session_id)]
    if len(found) == 1:
        return found[0]
    raise UsageError(
        f"{session_id!r} begins {len(found)} sessions." if found else f"No session {session_id!r}.",
        hint="See `quire sessions --all`." if not found else f"Which of {', '.join(found[:5])}?",
        param="session",
    )
