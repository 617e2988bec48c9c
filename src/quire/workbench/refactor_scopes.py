"""Would a new name collide: what it already means at every place where it is to stand."""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Iterable

import libcst
from libcst.metadata import (
    Assignment,
    BuiltinAssignment,
    MetadataWrapper,
    PositionProvider,
    Scope,
    ScopeProvider,
)

from .refactor_definitions import Definition, hierarchy, members
from .refactor_occurrences import Occurrence
from .refactor_tree import Tree, Unable


def check_name(name: str) -> None:
    """Raise Unable if a name is none that Python takes."""
    if not name.isidentifier() or keyword.iskeyword(name):
        raise Unable(f"{name!r} is no name that Python takes", "letters, digits, underscores")


def check_plain(tree: Tree, uses: Iterable[Occurrence], new: str) -> None:
    """Raise Unable where a plain name would come to mean something else, or hide it."""
    if hasattr(builtins, new):
        raise Unable(f"{new} is a built-in of Python, which the new name would hide",
                     "another name")  # fmt: skip
    by_path: dict[str, list[int]] = {}
    for use in uses:
        by_path.setdefault(use.path, []).append(use.start)
    places: list[str] = []
    for path, starts in sorted(by_path.items()):
        if new in tree.files[path].text:
            places.extend(_collisions(tree, path, starts, new))
    if places:
        raise Unable(f"{new} already means something where it would stand", "another name",
                     tuple(dict.fromkeys(places)))  # fmt: skip


def check_member(tree: Tree, definition: Definition, new: str) -> None:
    """Raise Unable if a class of the hierarchy has a member of the new name already."""
    places = [
        f"{path}:{getattr(node, 'lineno', 0)} ({each.name}.{new})"
        for path, each in hierarchy(tree, definition)
        for name, node in members(each)
        if name == new
    ]
    if places:
        raise Unable(f"the class has a member {new} already", "another name",
                     tuple(dict.fromkeys(places)))  # fmt: skip


def hidden(
    tree: Tree, origins: Iterable[Definition], uses: Iterable[Occurrence]
) -> set[Occurrence]:
    """Give the uses in the files of the definitions that an inner scope binds for itself."""
    places: dict[str, list[Definition]] = {}
    for each in origins:
        places.setdefault(each.path, []).append(each)
    found: set[Occurrence] = set()
    for path, inside in places.items():
        own = {use.start: use for use in uses if use.path == path}
        nodes = _scopes_at(tree, path, set(own))
        name = inside[0].name
        homes = [nodes[each.offset] for each in inside if each.offset in nodes]
        owners = {each.scope for home in homes for each in home[name]}
        found |= {
            own[place]
            for place, scope in nodes.items()
            if owners and not owners & {each.scope for each in scope[name]}
        }
    return found


def _scopes_at(tree: Tree, path: str, places: set[int]) -> dict[int, Scope]:
    """Give the scope of each name that stands at one of some offsets."""
    file = tree.files[path]
    wrapper = MetadataWrapper(libcst.parse_module(file.text))
    scopes = wrapper.resolve(ScopeProvider)
    found: dict[int, Scope] = {}
    for node, where in wrapper.resolve(PositionProvider).items():
        place = file.starts[where.start.line - 1] + where.start.column
        scope = scopes.get(node) if isinstance(node, libcst.Name) and place in places else None
        if scope is not None:
            found[place] = scope
    return found


def _collisions(tree: Tree, path: str, starts: list[int], new: str) -> list[str]:
    """List where the new name is bound as seen from the places of the old one."""
    file = tree.files[path]
    wrapper = MetadataWrapper(libcst.parse_module(file.text))
    scopes = wrapper.resolve(ScopeProvider)
    positions = wrapper.resolve(PositionProvider)
    wanted = set(starts)
    whole = scopes.get(wrapper.module)
    found: list[str] = []
    for node, where in positions.items():
        if not isinstance(node, libcst.Name):
            continue
        if file.starts[where.start.line - 1] + where.start.column not in wanted:
            continue
        scope = scopes.get(node) or whole
        if isinstance(scope, Scope):
            found.extend(_bound(path, scope, new, positions))
    return found


def _bound(path: str, scope: Scope, new: str, positions: object) -> list[str]:
    places: list[str] = []
    for each in scope[new]:
        if isinstance(each, Assignment) and not isinstance(each, BuiltinAssignment):
            where = positions.get(each.node) if hasattr(positions, "get") else None
            line = where.start.line if where is not None else 0
            places.append(f"{path}:{line}")
    return places
