"""Interpreters of the project that have what its tests need, where this one has not."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

_SECONDS = 20.0


def other_interpreter(root: Path, module: str) -> str | None:
    """Find an interpreter of the project that can import a module."""
    folders = [root / name for name in (".venv", "venv", "env")]
    if os.environ.get("VIRTUAL_ENV"):
        folders.append(Path(os.environ["VIRTUAL_ENV"]))
    options = [folder / "bin" / "python" for folder in folders]
    if os.environ.get("QUIRE_PYTHON"):
        options.append(Path(shlex.split(os.environ["QUIRE_PYTHON"])[0]))
    for path in options:
        if path.is_file() and _has(path, module):
            return str(path)
    return None


def _has(python: Path, module: str) -> bool:
    try:
        done = subprocess.run(
            [str(python), "-c", f"import {module}"],
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
