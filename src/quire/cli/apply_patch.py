"""`quire apply-patch`: apply an enveloped patch to a workspace, all of it or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import click

from quire.errors import PatchError
from quire.protocol.patches import parse_patch
from quire.sandbox.files import Root
from quire.tools.edits import Edit, plan, summary


@click.command("apply-patch")
@click.option(
    "-C",
    "--workspace",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=".",
    help="The folder that the patch's paths are relative to.",
)
@click.option(
    "-f", "--file", "source", type=click.File("rb"), default="-",
    help="The patch; standard input by default.",
)  # fmt: skip
def command(workspace: Path, source: BinaryIO) -> None:
    """Apply a patch between '*** Begin Patch' and '*** End Patch' to a folder.

    Nothing is written unless every hunk fits. No link is followed, nothing outside the folder
    and no repository, editor or agent file is touched.
    """
    try:
        text = source.read().decode("utf-8")
    except UnicodeDecodeError as error:
        raise PatchError("The patch is not UTF-8 text.", hint="Save it as UTF-8.") from error
    with Root(workspace) as root:
        edits = plan(parse_patch(text), lambda name: _present(root, name))
        _write(root, edits)
    click.echo(summary(tuple(edit.change() for edit in edits)))


def _present(root: Root, name: str) -> bytes | None:
    return root.read(name) if root.exists(name) else None


def _write(root: Root, edits: Sequence[Edit]) -> None:
    """Write every edit; when one fails, take back those before it and raise PatchError."""
    done: list[Edit] = []
    try:
        for edit in edits:
            _put(root, edit, edit.after)
            done.append(edit)
    except OSError as error:
        for edit in reversed(done):
            _put(root, edit, edit.before)
        raise PatchError(f"Nothing was changed: {error}") from error


def _put(root: Root, edit: Edit, data: bytes | None) -> None:
    if data is None:
        root.delete(edit.path)
    else:
        moved = edit.source if edit.source not in (None, edit.path) else None
        mode = root.mode(moved) if moved is not None and root.exists(moved) else None
        root.write(edit.path, data, mode)
