"""`quire sandbox`: run a command inside the walls, or say what they hold on this machine."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Literal

import click
import msgspec
from msgspec import Struct

from quire.cli.options import MODES, Amount, Order
from quire.cli.wiring import rooms, settings_of
from quire.config import Settings
from quire.errors import UsageError
from quire.sandbox.display import visible
from quire.sandbox.private import temporary
from quire.sandbox.process import Command, Outcome, Process
from quire.sandbox.status import probe, render

TIMED_OUT = 124  # as timeout(1) says it
KILLED = 137
_FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)


class Wishes(Struct, frozen=True):
    """What the flags of one call say."""

    workspace: Path
    cwd: Path | None = None
    timeout: float | None = None
    mode: Literal["read-only", "workspace-write", "danger-full-access"] | None = None
    network: Literal["off", "proxy"] | None = None
    unsafe: bool = False
    overrides: tuple[str, ...] = ()


@click.command("sandbox", context_settings={"allow_interspersed_args": False})
@click.argument("words", nargs=-1, metavar="status [--json] | -- COMMAND...", required=True)
@click.option("-C", "--workspace", "--cd", type=_FOLDER, default=".", help="The folder to wall in.")
@click.option(
    "-c", "--config", "overrides", multiple=True, metavar="KEY=VALUE", help="Set one setting."
)
@click.option("--cwd", type=click.Path(path_type=Path), help="Run in this folder of it.")
@click.option("--timeout", type=Amount(0, min_open=True), help="Stop after SECONDS.")
@click.option("-s", "--sandbox", "mode", type=click.Choice(MODES), help="What may be written.")
@click.option("--network", type=click.Choice(["off", "proxy"]), help="What may be reached.")
@click.option("--unsafe-no-sandbox", "unsafe", is_flag=True, help="Run with all your rights.")
def command(words: tuple[str, ...], **flags: object) -> None:
    """Run a command inside the walls and end with its exit code, or tell what the walls hold.

    \b
    quire sandbox status
    quire sandbox --network proxy -- pip install -r requirements.txt

    The exit code is 124 when time runs out, 137 when a limit is broken. `status` tries to break
    every clause on this machine; it ends with 3 when no walls stand or one is broken.
    """
    if words[0] == "status":
        sys.exit(_status(words[1:]))
    wishes = msgspec.convert({k: v for k, v in flags.items() if v is not None}, Wishes)
    order = Order(
        prompt="",
        directory=wishes.workspace.resolve(),
        mode=wishes.mode,
        unsafe=wishes.unsafe,
        overrides=wishes.overrides,
    )
    settings = walled(settings_of(order), wishes.timeout, wishes.network)
    asked = Command(words, cwd=wishes.cwd, seconds=wishes.timeout)
    sys.exit(asyncio.run(_run(order, settings, asked)))


def walled(
    settings: Settings, timeout: float | None, network: Literal["off", "proxy"] | None
) -> Settings:
    """Return settings with another time limit in seconds, or another network."""
    walls = settings.sandbox
    if timeout is not None:
        limits = msgspec.structs.replace(walls.limits, seconds=timeout)
        walls = msgspec.structs.replace(walls, limits=limits)
    if network is not None:
        walls = msgspec.structs.replace(walls, network=network)
    return msgspec.structs.replace(settings, sandbox=walls)


def _status(words: tuple[str, ...]) -> int:
    if words not in ((), ("--json",)):
        raise UsageError(
            f"status does not take {' '.join(words)!r}.",
            hint="Write `quire sandbox status` or `quire sandbox status --json`.",
        )
    external = settings_of(Order(prompt="", directory=Path.cwd())).sandbox.external
    status = probe(external=external)
    if words:
        click.echo(msgspec.json.format(msgspec.json.encode(status), indent=2).decode())
    else:
        click.echo(render(status), nl=False)
    return 0 if status.holds else 3


async def _run(order: Order, settings: Settings, asked: Command) -> int:
    with temporary() as folder:
        async with rooms(order, settings, settings.model, order.directory, folder) as opened:
            process = await opened.sandbox.start(asked)
            try:
                await _show(process)
                outcome = await process.wait()
            except asyncio.CancelledError:
                await process.terminate()
                raise
    return _ended(outcome)


async def _show(process: Process) -> None:
    """Write output as it comes: raw into files and pipes, made safe for a terminal."""
    streams = {"stdout": sys.stdout, "stderr": sys.stderr}
    async for chunk in process:
        stream = streams[chunk.stream]
        if stream.isatty():
            stream.write(visible(chunk.data.decode("utf-8", "replace")))
        else:
            stream.buffer.write(chunk.data)
        stream.flush()


def _ended(outcome: Outcome) -> int:
    for finding in outcome.findings:
        click.echo(f"quire: {visible(finding)}", err=True)
    if outcome.timed_out:
        click.echo(f"quire: stopped after {outcome.seconds:.1f} s", err=True)
        return TIMED_OUT
    return KILLED if outcome.exit_code is None else outcome.exit_code
