"""Where the project uses a definition: rope finds the names, jedi decides about attributes."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import jedi
from rope.base.project import Project
from rope.contrib.findit import find_occurrences

from .refactor_definitions import Definition
from .refactor_imports import bindings
from .refactor_tree import Tree


@dataclass(frozen=True, order=True)
class Occurrence:
    """A use of a name: its file, the offset of its first character."""

    path: str
    start: int


@dataclass
class Found:
    """The uses that are certain, and those whose object's type nobody can tell."""

    certain: set[Occurrence] = field(default_factory=set)
    open: set[Occurrence] = field(default_factory=set)


def opened(tree: Tree) -> Project:
    """Give rope's view of the project; whoever asks closes it.

    rope looks for modules in the root alone where that holds one, for example `setup.py`, so the
    folders that modules are imported from are named.
    """
    folders = [folder for folder in tree.roots if folder]
    return Project(str(tree.root), ropefolder=None, source_folders=folders)


def occurrences(tree: Tree, origins: list[Definition]) -> Found:
    """Find the uses of definitions that are one thing, for example a method and its overrides."""
    found = Found()
    project = opened(tree)
    try:
        resources = [project.get_resource(path) for path in tree.holding(origins[0].name)]
        for origin in origins:
            places = find_occurrences(
                project, project.get_resource(origin.path), _given(tree, origin),
                unsure=True, resources=resources, in_hierarchy=origin.kind == "method",
            )  # fmt: skip
            for place in places:
                use = _taken(tree, place.resource.path, place.offset)
                end = use.start + len(origin.name)
                if tree.files[use.path].text[end : end + 1] in ("'", '"'):
                    continue  # the prefix of a text, not a name
                (found.open if place.unsure else found.certain).add(use)
    finally:
        project.close()
    found.certain |= {Occurrence(each.path, each.offset) for each in origins}
    found.open -= found.certain
    _decide(tree, origins, found)
    return found


def passed_over(tree: Tree, definition: Definition, found: Found) -> dict[Occurrence, bool]:
    """Give the imports of a definition that rope passed over, and whether they bind its own name.

    That happens where the importing file binds the name a second time, as in `except ImportError`.
    """
    if "." in definition.qualified or definition.kind in ("local", "parameter"):
        return {}
    left: dict[Occurrence, bool] = {}
    for path in tree.holding(definition.name):
        file = tree.files[path]
        for each in bindings(tree, file):
            use = Occurrence(path, file.start(each.alias))
            own = each.module == definition.module and each.attribute == definition.name
            if own and use not in found.certain:
                left[use] = each.alias.asname is None
    return left


def _given(tree: Tree, origin: Definition) -> int:
    """Give the offset that rope counts: line ends are one character for it."""
    before = tree.files[origin.path].text[: origin.offset]
    return origin.offset - before.count("\r\n")


def _taken(tree: Tree, path: str, offset: int) -> Occurrence:
    file = tree.files[path]
    if "\r\n" not in file.text:
        return Occurrence(path, offset)
    plain = file.text.replace("\r\n", "\n")[:offset]
    return Occurrence(path, offset + plain.count("\n"))


def _decide(tree: Tree, origins: list[Definition], found: Found) -> None:
    """Move every open use that jedi can trace to where it belongs, or out of sight."""
    home = {(str((tree.root / each.path).resolve()), each.line) for each in origins}
    with _typed(tree) as project:
        for use in sorted(found.open):
            lines = _traced(tree, project, use)
            if lines:
                found.open.discard(use)
            if lines & home:
                found.certain.add(use)


@contextmanager
def _typed(tree: Tree) -> Iterator[jedi.Project]:
    """Give jedi's view of the project, as long as its cache is there."""
    with tempfile.TemporaryDirectory(prefix="quire-jedi-") as cache:
        jedi.settings.cache_directory = cache
        # The project's own modules before a copy of them that is installed beside Quire.
        folders = [str(tree.root / folder) for folder in tree.roots]
        yield jedi.Project(str(tree.root), sys_path=[*folders, *sys.path])


def instances(
    tree: Tree, places: list[Occurrence], classes: set[tuple[str, str]]
) -> set[Occurrence]:
    """Give the places where a name is one of some classes, or an object of one, for sure.

    A class is told by its file and its name.
    """
    home = {(str((tree.root / path).resolve()), name) for path, name in classes}
    sure: set[Occurrence] = set()
    if not places:
        return sure
    with _typed(tree) as project:
        for place in sorted(places):
            script, at = _script(tree, project, place)
            held = [(str(each.module_path), each.name, each.type) for each in script.infer(*at)]
            if held and all(kind in ("instance", "class") and (path, name) in home
                            for path, name, kind in held):  # fmt: skip
                sure.add(place)
    return sure


def _script(
    tree: Tree, project: jedi.Project, use: Occurrence
) -> tuple[jedi.Script, tuple[int, int]]:
    file = tree.files[use.path]
    line = file.line_of(use.start)
    script = jedi.Script(
        file.text, path=str(Path(tree.root, use.path)), project=project,
        environment=jedi.InterpreterEnvironment(),
    )  # fmt: skip
    return script, (line, use.start - file.starts[line - 1])


def _traced(tree: Tree, project: jedi.Project, use: Occurrence) -> set[tuple[str, int]]:
    """Give the places of the definitions that a use refers to, as far as types are known."""
    script, at = _script(tree, project, use)
    names = script.goto(*at, follow_imports=True)
    return {
        (str(name.module_path.resolve()), name.line)
        for name in names
        if name.module_path is not None and name.line is not None
        and name.module_path.suffix != ".pyi"  # of a stub nobody knows which of the modules it is
    }  # fmt: skip
