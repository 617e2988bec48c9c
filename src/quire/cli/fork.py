"""`quire fork`: a new session with the history of another."""

from __future__ import annotations

import sys

import click

from quire import config
from quire.agent.session import Session
from quire.cli.asking import terminal
from quire.cli.drive import go_on
from quire.cli.options import order_of, piped_text, task_flags
from quire.cli.resume import chosen
from quire.cli.screen import Screen


@click.command("fork")
@click.argument("session_id", required=False, metavar="[ID]")
@click.argument("words", nargs=-1, metavar="[TASK]")
@click.option("--last", is_flag=True, help="The session written last in this folder.")
@task_flags
def command(session_id: str | None, words: tuple[str, ...], last: bool, **flags: object) -> None:
    """Begin a new session with the history of another, and give it a task if there is one."""
    if last and session_id:
        words, session_id = (session_id, *words), None
    data = config.places().data
    session = Session.fork(data, chosen(data, session_id))
    name = session.id
    session.close()
    prompt = " ".join(words).strip() or piped_text().strip()
    if not prompt:
        click.echo(name)
        return
    sys.exit(go_on(name, order_of(prompt, flags), Screen(), terminal()))
