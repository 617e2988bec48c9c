"""Which findings of a review are news: what the code had before the change is none of it."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Callable

from .review_diff import ChangedFile, Comparison
from .review_view import FUNCTIONS, Spot, View, lines_of

Alone = Callable[[View], Iterator[Spot]]
_Kind = tuple[str, str]  # a title, and the function that it is about


class News:
    """Compares what a check finds in the changed files with what it finds in them before.

    Code that was moved, indented or joined is touched, but its flaws are not the change's.
    """

    def __init__(self, comparison: Comparison) -> None:
        self._files = comparison.python
        self._sides: dict[Alone, tuple[Counter[_Kind], Counter[_Kind]]] = {}

    def among(self, view: View, alone: Alone) -> Iterator[Spot]:
        """Yield what a check finds on touched lines and more often than before the change."""
        found = list(alone(view))
        if not found:
            return
        before, after = self._counts(alone)
        here = Counter(_kinds(view.tree, found))
        for kind, spot in zip(_kinds(view.tree, found), found):
            if max(after[kind], here[kind]) > before[kind]:
                yield spot

    def _counts(self, alone: Alone) -> tuple[Counter[_Kind], Counter[_Kind]]:
        if alone not in self._sides:
            old = ((file.path, file.before, file.old_tree) for file in self._files)
            new = ((file.path, file.after, file.tree) for file in self._files)
            self._sides[alone] = _counted(alone, old), _counted(alone, new)
        return self._sides[alone]


def _counted(
    alone: Alone, side: Iterable[tuple[str, str | None, ast.Module | None]]
) -> Counter[_Kind]:
    """Count what a check finds in whole files."""
    found: Counter[_Kind] = Counter()
    for path, text, tree in side:
        if text is not None and tree is not None:
            whole = View(ChangedFile(path, None, text), tree)
            found.update(_kinds(tree, list(alone(whole))))
    return found


def _kinds(tree: ast.Module, spots: list[Spot]) -> Iterator[_Kind]:
    """Give for each spot its title and the innermost function that holds its first line."""
    functions = [node for node in ast.walk(tree) if isinstance(node, FUNCTIONS)]
    for each in spots:
        around = [node for node in functions if each.first in lines_of(node)]
        yield each.title, max(around, key=lambda node: node.lineno).name if around else ""
