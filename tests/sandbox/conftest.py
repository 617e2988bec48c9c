"""Walls for tests: each tier that this machine allows."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from quire.sandbox.policy import Policy, toolchain_roots

TIERS = ("bubblewrap", "landlock")
PYTHON = sys.executable


@pytest.fixture(params=TIERS)
def tier(request: pytest.FixtureRequest) -> str:
    """Return the name of each tier in turn."""
    return str(request.param)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """Return an empty workspace."""
    path = tmp_path / "workspace"
    path.mkdir()
    return path


@pytest.fixture
def policy(workspace: Path) -> Policy:
    """Return the plain policy of the workspace, with this interpreter in reach."""
    return Policy(workspace, readable=toolchain_roots(Path(PYTHON)))
