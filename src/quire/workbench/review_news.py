"""Which findings of a review are news: what the code had before the change is none of it."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Callable

from .review_diff import ChangedFile, Comparison
from .review_view import Spot, View, lines_of

Alone = Callable[[View], Iterator[Spot]]
_Kind = tuple[str, str]  # a title, and the function that it is about


class News:
    """Compares what a check finds in the changed files with what it finds in them before.

    Code that was moved, indented or joined is touched, but its flaws are not the change's.
    """

    def __init__(self, comparison: Comparison) -> None:
        self._files = comparison.python
        self._counted: dict[Alone, tuple[Counter[_Kind], Counter[_Kind]]] = {}

    def among(self, view: View, alone: Alone) -> Iterator[Spot]:
        """Yield what a check finds on touched lines and more often than before the change."""
        found = list(alone(view))
        if not found:
            return
        before, after = self._counts(alone)
        kinds = list(_kinds(view, found))
        here = Counter(kinds)
        for kind, spot in zip(kinds, found):
            if max(after[kind], here[kind]) > before[kind]:
                yield spot

    def _counts(self, alone: Alone) -> tuple[Counter[_Kind], Counter[_Kind]]:
        if alone not in self._counted:
            before, after = (
                Counter(kind for view in side for kind in _kinds(view, alone(view)))
                for side in self._sides
            )
            self._counted[alone] = before, after
        return self._counted[alone]

    @cached_property
    def _sides(self) -> tuple[list[View], list[View]]:
        """Give the files before and after, all of their lines as if they were new."""
        before = [(file.path, file.before, file.old_tree) for file in self._files]
        after = [(file.path, file.after, file.tree) for file in self._files]
        return _whole(before), _whole(after)


def _whole(side: Iterable[tuple[str, str | None, ast.Module | None]]) -> list[View]:
    return [View(ChangedFile(path, None, text), tree) for path, text, tree in side if tree]


def _kinds(view: View, spots: Iterable[Spot]) -> Iterator[_Kind]:
    """Give for each spot its title and the innermost function that holds its first line."""
    for each in spots:
        around = [node for node in view.functions if each.first in lines_of(node)]
        yield each.title, max(around, key=lambda node: node.lineno).name if around else ""
