"""`quire verify`: run the project's own tests inside the walls."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import click
import msgspec

from quire.cli.options import Order
from quire.cli.wiring import rooms, settings_of
from quire.config import Settings
from quire.protocol.records import TestsRun
from quire.sandbox.display import visible
from quire.sandbox.private import temporary

_SHOWN = 20
"""How many failed tests are named."""


@click.command("verify")
@click.option(
    "-C",
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=".",
    help="The project.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the run as JSON.")
def command(workspace: Path, as_json: bool) -> None:
    """Run the project's own tests inside the walls and say how they went.

    The exit code is 0 only when tests ran and none failed.
    """
    order = Order(prompt="", directory=workspace.resolve())
    run = asyncio.run(_verify(order, settings_of(order)))
    click.echo(msgspec.json.encode(run).decode() if as_json else _words(run))
    sys.exit(0 if run.passed and not run.failed and not run.problem else 1)


async def _verify(order: Order, settings: Settings) -> TestsRun:
    with temporary() as folder:
        async with rooms(order, settings, settings.model, order.directory, folder) as opened:
            return await opened.verifier.verify("before")


def _words(run: TestsRun) -> str:
    counts = f"{len(run.passed)} passed, {len(run.failed)} failed, {run.skipped} skipped"
    lines = [f"{run.command or 'no tests'}: {counts} in {run.seconds:.1f} s"]
    if run.problem:
        lines.append(f"problem: {run.problem}")
    lines += [f"failed: {name}" for name in run.failed[:_SHOWN]]
    if len(run.failed) > _SHOWN:
        lines.append(f"and {len(run.failed) - _SHOWN} more")
    return visible("\n".join(lines))
