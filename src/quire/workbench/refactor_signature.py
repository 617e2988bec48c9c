"""Change a function's parameters, in its definition, its overrides and every call."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from dataclasses import dataclass

from .refactor_definitions import Definition, Wanted, chosen, node_of
from .refactor_occurrences import Found, Occurrence, occurrences
from .refactor_rename import adopt, origins_of, report_open
from .refactor_scopes import check_name
from .refactor_tree import Plan, Tree, Unable
from .source import SourceFile

_Function = (ast.FunctionDef, ast.AsyncFunctionDef)
_NAME = re.compile(r"(\*{0,2})\s*(\w*)")


@dataclass(frozen=True)
class Step:
    """One change of a list of parameters: a new one, one that goes, or the new order."""

    add: str = ""
    default: str = ""
    annotation: str = ""
    remove: str = ""
    order: tuple[str, ...] = ()


def read_step(fields: dict[str, object]) -> Step:
    """Read a step from an order's JSON."""
    order = fields.get("order")
    names = {
        name: str(fields.get(name) or "") for name in ("add", "default", "annotation", "remove")
    }
    return Step(**names, order=tuple(map(str, order)) if isinstance(order, list) else ())


@dataclass(frozen=True)
class Listed:
    """What stands between parentheses: the offsets of its parts, and of the closing one."""

    parts: list[tuple[int, int]]
    opened: int
    closed: int


@dataclass(frozen=True)
class Site:
    """A call: where its arguments are, and how many parameters are bound before the first."""

    path: str
    node: ast.Call
    listed: Listed
    bound: int


def listed(file: SourceFile, opened: int) -> Listed:
    """Split what stands in the parentheses that open at an offset at its own commas."""
    text = file.text[opened:]
    starts = [0] + [found.end() for found in re.finditer(r"\r\n|\r|\n", text)]
    parts: list[tuple[int, int]] = []
    first = last = -1
    depth = lambdas = 0
    for token in tokenize.generate_tokens(io.StringIO(text, newline="").readline):
        begin = opened + starts[token.start[0] - 1] + token.start[1]
        end = opened + starts[token.end[0] - 1] + token.end[1]
        depth += (token.string in ("(", "[", "{")) - (token.string in (")", "]", "}"))
        over = depth == 0
        if depth == 1:
            lambdas += (token.string == "lambda") - (token.string == ":" and lambdas > 0)
        if over or (token.string == "," and depth == 1 and not lambdas):
            if first >= 0:
                parts.append((first, last))
            first = -1
        elif begin > opened and token.type not in (tokenize.NL, tokenize.COMMENT):
            first, last = (begin if first < 0 else first), end
        if over:
            return Listed(parts, opened, begin)
    raise Unable(f"the parentheses at {file.path}:{file.line_of(opened)} have no end")


def change_signature(tree: Tree, wanted: Wanted, steps: list[Step]) -> Plan:
    """Plan to add, remove or reorder parameters; raise Unable where a call forbids it."""
    definition = chosen(tree, wanted)
    if definition.kind not in ("function", "method"):
        raise Unable(f"{definition.words} is no function", "the name of a function or method")
    origins = origins_of(tree, definition)
    found = occurrences(tree, origins)
    plan = Plan(f"Changed the parameters of {definition.qualified}")
    adopt(tree, plan, definition, found)
    sites = _sites(tree, plan, found, definition)
    for step in steps:
        if step.add:
            _add(tree, plan, origins, sites, step)
        elif step.remove:
            _remove(tree, plan, origins, sites, step.remove, found)
        else:
            _reorder(tree, plan, origins, sites, list(step.order), found)
    report_open(tree, plan, found)
    return plan


def _sites(tree: Tree, plan: Plan, found: Found, definition: Definition) -> list[Site]:
    """Find the calls among the uses, those by another name too; a use as a value is noted."""
    classes = {node.name for file in tree.files.values() for node in ast.walk(file.tree)
               if isinstance(node, ast.ClassDef)}  # fmt: skip
    node = node_of(tree.files[definition.path], definition)
    static = _decorated(node, "staticmethod")
    sites: list[Site] = []
    for name, uses in ((definition.name, found.certain), *_by_other_names(tree, found)):
        called: set[Occurrence] = set()
        for path in sorted({use.path for use in uses}):
            file = tree.files[path]
            for each in ast.walk(file.tree):
                if isinstance(each, ast.Call) and isinstance(each.func, (ast.Name, ast.Attribute)):
                    use = Occurrence(path, file.end(each.func) - len(name))
                    if use in uses:
                        called.add(use)
                        opened = file.text.index("(", file.end(each.func))
                        bound = _bound(definition, each.func, classes) and not static
                        sites.append(Site(path, each, listed(file, opened), int(bound)))
        plan.notes.extend(
            f"It is used as a value at {tree.place(use.path, use.start)}; calls made through that "
            "were not checked."
            for use in sorted(uses - called) if _is_value(tree.files[use.path], use.start)
        )  # fmt: skip
    return sites


def _by_other_names(tree: Tree, found: Found) -> list[tuple[str, set[Occurrence]]]:
    """Give the names that imports give it (`import total as t`), each with its uses."""
    aliases: list[tuple[str, set[Occurrence]]] = []
    for use in sorted(found.certain):
        file = tree.files[use.path]
        alias = re.compile(r"\w+\s+as\s+(\w+)").match(file.text, use.start)
        if alias and not _is_value(file, use.start):
            origin = Definition("variable", "", alias[1], use.path, alias.start(1), 0)
            inner = occurrences(tree, [origin])
            uses = {each for each in inner.certain if each.start != alias.start(1)}
            aliases.append((alias[1], uses))
    return aliases


def _bound(definition: Definition, func: ast.expr, classes: set[str]) -> bool:
    if definition.kind != "method":
        return False
    if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name):
        return func.value.id not in classes
    return True


def _decorated(node: ast.AST | None, name: str) -> bool:
    decorators = node.decorator_list if isinstance(node, _Function) else []
    return any(isinstance(each, ast.Name) and each.id == name for each in decorators)


def _is_value(file: SourceFile, start: int) -> bool:
    line = file.text[file.line_start(start) : start].lstrip()
    return not re.match(r"(async\s+)?(def|class|from|import)\b", line)


def _parameters(tree: Tree, origin: Definition) -> tuple[Listed, list[str]]:
    """Give the places and the names of a definition's parameters, stars included."""
    file = tree.files[origin.path]
    opened = file.text.index("(", origin.offset)
    found = listed(file, opened)
    return found, [_label(file.text[start:end]) for start, end in found.parts]


def _label(text: str) -> str:
    found = _NAME.match(text)
    return f"{found[1]}{found[2]}" if found else text


def _add(tree: Tree, plan: Plan, origins: list[Definition], sites: list[Site], step: Step) -> None:
    """Add a parameter with a default: the calls stay as they are."""
    name = step.add
    check_name(name)
    if not step.default:
        raise Unable(f"the new parameter {name} has no default, so no call would fit",
                     f"a default: `add parameter {name}=None to …`")  # fmt: skip
    for origin in origins:
        file = tree.files[origin.path]
        found, labels = _parameters(tree, origin)
        if name in (label.lstrip("*") for label in labels) or _uses(file, origin, name):
            raise Unable(f"{name} already means something in {origin.qualified}", "another name",
                         (f"{origin.path}:{origin.line}",))  # fmt: skip
        annotation = f": {step.annotation} = " if step.annotation else "="
        text = f"{name}{annotation}{step.default}"
        index = next((n for n, label in enumerate(labels) if label.startswith("**")), len(labels))
        if index < len(labels):
            start = found.parts[index][0]
            plan.edit(origin.path, start, start, f"{text}, ")
        elif labels:
            end = found.parts[-1][1]
            plan.edit(origin.path, end, end, f", {text}")
        else:
            plan.edit(origin.path, found.opened + 1, found.opened + 1, text)
    del sites
    plan.told = f"Added the parameter {name} to {origins[0].qualified}"


def _uses(file: SourceFile, origin: Definition, name: str) -> bool:
    node = node_of(file, origin)
    return node is not None and any(
        isinstance(each, ast.Name) and each.id == name for each in ast.walk(node)
    )


def _remove(
    tree: Tree, plan: Plan, origins: list[Definition], sites: list[Site], name: str, found: Found
) -> None:
    """Remove a parameter that no body uses, and its argument from every call."""
    _sure(tree, found)
    places = [f"{each.path}:{each.line}" for each in origins
              if _uses(tree.files[each.path], each, name)]  # fmt: skip
    if places:
        raise Unable(f"{name} is used inside {origins[0].qualified}",
                     "a function that does not use it", tuple(places))  # fmt: skip
    index = -1
    for origin in origins:
        where, labels = _parameters(tree, origin)
        if name not in labels:
            raise Unable(f"{origin.qualified} has no parameter {name}", "one of its parameters")
        at = labels.index(name)
        if origin == origins[0]:
            plain = [label for label in labels if label != "/"]
            starred = next((n for n, label in enumerate(plain) if label[:1] == "*"), len(plain))
            index = plain.index(name) if plain.index(name) < starred else 10_000
        _cut(tree, plan, origin.path, where, at)
    for site in sites:
        given = _argument(tree, site, name, index - site.bound)
        if given is not None:
            _cut(tree, plan, site.path, site.listed, given)
    plan.told = f"Removed the parameter {name} of {origins[0].qualified}"


def _sure(tree: Tree, found: Found) -> None:
    if found.open:
        places = tuple(tree.place(use.path, use.start) for use in sorted(found.open))
        raise Unable("nobody can tell whether these calls are calls of it",
                     "types there, for example annotations", places)  # fmt: skip


def _argument(tree: Tree, site: Site, name: str, index: int) -> int | None:
    """Give the number of the part that gives a parameter its value in a call."""
    file = tree.files[site.path]
    for number, (start, end) in enumerate(site.listed.parts):
        text = file.text[start:end]
        if text.startswith("*"):
            place = f"{site.path}:{file.line_of(start)}"
            raise Unable("a call gives its arguments as a whole", "plain arguments", (place,))
        if re.match(rf"{re.escape(name)}\s*=(?!=)", text):
            return number
    positional = len(site.node.args)
    return index if 0 <= index < positional else None


def _cut(tree: Tree, plan: Plan, path: str, where: Listed, at: int) -> None:
    """Take one part out, with the comma that it no longer needs."""
    parts = where.parts
    if at + 1 < len(parts):
        plan.edit(path, parts[at][0], parts[at + 1][0], "")
    elif at > 0:
        plan.edit(path, parts[at - 1][1], parts[at][1], "")
    else:
        text = tree.files[path].text
        comma = text.find(",", parts[0][1], where.closed)
        plan.edit(path, parts[0][0], comma + 1 if comma >= 0 else parts[0][1], "")


def _reorder(
    tree: Tree, plan: Plan, origins: list[Definition], sites: list[Site], order: list[str],
    found: Found,
) -> None:  # fmt: skip
    """Give the parameters another order; positional arguments follow."""
    _sure(tree, found)
    old: list[str] = []
    for origin in origins:
        where, labels = _parameters(tree, origin)
        starred = next((n for n, label in enumerate(labels) if label[:1] == "*"), len(labels))
        plain = [label for label in labels[:starred] if label]
        bound = plain[:1] if origin.kind == "method" and plain[:1] in (["self"], ["cls"]) else []
        wished = [*bound, *(name for name in order if name not in bound)]
        if sorted(wished) != sorted(plain) or labels[: len(plain)] != plain:
            place = f"{origin.path}:{origin.line}"
            raise Unable(f"{origin.qualified} has the parameters {', '.join(plain)}",
                         "all of them, in the new order", (place,))  # fmt: skip
        old = old or plain
        texts = {_label(tree.files[origin.path].text[a:b]): tree.files[origin.path].text[a:b]
                 for a, b in where.parts}  # fmt: skip
        for (start, end), name in zip(where.parts, wished):
            plan.edit(origin.path, start, end, texts[name])
    for site in sites:
        _reorder_call(tree, plan, site, old, [*old[: len(old) - len(order)], *order])
    plan.told = f"Reordered the parameters of {origins[0].qualified}"


def _reorder_call(tree: Tree, plan: Plan, site: Site, old: list[str], new: list[str]) -> None:
    file = tree.files[site.path]
    number = len(site.node.args)
    if any(isinstance(each, ast.Starred) for each in site.node.args):
        place = f"{site.path}:{site.node.lineno}"
        raise Unable("a call gives its arguments as a whole", "plain arguments", (place,))
    given = dict(zip(old[site.bound :], site.listed.parts[:number]))
    texts: list[str] = []
    plain = True
    for name in new[site.bound :]:
        if name not in given:
            plain = False
            continue
        start, end = given[name]
        value = file.text[start:end]
        texts.append(value if plain else f"{name}={value}")
    for (start, end), text in zip(site.listed.parts[:number], texts):
        plan.edit(site.path, start, end, text)
