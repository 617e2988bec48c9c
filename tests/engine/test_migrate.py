"""Migrations: the orders that ask for one, and projects before and after."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.scenes import folders, play


@pytest.mark.parametrize("scenario", folders("migrate"), ids=lambda path: path.name)
def test_a_scenario_ends_as_it_should(scenario: Path, tmp_path: Path) -> None:
    play(scenario, tmp_path)
