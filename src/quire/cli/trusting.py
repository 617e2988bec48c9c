"""Whether a folder's own settings have effect: asked once, and never taken for granted."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import click
from msgspec.structs import replace

from quire import config
from quire.cli.asking import confirmed, exact, terminal
from quire.cli.options import Order
from quire.errors import RefusedError
from quire.store.choices import Choices, digest, speaking


def settled(order: Order, *, may_ask: bool) -> Order:
    """Return the order once it is known whether its folder is trusted.

    A person at a terminal is asked once about settings that the folder brings; without one they
    have no effect, and that is said.
    """
    project = order.directory
    if order.trust or config.is_trusted(project) is not None:
        return order
    if not may_ask or terminal() is None:
        click.echo(
            f"{exact(str(project))} is not trusted: {_named(project)} have no effect. "
            "Read them, then: quire trust (or --trust for this time).",
            err=True,
        )
        return order
    shown = digest(project)
    trusted = confirmed(_question(project))
    if digest(project) != shown:
        raise RefusedError(
            f"The settings of {project} changed while you read them.", hint="Start again."
        )
    Choices(config.places().data).trust(project, trusted=trusted)
    return replace(order, trust=trusted)


def _question(project: Path) -> list[str]:
    lines = ["", f"This folder brings settings of its own: {project}"]
    for path in _files(project):
        lines += [f"{path}:", *(f"  │ {line}" for line in _shown(path))]
    return [*lines, "They can start programs (hooks, MCP servers). Trust them, as they are now?"]


def _shown(path: Path) -> list[str]:
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            return []
        return file.read().decode("utf-8", "replace").split("\n")


def _named(project: Path) -> str:
    return " and ".join(path.relative_to(project).as_posix() for path in _files(project))


def _files(project: Path) -> list[Path]:
    return [*speaking(project)]
