"""`quire trust`: let the settings that a folder brings have effect."""

from __future__ import annotations

from pathlib import Path

import click

from quire import config
from quire.cli.asking import exact
from quire.errors import UsageError
from quire.store.choices import Choices, digest, holds

_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command("trust")
@click.argument("folder", type=_FOLDER, default=".")
@click.option("--forget", is_flag=True, help="Forget what was decided; it will be asked again.")
@click.option("--no", "refuse", is_flag=True, help="Never let them have effect.")
@click.option("--list", "listing", is_flag=True, help="List what was decided.")
def command(folder: Path, forget: bool, refuse: bool, listing: bool) -> None:
    """Let the settings and hooks in FOLDER/.quire have effect, as they are now.

    When they change, the folder has to be trusted again.
    """
    choices = Choices(config.places().data)
    project = folder.resolve()
    if listing:
        _list(choices)
    elif forget:
        choices.forget_trust(project)
        click.echo(f"Forgotten: {exact(str(project))}")
    elif not project.is_dir():
        raise UsageError(f"There is no folder {exact(str(project))}.", param="folder")
    elif refuse:
        choices.trust(project, trusted=False)
        click.echo(f"Not trusted: {exact(str(project))}")
    else:
        choices.trust(project, trusted=True)
        brings = "" if digest(project) else " (it brings no settings now)"
        click.echo(f"Trusted as it is now: {exact(str(project))}{brings}")


def _list(choices: Choices) -> None:
    words = {True: "trusted", False: "not trusted", None: "changed since, to be asked again"}
    for name, project in choices.projects().items():
        if project.trust is not None:
            click.echo(f"{words[holds(project.trust, Path(name))]:12}  {exact(name)}")
