"""Files of requirements: which of them a developer installs, and what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from .setup_tables import FOR_TESTS, NAMES

_OF_TESTS = ("tests", "test")
_FOLDERS = (".", "requirements", "reqs", *_OF_TESTS)
_SAYING = {"requirements", "requirement", "reqs", "req", "pip"}
_KINDS = (
    ("base", {"base", "main", "common", "install", "app", "core", "runtime"}),
    ("test", {*FOR_TESTS, "unittest", "unittests", "pytest"}),
    ("dev", {*NAMES[3:], "local"}),
    ("prod", {"prod", "production"}),
)
_DEEP = 4


def requirement_files(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the kind (base, test, dev) and the name of each file that is to be installed.

    Of those for tests and for development one is enough: the first is named like what it is for.
    """
    found: dict[str, str] = {}
    for folder in _FOLDERS:
        for path in sorted((root / folder).glob("*.txt")):
            kind = _kind(path.stem, folder)
            if kind:
                found.setdefault(kind, path.relative_to(root).as_posix())
    base = found.get("base") or found.get("prod")
    if base:
        yield "base", base
    further = next((kind for kind in ("test", "dev") if kind in found), "")
    if further:
        yield further, found[further]


def _kind(stem: str, folder: str) -> str:
    """Return what a file is for, nothing where it is not known or another platform's."""
    words = [word for word in re.split(r"[-_.]", stem.lower()) if word]
    if folder in (".", *_OF_TESTS) and not _SAYING & set(words):
        return ""
    rest = [word for word in words if word not in _SAYING]
    if not rest:
        return "test" if folder in _OF_TESTS else "base"
    return next((kind for kind, known in _KINDS if set(rest) <= known), "")


def lines_of(path: Path, depth: int = 0) -> list[str]:
    """Return the requirements of a file and of those that it names (`-r`), options left out."""
    found: list[str] = []
    if not path.is_file() or depth > _DEEP:
        return found
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        plain = line.split(" #")[0].strip()
        named = re.match(r"(?:-r|--requirement)[\s=]*(\S+)", plain)
        if named:
            found += lines_of(path.parent / named[1], depth + 1)
        elif plain and not plain.startswith(("#", "-")):
            found.append(plain)
    return found
