"""Which files belong to the project: the paths that code objects and modules name."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.workbench.outcome import relative
from tests.workbench.trees import lay


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return lay(tmp_path / "project", {"inner/m.py": "", "outside.py": ""})


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("inner/m.py", "inner/m.py"),
        ("inner/../outside.py", "outside.py"),
        ("absent/m.py", "absent/m.py"),
        ("../outside.py", None),
        ("../projects/m.py", None),
        (f"{'x' * 300}.py", None),
        (f"{'x' * 300}/m.py", None),
        ("in\0ner/m.py", None),
    ],
    ids=[
        *("inside", "through its parent", "not there", "outside", "beside, its name longer"),
        *("a name too long", "a folder's name too long", "a name no file can have"),
    ],
)
def test_a_path_is_told_from_the_root_or_not_at_all(
    root: Path, path: str, found: str | None
) -> None:
    assert relative(root, f"{root}/{path}") == found


def test_a_link_counts_as_what_it_leads_to(root: Path) -> None:
    (root / "link.py").symlink_to("inner/m.py")
    (root / "out.py").symlink_to(root.parent / "elsewhere.py")
    (root / "around.py").symlink_to("around.py")
    found = [relative(root, f"{root}/{name}.py") for name in ("link", "out", "around")]
    assert found[:2] == ["inner/m.py", None]
    assert found[2] in (None, "around.py")  # from Python 3.13 on it is a file like any other


def test_what_is_installed_is_not_the_projects_own(root: Path) -> None:
    assert relative(root, f"{root}/.venv/lib/python3.12/site-packages/django/apps.py") is None


def test_a_project_that_lies_among_what_is_installed_has_files_of_its_own(root: Path) -> None:
    inner = root / "site-packages" / "shop"
    inner.mkdir(parents=True)
    assert relative(inner, f"{inner}/cart.py") == "cart.py"


@pytest.mark.parametrize("path", ["", "<string>"])
def test_what_is_no_file_is_not_inside(root: Path, path: str) -> None:
    assert relative(root, path) is None
