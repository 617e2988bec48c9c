"""Rename what a project defines, in every file that uses it."""

from __future__ import annotations

import ast

from .refactor_definitions import (
    Definition,
    Wanted,
    chosen,
    hierarchy,
    members,
    method_of,
    name_offset,
)
from .refactor_mentions import mentions, rename_exports, rename_paths
from .refactor_modules import rename_module
from .refactor_occurrences import Found, Occurrence, occurrences
from .refactor_scopes import check_member, check_name, check_plain, hidden
from .refactor_tree import Mention, Plan, Tree

_MEMBERS = ("method", "attribute")
_COMMON = frozenset(
    name for kind in (list, dict, str, set, bytes, int, float, tuple) for name in dir(kind)
)


def rename(tree: Tree, wanted: Wanted, new: str, *, docs: bool) -> Plan:
    """Plan to rename the one thing that is meant; raise Unable where that is not safe."""
    check_name(new)
    definition = chosen(tree, wanted)
    if definition.kind == "module":
        return rename_module(tree, definition, new, docs=docs)
    old = definition.name
    origins = origins_of(tree, definition)
    found = occurrences(tree, origins)
    if definition.kind not in _MEMBERS:
        found.certain -= hidden(tree, origins, found.certain)
    check(tree, definition, found, new)
    plan = Plan(f"Renamed the {definition.kind} {definition.qualified} to {new}")
    adopt(tree, plan, definition, found)
    for use in found.certain:
        plan.edit(use.path, use.start, use.start + len(old), new)
    report_open(tree, plan, found)
    if "." not in definition.qualified:
        rename_exports(tree, plan, binding_files(tree, found), old, new)
    if definition.kind not in ("local", "parameter"):
        whole = f"{definition.module}.{definition.qualified}"
        names = {whole: f"{whole.rpartition('.')[0]}.{new}"}
        names.update(_through_packages(tree, found, definition, new))
        rename_paths(tree, plan, names)
        mentions(tree, plan, old, new, docs=docs)
    if old.lower().startswith("test"):
        plan.renamed.append((old, new))
    return plan


def origins_of(tree: Tree, definition: Definition) -> list[Definition]:
    """List the definitions that are one thing with this one: overrides and their parameters."""
    inner = method_of(definition) if definition.kind == "parameter" else definition
    if inner.kind not in _MEMBERS:
        return [definition]
    found = [definition]
    for path, node in hierarchy(tree, inner):
        for name, member in members(node):
            if name == inner.name:
                found.extend(_same(tree, path, node, member, definition))
    return list(dict.fromkeys(found))


def _same(
    tree: Tree, path: str, owner: ast.ClassDef, member: ast.AST, definition: Definition
) -> list[Definition]:
    """Give a member of a related class, or its parameter, as a definition like the first."""
    file = tree.files[path]
    offset = -1
    if definition.kind == "parameter" and isinstance(member, ast.FunctionDef):
        named = (each for each in ast.walk(member.args)
                 if isinstance(each, ast.arg) and each.arg == definition.name)  # fmt: skip
        offset = next((file.start(each) for each in named), -1)
    elif isinstance(member, (ast.FunctionDef, ast.AsyncFunctionDef)):
        offset = name_offset(file, member)
    elif isinstance(member, ast.Name):
        offset = file.start(member)
    elif isinstance(member, ast.Attribute):
        offset = file.end(member) - len(member.attr)
    if offset < 0:
        return []
    qualified = f"{owner.name}.{definition.name}"
    return [Definition(definition.kind, tree.module(path), qualified, path, offset,
                       file.line_of(offset))]  # fmt: skip


def check(tree: Tree, definition: Definition, found: Found, new: str) -> None:
    """Raise Unable if the new name collides with another, or hides one."""
    if definition.kind in _MEMBERS:
        check_member(tree, definition, new)
        return
    plain = [use for use in found.certain if not _is_attribute(tree, use)]
    check_plain(tree, plain, new)


def adopt(tree: Tree, plan: Plan, definition: Definition, found: Found) -> None:
    """Decide about uses on objects of unknown type.

    Those of a member are taken if nothing else has a member of that name; those of a plain name
    are left out if some class has such a member.
    """
    inner = method_of(definition) if definition.kind == "parameter" else definition
    if not found.open:
        return
    others = _owners(tree, inner.name) - {
        (path, node.name) for path, node in hierarchy(tree, inner)
    }  # fmt: skip
    if inner.kind not in _MEMBERS:
        if others:
            found.open.clear()
        return
    taken = found.open if inner is definition else _arguments(tree, found, inner.name)
    if others or inner.name in _COMMON or not taken:
        return
    number = len(taken)
    plan.notes.append(
        f"{number} of the uses {'is' if number == 1 else 'are'} on objects whose type is not "
        f"known; no other class of the project has a member {inner.name}, so I took them as its "
        "uses."
    )
    found.certain |= taken
    found.open -= taken


def _owners(tree: Tree, name: str) -> set[tuple[str, str]]:
    """Give the classes that have a member of a name."""
    return {
        (path, node.name)
        for path in tree.holding(name)
        for node in ast.walk(tree.files[path].tree)
        if isinstance(node, ast.ClassDef) and any(each == name for each, _ in members(node))
    }


def _arguments(tree: Tree, found: Found, method: str) -> set[Occurrence]:
    """Give the open uses that are keywords in calls of a method of that name."""
    return {
        use
        for use in found.open
        for node in ast.walk(tree.files[use.path].tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        and node.func.attr == method
        and any(tree.files[use.path].start(each) == use.start for each in node.keywords)
    }  # fmt: skip


def report_open(tree: Tree, plan: Plan, found: Found) -> None:
    """Report the uses that were left alone because nobody can tell what they refer to."""
    for use in sorted(found.open):
        file = tree.files[use.path]
        start = file.line_start(use.start)
        text = file.text[start : file.next_line(use.start)].strip()
        plan.mentions.append(Mention(use.path, file.line_of(use.start), f"{text}  (type unknown)"))


def binding_files(tree: Tree, found: Found) -> set[str]:
    """Give the files that bind the name at their top: by definition or by import."""
    return {use.path for use in found.certain if not _is_attribute(tree, use)}


def _is_attribute(tree: Tree, use: Occurrence) -> bool:
    before = tree.files[use.path].text[: use.start].rstrip()
    return before.endswith(".") and not before.endswith("..") and not _in_import(tree, use)


def _in_import(tree: Tree, use: Occurrence) -> bool:
    file = tree.files[use.path]
    return file.text[file.line_start(use.start) :].lstrip().startswith("from ") and (
        " import " in file.text[file.line_start(use.start) : use.start]
    )


def _through_packages(tree: Tree, found: Found, definition: Definition, new: str) -> dict[str, str]:
    """Give the other dotted paths of a name that packages pass on."""
    names: dict[str, str] = {}
    first, _, rest = definition.qualified.partition(".")
    if rest:
        return names
    for use in found.certain:
        module = tree.module(use.path)
        if use.path.endswith("__init__.py") and not _is_attribute(tree, use):
            names[f"{module}.{first}"] = f"{module}.{new}"
    return names
