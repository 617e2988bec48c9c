"""The names that a user of the package may rely on."""

from __future__ import annotations

from pathlib import Path

import quire


def test_the_public_names_are_few() -> None:
    assert quire.__all__ == ["__version__"]


def test_the_version_is_in_the_changelog() -> None:
    changelog = (Path(__file__).parents[2] / "CHANGELOG.md").read_text("utf-8")
    assert f"\n## {quire.__version__}\n" in changelog
