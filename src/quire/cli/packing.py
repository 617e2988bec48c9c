"""The workbench's sources, packed for the engine and kept where commands can read them."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from msgspec import Struct

from quire import workbench
from quire.errors import StoreError

_SOURCES = Path(workbench.__file__).parent


class Packed(Struct, frozen=True):
    """The packed workbench: its bytes, and the file that holds them."""

    program: bytes
    path: Path


def packed(cache: Path) -> Packed:
    """Return the packed workbench; sources that were packed before are found in `cache`.

    Equal sources give equal bytes. Raises StoreError where the cache cannot be used.
    """
    sources = {path.name: path.read_bytes() for path in sorted(_SOURCES.glob("*.py"))}
    digest = hashlib.sha256()
    for name, text in sources.items():
        digest.update(b"%s\0%d\0" % (name.encode(), len(text)))
        digest.update(text)
    path = cache / "workbench" / f"{digest.hexdigest()[:16]}.pyz"
    try:
        if not path.exists():
            _pack(sources, path)
        return Packed(path.read_bytes(), path)
    except OSError as error:
        raise StoreError(
            f"{path.parent} cannot be used: {error.strerror}",
            hint="Check the free space and the rights of the data folder.",
        ) from error


def _pack(sources: dict[str, bytes], path: Path) -> None:
    """Write the program whole or not at all; a power cut leaves no empty file under its name."""
    from quire.engine.program import pack

    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    try:
        with fresh.open("wb") as file:
            file.write(pack({name: text.decode() for name, text in sources.items()}))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
