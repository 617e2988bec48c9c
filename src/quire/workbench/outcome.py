"""What a test is to this program, and what came of running it."""

from __future__ import annotations

import traceback
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Callable

_ERROR_LENGTH = 300


@dataclass(frozen=True)
class Outcome:
    """The result of one run of one test; `frames` are the project's, outermost first."""

    status: str  # passed | failed | skipped
    error: str = ""
    where: str = ""
    seconds: float = 0.0
    frames: tuple[tuple[str, int], ...] = ()


@dataclass
class Test:
    """One test of the project: `run` as its runner would, `direct` as a bare call if that
    gives the same answer. One that tries `many` examples takes longer when it passes."""

    id: str
    path: str
    run: Callable[[], Outcome]
    direct: Callable[[], object] | None = None
    many: bool = False


@dataclass
class Collection:
    """All tests found, and the files that could not be loaded."""

    tests: list[Test] = field(default_factory=list)
    errors: list[tuple[str, Outcome]] = field(default_factory=list)


@lru_cache(maxsize=20_000)
def relative(root: Path, path: str) -> str | None:
    """Give a path below the root with forward slashes, or None if it lies elsewhere.

    What is installed is not the project's, even where its environment lies below the root.
    """
    if not path or path.startswith("<"):
        return None
    file = Path(path)
    # Before Python 3.13 a link that leads to itself is a RuntimeError.
    try:
        real = _resolved(file.parent) / file.name
        if real.is_symlink():
            real = real.resolve()
        found = real.relative_to(root)
    except (ValueError, OSError, RuntimeError):
        return None
    return None if "site-packages" in found.parts else found.as_posix()


@lru_cache(maxsize=4_000)
def _resolved(folder: Path) -> Path:
    """Resolve a folder once for all files in it: thousands are asked about."""
    return folder.resolve()


def describe(error: BaseException) -> str:
    """Give type and first lines of a raised error in one line."""
    words = " ".join(str(error).split())
    name = type(error).__name__
    return (f"{name}: {words}" if words else name)[:_ERROR_LENGTH]


def failure(root: Path, error: BaseException, seconds: float = 0.0) -> Outcome:
    """Make the outcome of a test that raised."""
    frames = project_frames(root, error.__traceback__)
    where = f"{frames[-1][0]}:{frames[-1][1]}" if frames else ""
    return Outcome("failed", describe(error), where, seconds, frames)


def project_frames(
    root: Path, trace: TracebackType | None, most: int = 40
) -> tuple[tuple[str, int], ...]:
    """List the project's own frames of a traceback, outermost first."""
    found: list[tuple[str, int]] = []
    for frame, line in traceback.walk_tb(trace):
        path = relative(root, frame.f_code.co_filename)
        if path is not None and line is not None:
            found.append((path, line))
    return tuple(found[-most:])
