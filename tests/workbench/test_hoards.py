"""What is filled and never looked at."""

from __future__ import annotations

import ast

import pytest

from quire.workbench.hoards import hoarded


@pytest.mark.parametrize(
    ("lines", "named"),
    [
        ("seen = set()\nseen.add(a)", {"seen"}),
        ("seen = set()\nseen.add(a)\nprint(a in seen)", set()),
        ("seen: set[int] = set()\nseen.add(a)\nseen.discard(b)", {"seen"}),
        ("rows = [0] * n\nrows[a] = b", {"rows"}),
        ("rows = [0] * n\nrows[a] = b\nuse(rows)", set()),
        ("rows = [[0] * n for _ in a]\nrows[a][b] = 1", {"rows"}),
        ("groups = defaultdict(list)\ngroups[a].append(b)", {"groups"}),
        ("groups = defaultdict(list)\ngroups[a].append(groups[b])", set()),
        ("counts = {}\ncounts[a] += 1", {"counts"}),
        ("stack = []\nstack.append(a)\nb = stack.pop()", set()),
        ("a.append(b)", set()),
        ("seen = given()\nseen.add(a)", set()),
    ],
)
def test_what_is_only_filled_is_named(lines: str, named: set[str]) -> None:
    assert hoarded(ast.walk(ast.parse(lines))) == named
