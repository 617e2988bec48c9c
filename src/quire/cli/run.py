"""`quire run`, which is what `quire "TASK"` means: a task with a person watching."""

from __future__ import annotations

import sys

import click

from quire.cli import at_terminal
from quire.cli.asking import terminal
from quire.cli.drive import start
from quire.cli.options import order_of, piped_text, prompt_of, task_flags
from quire.cli.screen import Screen


@click.command("run")
@click.argument("words", nargs=-1, metavar="TASK")
@task_flags
def command(words: tuple[str, ...], **flags: object) -> None:
    """Give Quire a task and watch it work. Piped text is the task, or its context.

    The task is done when the project's own tests say so: the exit code is 0 only then. Without a
    task the terminal UI opens.
    """
    if not words and at_terminal():
        from quire.cli.tui import opened

        sys.exit(opened(order_of("", flags)))
    order = order_of(prompt_of(words, piped_text()), flags)
    sys.exit(start(order, Screen(), terminal()))
