"""Fixtures that several rooms' tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.line import Line, Serve, serving


@pytest.fixture
def line(tmp_path: Path) -> Line:
    """Return a command line with a home and an empty project of its own."""
    home, folder = tmp_path / "home", tmp_path / "project"
    home.mkdir()
    folder.mkdir()
    return Line(home, folder)


@pytest.fixture
def upstream(tmp_path: Path, line: Line) -> Iterator[Serve]:
    """Return what serves a script of answers as an upstream with a key."""
    with serving(tmp_path, line) as serve:
        yield serve
