"""Apply a rule to files: replacements with captures, names that moved, the imports they need."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, field

from .migrate_match import Finder, Match, compiled
from .migrate_rules import Rule
from .refactor_imports import Binding, add_import, bindings, bound_names, drop_alias
from .refactor_tree import Plan, Tree
from .source import SourceFile, Span

_ATOMS = (ast.Name, ast.Constant, ast.Attribute, ast.Call, ast.Subscript, ast.List, ast.Dict,
          ast.Set, ast.ListComp, ast.SetComp, ast.DictComp, ast.JoinedStr)  # fmt: skip
_CAPTURE = re.compile(r"\$\$?(\w+)")
_CHAIN = re.compile(r"(?<![\w.$'\"])[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")


@dataclass
class Imports:
    """The names of one file while it is changed: what is bound, and what must be imported."""

    tree: Tree
    file: SourceFile
    fresh: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        top = {id(node) for node in self.file.tree.body}
        self.known = [each for each in bindings(self.tree, self.file) if id(each.node) in top]
        self.taken = set(bound_names(self.file))

    def render(self, dotted: str, modules: tuple[str, ...]) -> str:
        """Give a dotted path as this file can write it; an empty text if it cannot."""
        module = next((each for each in modules if dotted.startswith(f"{each}.")), "")
        for each in self.known:
            whole = f"{each.module}.{each.attribute}" if each.attribute else each.module
            if not f"{whole}.".startswith(f"{module}." if module else ""):
                continue
            if each.attribute or each.alias.asname or "." not in each.module:
                if dotted == whole or dotted.startswith(f"{whole}."):
                    return each.name + dotted[len(whole) :]
            elif dotted.startswith(f"{each.module}."):
                return dotted
        if not module:
            return dotted
        root, inner = module.partition(".")[0], dotted[len(module) + 1 :]
        first = inner.partition(".")[0]
        if root not in self.taken or self._is_root(root):
            self._add(f"import {module}")
            return dotted
        if first in self.taken and f"from {module} import {first}" not in self.fresh:
            return ""
        self._add(f"from {module} import {first}")
        return inner

    def _is_root(self, root: str) -> bool:
        return any(each.name == root and not each.attribute and not each.alias.asname
                   for each in self.known)  # fmt: skip

    def _add(self, statement: str) -> None:
        if statement not in self.fresh:
            self.fresh.append(statement)


def planned(tree: Tree, rule: Rule) -> Plan:
    """Plan one rule over the whole project."""
    plan = Plan(rule.title or rule.id)
    for path in sorted(tree.files):
        if _may_match(tree.files[path].text, rule):
            _one(tree, plan, tree.files[path], rule)
    return plan


def _may_match(text: str, rule: Rule) -> bool:
    """Say whether a file holds the last name of some pattern: that is quick to see."""
    lasts = [re.findall(r"[A-Za-z_]\w*", _CAPTURE.sub("", old.partition("(")[0]))[-1:]
             for old, _ in rule.pairs]  # fmt: skip
    lasts += [[old.rpartition(".")[2]] for old, _ in rule.moves]
    return any(last[0] in text for last in lasts if last) or any(not last for last in lasts)


def _one(tree: Tree, plan: Plan, file: SourceFile, rule: Rule) -> None:
    finder = Finder(file)
    imports = Imports(tree, file)
    dropped: list[Binding] = []
    for old, new in rule.pairs:
        for match in finder.matches(compiled(old), rule.where, rule.inside):
            text = _written(file, imports, match, new, rule.modules)
            if text is None:
                plan.notes.append(f"{file.path}:{file.line_of(match.start)} is left alone: a name "
                                  "that it needs means something else there.")  # fmt: skip
                continue
            plan.edit(file.path, match.start, match.end, text)
    for old, new in rule.moves:
        dropped += _moved_imports(plan, file, imports, old, new)
        for match in finder.matches(compiled(old), {}, ""):
            written = file.text[match.start : match.end]
            module, _, name = new.rpartition(".")
            if "." not in written:  # a plain name follows its import
                continue
            if module == old.rpartition(".")[0]:
                text = f"{written.rpartition('.')[0]}.{name}"
            else:
                text = imports.render(new, (module,)) or new
            plan.edit(file.path, match.start, match.end, text)
    add_import(plan, file, imports.fresh)
    _unused(plan, file, rule, dropped)


def _written(
    file: SourceFile, imports: Imports, match: Match, new: str, modules: tuple[str, ...]
) -> str | None:
    """Give the replacement with its captures, None where a name cannot be written."""
    rendered: list[str] = []
    position = 0
    for chain in _CHAIN.finditer(new):
        text = imports.render(chain.group(), modules)
        if not text:
            return None
        rendered.append(new[position : chain.start()] + text)
        position = chain.end()
    template = "".join(rendered) + new[position:]
    for name, spans in match.captures.items():
        if all(start == end for start, end in spans):
            template = re.sub(rf",?\s*\$\${name}\b", "", template)

    def put(found: re.Match[str]) -> str:
        spans = match.captures.get(found[1], [])
        if not spans:
            return ""
        text = ", ".join(file.text[start:end] for start, end in spans)
        if found.group().startswith("$$") or _in_call(template, found):
            return text
        return text if _is_atom(text) else f"({text})"

    whole = _CAPTURE.sub(put, template)
    return whole if match.bare or _is_atom(whole) else f"({whole})"


def _in_call(template: str, found: re.Match[str]) -> bool:
    """Say whether a capture stands alone between brackets or commas."""
    before, after = template[: found.start()].rstrip(), template[found.end() :].lstrip()
    return before[-1:] in ("(", ",", "[", "=") and after[:1] in (")", ",", "]")


def _is_atom(text: str) -> bool:
    try:
        return isinstance(ast.parse(text, mode="eval").body, _ATOMS)
    except SyntaxError:
        return False


def _moved_imports(
    plan: Plan, file: SourceFile, imports: Imports, old: str, new: str
) -> list[Binding]:
    """Plan that an import takes a name from its new module."""
    module, _, name = old.rpartition(".")
    target, _, called = new.rpartition(".")
    found = [each for each in bindings(imports.tree, file)
             if each.module == module and each.attribute == name]  # fmt: skip
    for each in found:
        names: list[ast.alias] = getattr(each.node, "names", [])
        own = each.alias.asname or ("" if called == name else name)
        also = f" as {own}" if own else ""
        line = f"from {target} import {called}{also}"
        start, end = file.start(each.node), file.end(each.node)
        if len(names) == 1:
            plan.edit(file.path, start, end, line)
            continue
        drop_alias(plan, file, each)
        place = file.next_line(end)
        plan.edit(file.path, place, place, f"{file.indent(start)}{line}{file.newline}")
    return found


def _unused(plan: Plan, file: SourceFile, rule: Rule, dropped: list[Binding]) -> None:
    """Plan that an import goes whose every use is replaced."""
    spans = plan.spans.get(file.path, set())
    if not spans or file.path.endswith("__init__.py"):
        return
    olds = [old for old, _ in (*rule.pairs, *rule.moves)]
    old_modules = {old.partition("(")[0].partition(".")[0] for old in olds}
    new = " ".join(span.text for span in spans)
    for each in bindings(None, file):
        root = each.module.partition(".")[0]
        top = each.node in file.tree.body and each not in dropped
        if root not in old_modules or not top or re.search(rf"\b{each.name}\b", new):
            continue
        if re.search(rf"['\"]{each.name}['\"]", file.text):  # in __all__, or looked up by name
            continue
        used = [node for node in ast.walk(file.tree)
                if isinstance(node, ast.Name) and node.id == each.name]  # fmt: skip
        alive = [node for node in used if not _covered(file.start(node), spans)]
        if used and not alive and len(getattr(each.node, "names", [])) == 1:
            drop_alias(plan, file, each)


def _covered(place: int, spans: set[Span]) -> bool:
    return any(span.start <= place < span.end for span in spans)
