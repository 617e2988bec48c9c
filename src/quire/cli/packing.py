"""The workbench's sources, packed for the engine and kept where commands can read them."""

from __future__ import annotations

import hashlib
import os
import sys
import time
from collections.abc import Iterable
from contextlib import suppress
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType

from msgspec import Struct

from quire import workbench
from quire.errors import StoreError

_SOURCES = Path(workbench.__file__).parent
_KEPT = 30 * 86_400.0
"""Seconds since it was last read, after which a packed workbench is removed."""


class Packed(Struct, frozen=True):
    """The packed workbench: its bytes, and a file on this machine that starts faster."""

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
    folder, name = cache / "workbench", digest.hexdigest()[:16]
    plain, compiled = folder / f"{name}.pyz", folder / f"{name}-{sys.implementation.cache_tag}.pyz"
    try:
        for path, home in ((plain, ""), (compiled, str(compiled))):
            if not path.exists():
                _pack(sources, path, home)
                _drop_unused(folder)
        return Packed(plain.read_bytes(), compiled)
    except OSError as error:
        raise StoreError(
            f"{folder} cannot be used: {error.strerror}",
            hint="Check the free space and the rights of the data folder.",
        ) from error


def _drop_unused(folder: Path) -> None:
    """Remove what no version of Quire on this machine has read for a long time."""
    for path in folder.iterdir():
        with suppress(FileNotFoundError):  # another process was first
            known = path.stat()
            if time.time() - max(known.st_atime, known.st_mtime) > _KEPT:
                path.unlink()


def _pack(sources: dict[str, bytes], path: Path, home: str) -> None:
    """Write the program whole or not at all; a power cut leaves no empty file under its name."""
    from quire.engine.program import pack

    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}")
    try:
        with fresh.open("wb") as file:
            texts = {name: text.decode() for name, text in sources.items()}
            file.write(pack(texts, home, _codes(texts) if home else None))
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def _codes(names: Iterable[str]) -> dict[str, CodeType]:
    """Return the compiled modules, those that were compiled when Quire was installed unread."""
    found: dict[str, CodeType] = {}
    for name in names:
        code = SourceFileLoader(name, str(_SOURCES / name)).get_code(name)
        if code is not None:
            found[name] = code
    return found
