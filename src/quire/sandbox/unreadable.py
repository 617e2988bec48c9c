"""Hiding files with Landlock: a second rule set, by which all may be read but what is hidden.

Landlock grants and never denies, and what it grants on a folder holds for all below. So a folder
that holds something hidden is granted entry by entry, as it is when a command starts: what the
command makes there itself it can write, but not read.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import PurePath

from quire.sandbox import landlock
from quire.sandbox.orders import Setup

MOST = 4_000
"""Entries beside what is hidden; each costs every command a rule."""

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_ENTRY = os.O_PATH | os.O_NOFOLLOW | os.O_CLOEXEC


def restrict(setup: Setup, hidden: Collection[str]) -> None:
    """Keep this process from reading the files `hidden`, and all below the folders among them."""
    abi = landlock.version()
    rules = landlock.create_for_reading(abi)
    landlock.allow(rules, abi, setup.writable, landlock.REFER)
    for root in (*setup.readable, *setup.devices, *setup.writable):
        below = _below(os.path.realpath(root), hidden)
        if not below:
            landlock.allow(rules, abi, (root,), landlock.READ_FILE)
            continue
        for descriptor in _beside(os.open(root, _FOLDER & ~os.O_NOFOLLOW), below):
            landlock.grant(rules, abi, descriptor, landlock.READ_FILE)
    landlock.restrict(rules)
    os.close(rules)


def count(root: str, hidden: Iterable[str]) -> int:
    """Return how many entries lie beside what is hidden below `root`."""
    return sum(1 for _ in _beside(os.open(root, _FOLDER), _below(root, hidden)))


def _below(root: str, hidden: Iterable[str]) -> set[tuple[str, ...]]:
    paths = (PurePath(path) for path in hidden)
    return {path.relative_to(root).parts for path in paths if path.is_relative_to(root)}


def _beside(folder: int, hidden: set[tuple[str, ...]]) -> Iterator[int]:
    """Yield a descriptor of each entry that neither is hidden nor holds what is; close them all.

    Nothing is opened through a link, so that none leads to what is hidden.
    """
    if () in hidden:
        os.close(folder)
        return
    inner: dict[str, set[tuple[str, ...]]] = {}
    for parts in hidden:
        inner.setdefault(parts[0], set()).add(parts[1:])
    try:
        for name in os.listdir(folder):
            with suppress(OSError):  # gone meanwhile, or closed to us and so to the command
                if name in inner:
                    if () not in inner[name]:
                        yield from _beside(os.open(name, _FOLDER, dir_fd=folder), inner[name])
                    continue
                entry = os.open(name, _ENTRY, dir_fd=folder)
                try:
                    yield entry
                finally:
                    os.close(entry)
    finally:
        os.close(folder)
