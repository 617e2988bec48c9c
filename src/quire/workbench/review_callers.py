"""Checks of a review for the callers of what a change touches."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .project import is_test_path
from .review_index import Definition, Index, Module, Use
from .review_signature import misfit, swapped
from .review_view import (
    FUNCTIONS,
    Spot,
    View,
    same,
    short,
    spot,
)

_SHOWN = 3


def misfitting_calls(view: View, index: Index) -> Iterator[Spot]:
    """Find calls that no longer fit: new calls, and old ones of a signature that changed."""
    module = index.module(view.file.path)
    if module is None:
        return
    for use in index.uses(module):
        new = use.sure and use.call.lineno in view.file.touched
        if new and misfit(use) and not index.expects_error(use):
            yield spot(
                use.call,
                f"Call of `{use.target.title}` does not fit its signature",
                f"`{use.target.title}` ({use.target.path}:{use.target.node.lineno}) "
                f"{misfit(use)}: `{short(use.call)}` raises TypeError.",
            )
    for definition in _changed_signatures(view, module):
        broken = [use for use in uses_of(index, definition) if misfit(use)]
        broken = [use for use in broken if not is_touched(view, use)]
        broken = [use for use in broken if not index.expects_error(use)]
        if broken:
            yield spot_of(
                view,
                definition,
                f"Callers of `{definition.title}` were left behind",
                f"`{definition.title}` now {misfit(broken[0])}, and {places(broken)} still "
                f"calls it as before: `{short(broken[0].call)}` raises TypeError.",
            )


def is_touched(view: View, use: Use) -> bool:
    """Say whether the change touches the call itself."""
    return use.path == view.file.path and use.call.lineno in view.file.touched


def _changed_signatures(view: View, module: Module) -> Iterator[Definition]:
    if view.file.old_tree is None:
        return
    old = Module(view.file.path, view.file.old_tree).definitions
    for key, definition in module.definitions.items():
        before = old.get(key)
        if before is None or not isinstance(definition.node, FUNCTIONS):
            continue
        if isinstance(before.node, FUNCTIONS) and not same(before.node.args, definition.node.args):
            if definition.name == "__init__":
                owner = module.definitions["", definition.owner]
                yield Definition(owner.path, owner.name, owner.node)
            else:
                yield definition


def uses_of(index: Index, definition: Definition) -> list[Use]:
    """Give the calls of a definition in the whole project, those of tests last."""
    found = []
    for module in index.mentioning(definition.name):
        for use in index.uses(module):
            target = use.target
            if (target.path, target.owner, target.name) == (
                definition.path, definition.owner, definition.name,
            ):  # fmt: skip
                found.append(use)
    return sorted(found, key=lambda use: (is_test_path(use.path), use.path, use.call.lineno))


def places(uses: list[Use]) -> str:
    """Give where calls are, the first few by name."""
    named = list(dict.fromkeys(f"{use.path}:{use.call.lineno}" for use in uses))
    more = f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
    return ", ".join(named[:_SHOWN]) + more


def spot_of(view: View, definition: Definition, title: str, body: str) -> Spot:
    """Give the spot of a definition's own changed lines."""
    node: ast.AST = definition.node
    if isinstance(node, ast.ClassDef):
        made = [each for each in node.body if getattr(each, "name", "") == "__init__"]
        node = made[0] if made else node
    first = getattr(node, "lineno", 1)
    body_start = node.body[0].lineno if isinstance(node, FUNCTIONS) else first + 1
    lines = [line for line in range(first, max(body_start, first + 1)) if line in view.file.diff]
    return Spot(lines[0] if lines else first, lines[-1] if lines else first, title, body)


def swapped_arguments(view: View, index: Index) -> Iterator[Spot]:
    """Find calls that pass two variables in each other's place."""
    module = index.module(view.file.path)
    for use in index.uses(module) if module else ():
        if use.call.lineno not in view.file.touched:
            continue
        pair = swapped(use)
        if pair is not None:
            yield spot(
                use.call,
                f"`{pair[0]}` and `{pair[1]}` are in each other's place",
                f"`{use.target.title}` takes `{pair[1]}` before `{pair[0]}` "
                f"({use.target.path}:{use.target.node.lineno}), and `{short(use.call)}` passes "
                "them the other way round.",
            )
