"""A repository whose only Python project lies in a folder of its own."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

MARKERS = ("pyproject.toml", "setup.py", "setup.cfg")
_SETTINGS = (*MARKERS, "pytest.ini", ".pytest.ini", "pytest.toml", "tox.ini", "conftest.py")
_SKIPPED = {"node_modules", "site-packages", "build", "dist", "docs", "examples", "venv", "env"}
_DEEP = 2


@lru_cache(maxsize=8)
def nested(root: Path) -> tuple[str, ...]:
    """List the folders below a root that are Python projects, none where the root is one itself."""
    if any((root / name).is_file() for name in _SETTINGS):
        return ()
    found: list[str] = []
    for folder, folders, files in os.walk(root):
        base = Path(folder).relative_to(root)
        if base.parts and any(name in files for name in MARKERS):
            found.append(base.as_posix())
            folders[:] = []
        folders[:] = sorted(
            name for name in folders
            if name not in _SKIPPED and not name.startswith(".") and len(base.parts) < _DEEP
        )  # fmt: skip
    return tuple(found)


def home(root: Path, tests: list[str]) -> str:
    """Give the one nested project that all test files belong to; nothing where there is none."""
    homes = {
        next((each for each in nested(root) if path.startswith(f"{each}/")), "") for path in tests
    }
    return homes.pop() if len(homes) == 1 else ""


def sources(root: Path) -> list[str]:
    """List the folders of the only nested project that its tests import from."""
    found = nested(root)
    if len(found) != 1:
        return []
    return [each for each in (found[0], f"{found[0]}/src") if (root / each).is_dir()]
