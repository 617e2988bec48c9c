"""Files that a command leaves its result in."""

from __future__ import annotations

import os
from pathlib import Path

import click

from quire.errors import StoreError


class ResultFile(click.Path):
    """A file to write; where it has no folder that is said before the work begins."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, dir_okay=False, writable=True)

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> str | bytes | os.PathLike[str]:
        """Return the path."""
        found = super().convert(value, param, ctx)
        if not Path(value).parent.is_dir():
            self.fail(f"There is no folder '{Path(value).parent}'.", param, ctx)
        return found


def leave(path: Path, data: bytes) -> None:
    """Write a result. Raises StoreError."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written: {error.strerror}.", hint="Name another file with -o."
        ) from error
