"""Which lines the project's existing tests run: new ones need not repeat that."""

from __future__ import annotations

import os
from functools import partial

from . import runners
from .forks import Send, last_message
from .limits import silence
from .outcome import Collection
from .project import Project
from .trace import record

SECONDS = 30.0
_TEST_SECONDS = 1.0


def covered(project: Project, measured: list[str]) -> dict[str, set[int]]:
    """Give the lines of files that the project's tests run; nothing where they cannot be run."""
    found: dict[str, set[int]] | None = last_message(partial(_work, project, measured), SECONDS * 2)
    return found or {}


def _work(project: Project, measured: list[str], send: Send) -> None:
    def use(collection: Collection) -> None:
        traces = record(project.root, collection.tests, set(), SECONDS, _TEST_SECONDS)
        lines: dict[str, set[int]] = {}
        for by_path in traces.lines.values():
            for path in measured:
                lines.setdefault(path, set()).update(by_path.get(path, ()))
        send(lines)
        os._exit(0)

    silence()
    runners.collect(project, use)
