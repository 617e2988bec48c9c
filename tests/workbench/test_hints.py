"""Words about a function as hints, and names that come in pairs."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from quire.workbench.hints import hinted, marks
from quire.workbench.scope import Knowledge, Place
from quire.workbench.source import SourceFile
from quire.workbench.templates_mirrored import mirrors, partners
from quire.workbench.units import units_of


def place(root: Path, text: str, told: set[str] | None = None) -> Place:
    (root / "m.py").write_text(text, encoding="utf-8")
    source = SourceFile.read(root, "m.py")
    return Place(units_of(source, {})[0], Knowledge(told=told or set()))


@pytest.mark.parametrize(
    ("text", "told", "mark"),
    [
        ("def unique_names(names):\n    return names\n", set(), "set("),
        ('def f(a):\n    """Give it rounded."""\n    return a\n', set(), "round("),
        ("def f(a):\n    return a\n", {"test_at_most_three"}, "<="),
    ],
    ids=["name", "documentation", "tests"],
)
def test_words_make_edits_likely(tmp_path: Path, text: str, told: set[str], mark: str) -> None:
    here = place(tmp_path, text, told)
    likely = marks(here)
    value = next(n for n in here.nodes if isinstance(n, ast.Return)).value
    assert value is not None
    assert mark in likely
    assert hinted(here, here.swap(value, f"{mark} a)", "", 0.0), likely)
    assert not hinted(here, here.swap(value, "b", "", 0.0), likely)


def test_a_function_without_words_has_no_hints(tmp_path: Path) -> None:
    assert marks(place(tmp_path, "def f(a):\n    return a\n")) == ()


def test_names_in_pairs_are_exchanged_one_pair_at_a_time(tmp_path: Path) -> None:
    text = "def height(node):\n    return max(height(node.left))\n"
    here = place(tmp_path, text)
    call = next(n for n in here.nodes if isinstance(n, ast.Call) and n.args)
    assert mirrors(here, call.args[0]) == ["height(node.right)"]
    assert [edit.kind for edit in partners(here, call)] == ["add `height(node.right)`"]
