"""`quire undo`: code and conversation back to before a turn."""

from __future__ import annotations

import asyncio

import click

from quire import config
from quire.agent.session import Session
from quire.agent.snapshots import Snapshots
from quire.agent.undo import undo
from quire.cli.resume import chosen


@click.command("undo")
@click.argument("session_id", required=False)
@click.option(
    "--turn", type=click.IntRange(1), help="Back to before this turn (default: the last)."
)
@click.option("--force", is_flag=True, help="Also where files changed since.")
def command(session_id: str | None, turn: int | None, force: bool) -> None:
    """Put code and conversation back to before a turn of a session (default: the last here).

    Files are put back from Quire's own snapshots; your git repository is not touched.
    """
    data = config.places().data
    session = Session.load(data, chosen(data, session_id))
    try:
        number, files = asyncio.run(_undone(session, turn, force))
    finally:
        session.close()
    click.echo(f"Back to before turn {number} of session {session.id}: {_told(files)}.")
    if not files and not session_id:
        click.echo("`quire sessions` lists those before it; `quire undo ID` takes one back.")


async def _undone(session: Session, turn: int | None, force: bool) -> tuple[int, int]:
    """Return the turn, and how many files are as they were before it."""
    snapshots = Snapshots(session.folder, session.workspace)
    before = await snapshots.take()
    event = await undo(session, snapshots, turn, force=force)
    return event.turn, len(await snapshots.changes(before, await snapshots.take()))


def _told(files: int) -> str:
    if not files:
        return "no file had changed"
    return "1 file put back" if files == 1 else f"{files} files put back"
