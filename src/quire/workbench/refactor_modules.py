"""Rename a module, or move it to another package, with every import that names it."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from rope.base.change import ChangeContents, ChangeSet, MoveResource
from rope.base.exceptions import RopeError
from rope.refactor.move import MoveModule
from rope.refactor.rename import Rename

from .refactor_definitions import Definition
from .refactor_entries import rename_entries
from .refactor_imports import bindings
from .refactor_mentions import mentions, rename_paths
from .refactor_occurrences import opened
from .refactor_stubs import refuse_stubs
from .refactor_tree import Plan, Tree, Unable
from .source import Span, splice

# Files that programs look for.
_FIXED = frozenset({"setup.py", "conftest.py", "__main__.py", "noxfile.py", "manage.py"})


def rename_module(tree: Tree, definition: Definition, new: str, *, docs: bool) -> Plan:
    """Plan to give a module another name in the same package."""
    path = _single(definition)
    target = str(PurePosixPath(path).with_name(f"{new}.py"))
    _check_free(tree, target)
    refuse_stubs(tree, {definition.name}, "rename modules")
    project = opened(tree)
    try:
        changes = Rename(project, project.get_resource(path)).get_changes(new)
        return _planned(tree, changes, (path, target), docs=docs)
    except RopeError as error:
        raise Unable(f"the module cannot be renamed: {error}") from error
    finally:
        project.close()


def move_module(tree: Tree, definition: Definition, target: str, *, docs: bool) -> Plan:
    """Plan to move a module to another file: another package, the same name or a new one."""
    path = _single(definition)
    _check_free(tree, target)
    refuse_stubs(tree, {definition.name}, "move modules")
    if f"{path}i" in tree.stubs:
        raise Unable(f"{path}i belongs to it, and I do not move stubs", "", (f"{path}i:1",))
    folder = str(PurePosixPath(target).parent)
    if PurePosixPath(target).name != PurePosixPath(path).name:
        if folder != str(PurePosixPath(path).parent):
            raise Unable("a module cannot be moved and renamed in one step",
                         "two orders: first rename, then move")  # fmt: skip
        return rename_module(tree, definition, PurePosixPath(target).stem, docs=docs)
    if not (tree.root / folder).is_dir():
        raise Unable(f"there is no folder {folder}", "a package that is there already")
    project = opened(tree)
    try:
        where = project.root if folder == "." else project.get_resource(folder)
        changes = MoveModule(project, project.get_resource(path)).get_changes(where)
        return _planned(tree, changes, (path, target), docs=docs)
    except RopeError as error:
        raise Unable(f"the module cannot be moved: {error}") from error
    finally:
        project.close()


def _single(definition: Definition) -> str:
    if definition.path.endswith("/__init__.py"):
        raise Unable(f"{definition.module} is a package; I rename and move single modules only",
                     "the name of a module")  # fmt: skip
    if PurePosixPath(definition.path).name in _FIXED:
        raise Unable(f"tools find {definition.path} by its name", "a module that only imports name",
                     (f"{definition.path}:1",))  # fmt: skip
    return definition.path


def _check_free(tree: Tree, target: str) -> None:
    stem = target.removesuffix(".py")
    for taken in (target, f"{stem}/__init__.py"):
        if (tree.root / taken).exists():
            raise Unable(f"{taken} is there already", "another name", (f"{taken}:1",))


def _planned(tree: Tree, changes: ChangeSet, moved: tuple[str, str], *, docs: bool) -> Plan:
    path, target = moved
    old, new = tree.module(path), tree.module(target)
    same = PurePosixPath(path).parent == PurePosixPath(target).parent
    plan = Plan(f"{'Renamed' if same else 'Moved'} the module {old} to {new}")
    text = _moved_text(tree, path, target)
    for change in changes.changes:
        if isinstance(change, ChangeContents):
            name = change.resource.path
            after = _with_ends(tree.files[name].text, change.new_contents)
            if name != path:
                plan.spans[name] = differences(tree.files[name].text, after)
        elif not isinstance(change, MoveResource):
            raise Unable(f"the change is of a kind that I cannot write ({change})")
    plan.created[target] = text
    plan.deleted.append(path)
    stub = tree.stubs.get(f"{path}i")
    if stub is not None:
        plan.created[f"{target}i"] = stub.text
        plan.deleted.append(stub.path)
    rename_paths(tree, plan, {old: new})
    rename_entries(tree, plan, {f"{old}:": f"{new}:"})
    plan.spans.pop(path, None)
    mentions(tree, plan, old, new, docs=docs)
    return plan


def _moved_text(tree: Tree, path: str, target: str) -> str:
    """Give the module's own text; in another package its relative imports have full paths."""
    file = tree.files[path]
    if PurePosixPath(path).parent == PurePosixPath(target).parent:
        return file.text
    spans: list[Span] = []
    for each in bindings(tree, file):
        start = file.start(each.node)
        found = re.compile(r"from\s+(\.[.\s]*[\w.]*)\s*import\b").match(file.text, start)
        if found:
            spans.append(Span(found.start(1), found.end(1), f"{each.module} "))
    unique = {span.start: span for span in spans}
    return splice(file.text, list(unique.values())).replace("  import", " import")


def _with_ends(before: str, after: str) -> str:
    return after.replace("\r\n", "\n").replace("\n", "\r\n") if "\r\n" in before else after


def differences(before: str, after: str) -> set[Span]:
    """Give the words that differ as spans, so that other edits of the same line stay possible."""
    import difflib

    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    starts = [0]
    for line in old:
        starts.append(starts[-1] + len(line))
    found: set[Span] = set()
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            found |= _words_between(starts[a], "".join(old[a:b]), "".join(new[c:d]))
    return found


def _words_between(start: int, before: str, after: str) -> set[Span]:
    import difflib

    old, new = (re.findall(r"\w+|\W", text) for text in (before, after))
    places = [start]
    for word in old:
        places.append(places[-1] + len(word))
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return {
        Span(places[a], places[b], "".join(new[c:d]))
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    }
