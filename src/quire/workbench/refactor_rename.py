"""Rename what a project defines, in every file that uses it."""

from __future__ import annotations

import ast

from .refactor_definitions import (
    Definition,
    Wanted,
    chosen,
    definitions,
    hierarchy,
    members,
    method_of,
    name_offset,
)
from .refactor_described import rename_described
from .refactor_entries import entries, rename_entries
from .refactor_mentions import mentions, rename_exports, rename_paths
from .refactor_modules import rename_module
from .refactor_occurrences import Found, Occurrence, instances, occurrences, passed_over
from .refactor_outside import refuse_promised
from .refactor_scopes import check_member, check_name, check_plain, hidden
from .refactor_strings import (
    rename_annotations,
    rename_doctests,
    rename_looked_up,
    rename_module_lookups,
    rename_slots,
)
from .refactor_stubs import rename_in_stubs
from .refactor_tree import Mention, Plan, Tree, Unable

# Functions of the standard library and of attrs that copy an object with other values.
_COPIES = frozenset({"replace", "evolve", "assoc"})
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
    if definition.kind in _MEMBERS:
        refuse_promised(tree, definition)
    old = definition.name
    origins = origins_of(tree, definition)
    found = occurrences(tree, origins)
    if definition.kind not in _MEMBERS:
        found.certain -= hidden(tree, origins, found.certain)
    check(tree, definition, found, new)
    _refuse_named(tree, definition)
    passed = passed_over(tree, definition, found)
    plan = Plan(f"Renamed the {definition.kind} {definition.qualified} to {new}")
    adopt(tree, plan, definition, found)
    _take_given(tree, definition, found)
    for use in found.certain:
        plan.edit(use.path, use.start, use.start + len(old), new)
    for use, bare in passed.items():
        plan.edit(use.path, use.start, use.start + len(old), f"{new} as {old}" if bare else new)
    report_open(tree, plan, found)
    _texts(tree, plan, definition, found, new)
    if definition.kind not in ("local", "parameter"):
        rename_in_stubs(tree, plan, definition, binding_files(tree, found), new)
        whole = f"{definition.module}.{definition.qualified}"
        names = {whole: f"{whole.rpartition('.')[0]}.{new}"}
        names.update(_through_packages(tree, found, definition, new))
        rename_paths(tree, plan, names)
        if definition.owner == "":
            rename_entries(tree, plan, entries(names))
        mentions(tree, plan, old, new, docs=docs)
    elif definition.kind == "parameter":
        rename_in_stubs(tree, plan, definition, set(), new)
        rename_described(tree, plan, origins, new, docs=docs)
        _note_spread(tree, plan, definition)
    if old.lower().startswith("test"):
        plan.renamed.append((old, new))
    return plan


def _texts(tree: Tree, plan: Plan, definition: Definition, found: Found, new: str) -> None:
    """Change the name where it is written as text and still is code."""
    old = definition.name
    if definition.kind in _MEMBERS:
        alone = old not in _COMMON and not _others(tree, definition)
        rename_slots(tree, plan, definition, new)
        rename_looked_up(tree, plan, definition, new, alone=alone)
        if alone:
            rename_doctests(tree, plan, set(tree.holding(old)), old, new, member=True)
    elif "." not in definition.qualified:
        paths = binding_files(tree, found)
        rename_exports(tree, plan, paths, old, new)
        rename_annotations(tree, plan, paths, old, new)
        rename_doctests(tree, plan, paths, old, new, member=False)
        rename_module_lookups(tree, plan, definition, new)


def _note_spread(tree: Tree, plan: Plan, definition: Definition) -> None:
    """Say which calls may give a parameter by a name that stands elsewhere: `f(**values)`."""
    name = method_of(definition).name
    name = definition.owner.split(".")[-2] if name == "__init__" else name
    plan.notes.extend(
        f"The call at {path}:{node.lineno} spreads a mapping (`**`): names in it were not checked."
        for path in tree.holding(name)
        for node in ast.walk(tree.files[path].tree)
        if isinstance(node, ast.Call) and any(each.arg is None for each in node.keywords)
        and name == (getattr(node.func, "id", None) or getattr(node.func, "attr", None))
    )  # fmt: skip


def _refuse_named(tree: Tree, definition: Definition) -> None:
    """Raise Unable if a function gives the names of its variables away."""
    if definition.kind not in ("local", "parameter"):
        return
    file = tree.files[definition.path]
    for each in ast.walk(file.tree):
        if not isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        if not file.start(each) <= definition.offset < file.end(each):
            continue
        for call in ast.walk(each):
            if (
                isinstance(call, ast.Call)
                and isinstance(call.func, ast.Name)
                and (
                    call.func.id in ("locals", "eval", "exec")
                    or (call.func.id == "vars" and not call.args)
                )
            ):
                raise Unable(f"`{call.func.id}` in {each.name} sees the names of its variables",
                             "a function without it", (f"{file.path}:{call.lineno}",))  # fmt: skip


def origins_of(tree: Tree, definition: Definition) -> list[Definition]:
    """List the definitions that are one thing with this one: overrides and their parameters."""
    inner = method_of(definition) if definition.kind == "parameter" else definition
    if inner.kind not in _MEMBERS:
        if definition.kind != "parameter":
            return [definition]
        # Overloads, and what an `if` defines twice.
        return [each for each in definitions(tree, definition.name)
                if each.kind == "parameter" and each.path == definition.path
                and each.qualified == definition.qualified]  # fmt: skip
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
    if definition.kind == "parameter" and isinstance(
        member, (ast.FunctionDef, ast.AsyncFunctionDef)
    ):
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
    others = _others(tree, inner)
    if inner.kind not in _MEMBERS:
        if others:
            found.open.clear()
        return
    read = {use for use in found.open if _is_attribute(tree, use) or _is_made_of(tree, inner)}
    taken = read if inner is definition else _arguments(tree, found, inner.name)
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


def _others(tree: Tree, member: Definition) -> set[tuple[str, str]]:
    """Give the unrelated classes that have a member of the same name."""
    family = {(path, node.name) for path, node in hierarchy(tree, member)}
    return _owners(tree, member.name) - family


def _owners(tree: Tree, name: str) -> set[tuple[str, str]]:
    """Give the classes that have a member of a name."""
    return {
        (path, node.name)
        for path in tree.holding(name)
        for node in ast.walk(tree.files[path].tree)
        if isinstance(node, ast.ClassDef) and any(each == name for each, _ in members(node))
    }


def _is_made_of(tree: Tree, member: Definition) -> bool:
    """Say whether the classes get their attributes by keyword, as data classes do."""
    return all(
        name != "__init__" for _, node in hierarchy(tree, member) for name, _ in members(node)
    )


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


def _take_given(tree: Tree, field: Definition, found: Found) -> None:
    """Take the uses of a field as a keyword: where an object is made, or copied with changes."""
    if field.kind != "attribute":
        return
    family = {(path, node.name) for path, node in hierarchy(tree, field)}
    makers = {"cls", *(name for _, name in family)} if _is_made_of(tree, field) else set()
    uses: dict[Occurrence, Occurrence] = {}
    for path in tree.holding(field.name):
        file = tree.files[path]
        for node in ast.walk(file.tree):
            held = _held(node, makers) if isinstance(node, ast.Call) else None
            for each in node.keywords if isinstance(node, ast.Call) and held else ():
                if each.arg == field.name and held is not None:
                    uses[Occurrence(path, file.start(each))] = Occurrence(path, file.end(held) - 1)
    sure = instances(tree, list(set(uses.values())), family)
    given = {use for use, place in uses.items() if place in sure}
    found.certain |= given
    found.open -= given


def _held(call: ast.Call, makers: set[str]) -> ast.expr | None:
    """Give the class that a call makes an object of, or the object that it copies."""
    named = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    held = call.func if named in makers else None
    if named in _COPIES:
        held = call.args[0] if call.args else None
    elif named == "_replace" and isinstance(call.func, ast.Attribute):
        held = call.func.value
    return held if isinstance(held, (ast.Name, ast.Attribute)) else None


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
