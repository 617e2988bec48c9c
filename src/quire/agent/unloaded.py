"""Test files that could not be loaded: runners report such a file as one failing test."""

from __future__ import annotations

from collections.abc import Iterable

from quire.protocol.records import TestsRun

# unittest's name for a module that it could not import (unittest.loader, CPython 3.11)
_UNITTEST = "unittest.loader._FailedTest."


def loaded(failing: Iterable[str], run: TestsRun) -> frozenset[str]:
    """Return those of `failing` that are files whose tests all pass in `run`, at least one."""
    return frozenset(name for name in failing if _passes(name, run))


def is_file(name: str, path: str) -> bool:
    """Tell whether a failing name stands for the file at `path`, not for a test in it."""
    dotted = path.removesuffix(".py").replace("/", ".")
    return name in (path, f"{_UNITTEST}{dotted}")


def _passes(name: str, run: TestsRun) -> bool:
    inside = _inside(name)
    if not inside or any(test == name or test.startswith(inside) for test in run.failed):
        return False
    return any(test.startswith(inside) for test in run.passed)


def _inside(name: str) -> str:
    """Return how the names of a file's tests begin; nothing where `name` is a test itself."""
    if name.startswith(_UNITTEST):
        return f"{name.removeprefix(_UNITTEST)}."
    return "" if "::" in name else f"{name}::"
