"""`quire` at a terminal: the terminal UI, whose library is loaded here and nowhere else."""

from __future__ import annotations

import importlib.util
import sys

import click

from quire.cli import at_terminal
from quire.cli.options import Order, order_of, task_flags
from quire.errors import UsageError
from quire.store.choices import FOLDER, NAMED


@click.command("tui")
@task_flags
def command(**flags: object) -> None:
    """Open the terminal UI; `quire` without words means this at a terminal. Needs quire[tui].

    Esc stops what it works on, Ctrl-C twice leaves, /help lists what can be typed.
    """
    if not at_terminal():
        raise UsageError('The terminal UI needs a terminal; in scripts: quire exec "TASK".')
    sys.exit(opened(order_of("", flags)))


def opened(order: Order) -> int:
    """Open the UI with an order's flags; return the exit code when it is left.

    Raises UsageError where its library is missing.
    """
    if not _is_installed():
        raise UsageError("The terminal UI is not installed: pip install 'quire[tui]'")
    from quire.cli.tui_app import Terminal

    app = Terminal(_trusted(order))
    app.run()
    if app.desk is not None and app.desk.session is not None:
        app.desk.close()
        click.echo(f"The session is kept: quire resume {app.desk.session.id}")
    return app.return_code or 0


def _is_installed() -> bool:
    try:
        return importlib.util.find_spec("textual") is not None
    except ValueError:  # it was loaded, and taken away again
        return False


def _trusted(order: Order) -> Order:
    """Return the order once a folder that brings settings of its own has been asked about."""
    if not any((order.directory / FOLDER / name).exists() for name in NAMED):
        return order
    from quire.cli.trusting import settled

    return settled(order, may_ask=True)
