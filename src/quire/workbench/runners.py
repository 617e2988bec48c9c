"""The adapters to what runs tests, behind one function."""

from __future__ import annotations

from typing import Callable

from . import django_runner, pytest_runner, unittest_runner
from .outcome import Collection
from .project import Project


def collect(project: Project, use: Callable[[Collection], None]) -> int:
    """Collect the project's tests in this process and hand them to `use`; return an exit code."""
    if project.runner == "pytest":
        return pytest_runner.collect(project.root, project.arguments, use)
    if project.runner == "django":
        return django_runner.collect(project.root, project.managing, use)
    return unittest_runner.collect(project.root, project.start, use)
