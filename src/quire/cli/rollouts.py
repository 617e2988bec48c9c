"""`quire sessions import` and `export`: sessions of the Codex CLI become ours, and ours its own."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import click
import msgspec

from quire import __version__, config
from quire.agent.rollouts import Rollout, read
from quire.agent.rollouts_write import file_in, written
from quire.cli.options import Order, model_flag
from quire.cli.profiles import profile_for
from quire.cli.resume import chosen
from quire.cli.wiring import settings_of
from quire.errors import QuireError, StoreError, UsageError
from quire.protocol.records import SessionStarted
from quire.store import log as logs
from quire.store.log import FILE, Log

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command("import")
@click.argument("paths", nargs=-1, type=_FILE, metavar="[PATH]...")
@click.option("--codex", is_flag=True, help="All sessions that Codex has kept (CODEX_HOME).")
@model_flag("Go on with this model, not with the one of the session.")
def bring(paths: tuple[Path, ...], codex: bool, model: str | None) -> None:
    """Bring sessions of the Codex CLI over: files called rollout-*.jsonl.

    Each keeps its id; one that is here already is left as it is.
    """
    every = [*paths, *(sorted(config.codex_home().rglob("rollout-*.jsonl")) if codex else ())]
    if not every:
        where = f"{config.codex_home()} holds none." if codex else "Name one, or say --codex."
        raise UsageError(f"There is no rollout to import. {where}", param="path")
    brought = [_brought(path, model) for path in every]
    sys.exit(0 if all(brought) else 1)


@click.command("export")
@click.argument("session_id", required=False, metavar="[ID]")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path),
    help="Write to this file, or below this folder where Codex looks for it.",
)  # fmt: skip
def give(session_id: str | None, output: Path | None) -> None:
    """Write a session as a rollout of the Codex CLI, to standard output by default."""
    data = config.places().data
    entries = logs.read(logs.folder_of(data, chosen(data, session_id)) / FILE)
    lines = written(entries)
    if output is None:
        sys.stdout.buffer.writelines(lines)
        return
    start = entries[0].event
    inside = output.is_dir() and isinstance(start, SessionStarted)
    path = file_in(output, start) if inside and isinstance(start, SessionStarted) else output
    _write(path, lines)
    click.echo(str(path))


def _brought(path: Path, model: str | None) -> bool:
    """Bring one file over and say how it went; return whether it is here now."""
    try:
        rollout = read(path.read_bytes())
        click.echo(_kept(rollout, model))
    except QuireError as error:
        click.echo(f"{path}: {error.message} {error.hint}".rstrip(), err=True)
        return False
    except OSError as error:
        click.echo(f"{path}: {error.strerror}", err=True)
        return False
    return True


def _kept(rollout: Rollout, model: str | None) -> str:
    """Write the log of a session and return the line about it. Raises StoreError."""
    data = config.places().data
    name = rollout.head.id or logs.new_session_id()
    if (logs.folder_of(data, name) / FILE).exists():
        return f"{name}  is here already"
    workspace = Path(rollout.head.cwd or Path.cwd())
    order = Order(prompt="", directory=workspace if workspace.is_dir() else Path.cwd())
    settings = settings_of(order)
    asked = model or rollout.model or settings.model
    start = SessionStarted(
        id=name,
        created=rollout.entries[0].at if rollout.entries else logs.now(),
        workspace=str(workspace),
        model=asked,
        version=__version__,
        settings=msgspec.to_builtins(profile_for(order, settings, None, asked)),
    )
    log = Log.create(data, name)
    try:
        log.append(start, at=start.created)
        for entry in rollout.entries:
            log.append(entry.event, at=entry.at)
    finally:
        log.close()
    return f"{name}  {asked}  {len(rollout.entries)} records  {workspace}"


def _write(path: Path, lines: Iterable[bytes]) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.writelines(lines)
    except OSError as error:
        raise StoreError(f"{path} cannot be written: {error.strerror}") from error
