"""`quire approvals`: what commands may run without a question, project by project."""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from pathlib import Path

import click

from quire import config
from quire.cli.asking import exact
from quire.errors import UsageError
from quire.store.choices import Allowed, Choices

_FOLDER = click.Path(path_type=Path, file_okay=False)
_PROJECT = click.option("-C", "--cd", "folder", type=_FOLDER, default=".", help="The project.")


@click.group("approvals", invoke_without_command=True)
@click.pass_context
def command(ctx: click.Context) -> None:
    """List or forget the commands that you have allowed for a project."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(show)


@command.command("list")
@_PROJECT
@click.option("--all", "every", is_flag=True, help="Of all projects.")
def show(folder: Path = Path(), every: bool = False) -> None:
    """List what was allowed: number, where, how the command begins."""
    choices = Choices(config.places().data)
    here = folder.resolve()
    projects = choices.projects() if every else {str(here): choices.about(here)}
    for name, project in projects.items():
        if every and project.allowed:
            click.echo(exact(name))
        for number, entry in enumerate(project.allowed, 1):
            click.echo(f"{number:3}  {entry.where:8} {exact(shlex.join(entry.prefix))}")
    if not any(project.allowed for project in projects.values()):
        click.echo("No command is allowed beforehand.", err=True)


@command.command("forget")
@click.argument("numbers", type=click.IntRange(1), nargs=-1)
@click.option("--all", "every", is_flag=True, help="All of this project.")
@_PROJECT
def forget(numbers: tuple[int, ...], every: bool, folder: Path) -> None:
    """Forget the entries with these NUMBERS, or all of a project."""
    choices = Choices(config.places().data)
    project = folder.resolve()
    known = len(choices.about(project).allowed)
    unknown = [number for number in numbers if number > known]
    if unknown or bool(numbers) == every:
        raise UsageError(
            f"There is no entry {unknown[0]}." if unknown else "Nothing says which entries.",
            hint="Name numbers of `quire approvals list`, or --all.",
            param="numbers",
        )
    places = None if every else tuple(number - 1 for number in numbers)
    choices.forget(project, places=places)


def in_words(entries: Iterable[Allowed]) -> str:
    """Return what was allowed, in one line."""
    outside = {"inside": "", "outside": " (outside the walls)"}
    return " · ".join(f"{exact(shlex.join(e.prefix))}{outside[e.where]}" for e in entries)
