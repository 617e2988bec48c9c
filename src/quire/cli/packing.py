"""The workbench's sources, packed for the engine."""

from __future__ import annotations

from importlib.resources import files

from quire.engine import pack


def packed() -> bytes:
    """Return the packed workbench, equal bytes for equal sources."""
    folder = files("quire.workbench")
    sources = {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in folder.iterdir()
        if entry.name.endswith(".py")
    }
    return pack(sources)
