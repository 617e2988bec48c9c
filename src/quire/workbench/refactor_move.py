"""Move a function, class or variable to another module, or a module to another place."""

from __future__ import annotations

import ast
import re

from .refactor_definitions import Definition, Wanted, chosen
from .refactor_entries import rename_entries
from .refactor_imports import (
    PYTHONS,
    Binding,
    add_in_order,
    add_typed,
    bindings,
    bound_names,
    drop_alias,
    imported_module,
    insert,
    is_relative,
    relative,
)
from .refactor_mentions import mentions, rename_paths
from .refactor_modules import move_module
from .refactor_needs import Needs, names_of, needs, refuse_computed
from .refactor_occurrences import Found, occurrences
from .refactor_stubs import refuse_stubs
from .refactor_tree import Plan, Tree, Unable, whole
from .refactor_unused import drop_unused
from .source import SourceFile


def move(tree: Tree, wanted: Wanted, to: str, *, docs: bool) -> Plan:
    """Plan to move the one thing that is meant; raise Unable where that is not safe."""
    definition = chosen(tree, wanted)
    if definition.kind == "module":
        return move_module(tree, definition, _target(tree, definition, to), docs=docs)
    if "." in definition.qualified:
        raise Unable(f"{definition.words} is not at the top of its module",
                     "a function, class or variable at the top of a module")  # fmt: skip
    return _moved(tree, definition, _target(tree, definition, to), docs=docs)


def _target(tree: Tree, definition: Definition, to: str) -> str:
    """Give the file that an order's last words mean."""
    name = f"{definition.name}.py" if definition.kind == "module" else ""
    plain = to.removeprefix("./").rstrip("/")
    if plain.endswith(".py"):
        return plain
    root = next((each for each in tree.roots if definition.path.startswith(f"{each}/")), "")
    prefix = f"{root}/" if root else ""
    for folder in (plain, f"{prefix}{plain.replace('.', '/')}"):
        if (tree.root / folder).is_dir():
            if name:
                return f"{folder}/{name}"
            return f"{folder}/__init__.py"
    known = tree.path_of(plain)
    if known:
        return known
    return f"{prefix}{plain.replace('.', '/')}.py"


def _moved(tree: Tree, definition: Definition, target: str, *, docs: bool) -> Plan:
    source = tree.files[definition.path]
    if target == source.path:
        raise Unable(f"{definition.name} is in {target} already")
    old, new = definition.module, tree.module(target)
    name = definition.name
    plan = Plan(f"Moved the {definition.kind} {name} from {old} to {new}")
    node = _statement(source, name)
    start, end = whole(source, node)
    found = occurrences(tree, [definition])
    refuse_stubs(tree, {name}, "move definitions")
    # What a package offers at its top, it goes on offering.
    offered = source.path.endswith("__init__.py") and not name.startswith("_")
    remaining = offered or _used_elsewhere(source, name, node) or _is_passed_on(tree, old, name)
    needed = needs(tree, source, node, name)
    _refuse_cycle(tree, definition, target, remaining=remaining, from_source=needed.own)
    gone = drop_unused(tree, plan, source, (start, end))
    last = not source.text[end:].strip()  # then the blank lines before it end the file
    plan.edit(source.path, len(source.text[:start].rstrip()) + 1 if last else start, end, "")
    if remaining:
        again = _styled(tree, source, source.path, [f"from {new} import {name}"])
        add_in_order(plan, source, again, gone)
    needed.imports.extend(f"from {old} import {each}" for each in needed.own)
    if target in tree.files:
        refuse_computed(tree.files[target], node, needed)
    _put(tree, plan, (source, target, name), source.text[start:end], needed)
    for path in sorted({use.path for use in found.certain} - {source.path}):
        _redirect(tree, plan, path, found, (definition, target))
    rename_paths(tree, plan, {f"{old}.{name}": f"{new}.{name}"})
    rename_entries(tree, plan, {f"{old}:{name}": f"{new}:{name}"})
    mentions(tree, plan, f"{old}.{name}", f"{new}.{name}", docs=docs)
    return plan


def _statement(file: SourceFile, name: str) -> ast.stmt:
    """Give the only statement at the top of a file that binds a name."""
    found = [node for node in file.tree.body if _binds(node, name)]
    if len(found) != 1:
        lines = tuple(f"{file.path}:{node.lineno}" for node in found)
        raise Unable(f"{name} is not bound by one statement of its own", "", lines)
    node = found[0]
    if isinstance(node, ast.Assign) and [ast.unparse(each) for each in node.targets] != [name]:
        raise Unable(f"the statement that sets {name} sets other names too", "",
                     (f"{file.path}:{node.lineno}",))  # fmt: skip
    return node


def _binds(node: ast.stmt, name: str) -> bool:
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return node.name == name
    if isinstance(node, ast.Assign):
        return any(name in names_of(each) for each in node.targets)
    return isinstance(node, ast.AnnAssign) and getattr(node.target, "id", "") == name


def _used_elsewhere(file: SourceFile, name: str, node: ast.stmt) -> bool:
    """Say whether the rest of a file needs the name: in code, or in what it exports."""
    rest = (each for each in file.tree.body if each is not node)
    return any(
        name in names_of(each) or (isinstance(inner, ast.Constant) and inner.value == name)
        for each in rest
        for inner in ast.walk(each)
    )


def _is_passed_on(tree: Tree, module: str, name: str) -> bool:
    """Say whether another file takes everything of a module (`from module import *`)."""
    return not name.startswith("_") and any(
        each.attribute == "*" and each.module == module
        for path in tree.holding("import")
        if "*" in tree.files[path].text
        for each in bindings(tree, tree.files[path])
    )


def _refuse_cycle(
    tree: Tree, definition: Definition, target: str, *, remaining: bool, from_source: list[str]
) -> None:
    """Raise Unable if the two modules would have to import each other."""
    old, new = definition.module, tree.module(target)
    back = from_source
    forth = remaining
    if target in tree.files:
        modules = {each.module for each in bindings(tree, tree.files[target])
                   if each.attribute != definition.name}  # fmt: skip
        forth_already = {each.module for each in bindings(tree, tree.files[definition.path])}
        forth = forth or new in forth_already
        if old in modules and forth:
            raise Unable(f"{old} and {new} would import each other", "",
                         (f"{target}:1", f"{definition.path}:1"))  # fmt: skip
    if back and forth:
        raise Unable(
            f"{definition.name} uses {', '.join(back)} of {old}, which uses {definition.name}: the "
            "two modules would import each other", "to move those too",
            (f"{definition.path}:{definition.line}",),
        )  # fmt: skip


def _styled(tree: Tree, like: SourceFile, path: str, statements: list[str]) -> list[str]:
    """Give imports for the file at a path with dots, where a file like it has them so."""
    if not any(is_relative(each) for each in bindings(tree, like)):
        return statements
    parts = [each.split(maxsplit=2) for each in statements]
    top = tree.module(path).partition(".")[0]
    return [
        f"from {relative(tree, path, module)} {rest}"
        if word == "from" and module.partition(".")[0] == top
        else f"{word} {module} {rest}".rstrip()
        for word, module, rest in ([*each, ""][:3] for each in parts)
    ]  # fmt: skip


def _put(
    tree: Tree, plan: Plan, where: tuple[SourceFile, str, str], text: str, needed: Needs
) -> None:
    """Plan to write a definition at the end of its new module, with the imports it needs."""
    source, target, name = where
    body = text.rstrip() + "\n"
    gap = "\n\n" if re.match(r"(#.*\n)*(@|def|class|async)", body) else ""
    if target not in tree.files:
        if (tree.root / target).exists():
            raise Unable(f"{target} cannot be read as Python")
        imports = _styled(tree, source, target, needed.imports)
        typed = _styled(tree, source, target, needed.typed)
        head = _head(tree, Needs(imports, typed, needed.own, needed.late))
        plan.created[target] = f"{head}\n{gap[1:]}{body}" if head else body
        return
    file = tree.files[target]
    known = {each.name: each.statement() for each in bindings(tree, file)}
    for taken, line in bound_names(file).items():
        own = taken == name and not known.get(taken, "").endswith(f"import {name}")
        other = any(_binds_name(text, taken) and known.get(taken) != text
                    for text in (*needed.imports, *needed.typed))  # fmt: skip
        if own or other:
            raise Unable(f"{target} has another {taken}", "another name", (f"{target}:{line}",))
    fresh = [text for text in needed.imports if text not in known.values()]
    typed = [text for text in needed.typed if text not in known.values()]
    add_typed(plan, file, *(_styled(tree, source, target, each) for each in (fresh, typed)))
    end = len(file.text)
    before = "" if not file.text or file.text.endswith("\n") else "\n"
    insert(plan, file, end, (before + gap + body).replace("\n", file.newline))


def _head(tree: Tree, needed: Needs) -> str:
    """Give the imports of a new module: a block each for Python's, installed and own modules.

    Those for types alone stand in a block of their own behind them.
    """
    typing = ["from typing import TYPE_CHECKING"] if needed.typed else []
    blocks: dict[int, list[str]] = {0: ["from __future__ import annotations"] * needed.late}
    for row in sorted({*needed.imports, *typing}, key=lambda row: (row[:4] == "from", row)):
        blocks.setdefault(_rank(tree, row), []).append(row)
    rows = ["\n".join(blocks[rank]) for rank in sorted(blocks) if blocks[rank]]
    if needed.typed:
        rows.append("\n".join(["if TYPE_CHECKING:", *(f"    {each}" for each in needed.typed)]))
    return "\n\n".join(rows) + "\n" * bool(rows)


def _rank(tree: Tree, row: str) -> int:
    """Give the block of an import: of Python's own modules, of installed ones, of the project."""
    top = row.split()[1].partition(".")[0]
    own = {tree.module(path).partition(".")[0] for path in tree.files}
    return 3 if not top or top in own else 1 if top in PYTHONS else 2


def _binds_name(statement: str, name: str) -> bool:
    words = statement.replace(".", " ").split()
    return (
        words[-1] == name if " as " in statement or statement[:4] == "from" else (words[1] == name)
    )


def _redirect(
    tree: Tree, plan: Plan, path: str, found: Found, moved: tuple[Definition, str]
) -> None:
    """Plan that a file takes the name from its new module."""
    definition, target = moved
    file, new, name = tree.files[path], tree.module(target), definition.name
    fresh: list[str] = []
    known = bindings(tree, file)
    for each in known:
        if each.module == definition.module and each.attribute == name:
            shown = relative(tree, path, new) if is_relative(each) else new
            _reimport(plan, file, each, shown, drop=path == target)
    starts = {use.start for use in found.certain if use.path == path}
    uses = [
        node for node in ast.walk(file.tree)
        if isinstance(node, ast.Attribute) and file.end(node) - len(name) in starts
        and definition.module in _meant(file.segment(node.value), known)
    ]  # fmt: skip
    beside = None if path == target else _beside(file, uses, known, (definition.module, new))
    if beside:
        _take_too(plan, file, beside, new.rpartition(".")[2], len(uses))
    for node in uses:
        begin, end = file.start(node.value), file.end(node.value)
        if path == target:
            plan.edit(path, begin, file.end(node), name)
            continue
        plan.edit(path, begin, end, new.rpartition(".")[2] if beside else new)
        if not beside:
            fresh.append(f"import {new}")
    have = {each.statement() for each in known}
    add_in_order(plan, file, sorted(set(fresh) - have))


def _beside(
    file: SourceFile, uses: list[ast.Attribute], known: list[Binding], modules: tuple[str, str]
) -> Binding | None:
    """Give the import of the old module beside which the new one can be taken: `from a import b`.

    All uses have to go through it, and the new module's name has to be free in the file.
    """
    old, new = modules
    parent, _, last = new.rpartition(".")
    taken = [
        each for each in known
        if each.attribute and f"{each.module}.{each.attribute}" == old and each.module == parent
        and not each.alias.asname and each.node in file.tree.body
    ]  # fmt: skip
    words = re.search(rf"(?<![\w.]){re.escape(last)}(?!\w)", file.text)
    if len(taken) != 1 or words or not uses:
        return None
    plain = all(isinstance(each.value, ast.Name) and each.value.id == taken[0].name
                for each in uses)  # fmt: skip
    return taken[0] if plain else None


def _take_too(plan: Plan, file: SourceFile, binding: Binding, name: str, number: int) -> None:
    """Plan that an import takes another name, or that name alone where nothing needs the old."""
    start, end = file.start(binding.alias), file.end(binding.alias)
    used = sum(isinstance(each, ast.Name) and each.id == binding.name
               for each in ast.walk(file.tree))  # fmt: skip
    if used == number:
        plan.edit(file.path, start, end, name)
        return
    names: list[ast.alias] = getattr(binding.node, "names", [])
    told = [each.name.casefold() for each in names]
    later = [each for each in names if each.name.casefold() > name.casefold()]
    first = later[0] if later and told == sorted(told) else None
    begins = first is not None and not file.text[
        file.line_start(file.start(first)) : file.start(first)].strip()  # fmt: skip
    if first is not None:
        place = file.start(first)
        gap = f"{file.newline}{file.indent(place)}" if begins else " "
        plan.edit(file.path, place, place, f"{name},{gap}")
        return
    place = file.end(names[-1])
    plan.edit(file.path, place, place, f", {name}")


def _reimport(plan: Plan, file: SourceFile, binding: Binding, new: str, *, drop: bool) -> None:
    names: list[ast.alias] = getattr(binding.node, "names", [])
    if drop:
        if binding.alias.asname:
            raise Unable(f"{file.path} imports it as {binding.alias.asname}", "",
                         (f"{file.path}:{binding.node.lineno}",))  # fmt: skip
        drop_alias(plan, file, binding)
        return
    start = file.start(binding.node)
    if len(names) == 1:
        found = re.compile(r"from\s+([.\w]+)\s+import").match(file.text, start)
        if found:
            plan.edit(file.path, found.start(1), found.end(1), new)
        return
    drop_alias(plan, file, binding)
    also = f" as {binding.alias.asname}" if binding.alias.asname else ""
    if binding.node in file.tree.body:
        add_in_order(plan, file, [f"from {new} import {binding.attribute}{also}"])
        return
    line = f"{file.indent(start)}from {new} import {binding.attribute}{also}{file.newline}"
    place = file.next_line(file.end(binding.node))
    plan.edit(file.path, place, place, line)


def _meant(text: str, known: list[Binding]) -> set[str]:
    """Give the modules that a dotted expression may stand for."""
    first, dot, rest = text.partition(".")
    found: set[str] = set()
    for each in known:
        if each.name == first:
            if not each.attribute and not each.alias.asname:
                found.add(text)
            found.update(f"{module}{dot}{rest}" for module in imported_module(each)
                         if each.attribute or each.alias.asname)  # fmt: skip
    return found
