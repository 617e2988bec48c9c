"""Every folder of tests/scenarios/apply_patch is one patch with its outcome."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.errors import PatchError
from quire.protocol.patches import apply_patch, parse_patch

SCENARIOS = Path(__file__).parents[1] / "scenarios" / "apply_patch"
CASES = sorted(path for path in SCENARIOS.iterdir() if path.is_dir())


def texts_below(folder: Path) -> dict[str, str | None]:
    return {
        str(path.relative_to(folder)): path.read_bytes().decode()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def outcome(case: Path) -> dict[str, str | None] | PatchError:
    files = texts_below(case / "input")
    try:
        changes = apply_patch(files, parse_patch((case / "patch.txt").read_bytes().decode()))
    except PatchError as error:
        return error
    return {path: text for path, text in {**files, **changes}.items() if text is not None}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_scenario(case: Path) -> None:
    found = outcome(case)
    wanted = case / "error.txt"
    if wanted.exists():
        assert isinstance(found, PatchError)
        assert wanted.read_text().rstrip("\n") in found.message
    else:
        assert found == texts_below(case / "expected")


def test_every_scenario_has_one_outcome() -> None:
    assert [case.name for case in CASES if (case / "error.txt").exists()] != []
    assert all((case / "error.txt").exists() != (case / "expected").exists() for case in CASES)
