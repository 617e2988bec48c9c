"""Change a function's parameters, in its definition, its overrides and every call."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from .refactor_calls import Listed, Site, listed, sites_of
from .refactor_definitions import Definition, Wanted, chosen, definitions, node_of
from .refactor_described import mention_described
from .refactor_occurrences import Found, occurrences
from .refactor_order import put, swapped
from .refactor_outside import refuse_promised
from .refactor_rename import adopt, origins_of, report_open
from .refactor_scopes import check_name
from .refactor_stubs import declared
from .refactor_tree import Plan, Tree, Unable
from .source import SourceFile

_Function = (ast.FunctionDef, ast.AsyncFunctionDef)
_PLAIN_DECORATORS = frozenset({"staticmethod", "classmethod", "abstractmethod", "overload", "final",
                               "override", "wraps", "lru_cache", "cache", "deprecated",
                               "contextmanager"})  # fmt: skip
_NAME = re.compile(r"(\*{0,2})\s*(\w*)")


@dataclass(frozen=True)
class Step:
    """One change of a list of parameters: a new one, one that goes, a new order, keyword-only ones.

    The order is told whole, by two names or places to `swap` (`only` these two exist), or by one
    name to `put` before or after another, at an end where the other is empty. A new parameter
    that is `passed` stands in every call; one that is `named` stands behind a star. `keyword` names
    those that calls are to give by their names; "*" is all of them.
    """

    add: str = ""
    default: str = ""
    annotation: str = ""
    passed: bool = False
    named: bool = False
    remove: str = ""
    keyword: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    swap: tuple[str, ...] = ()
    only: bool = False
    put: str = ""
    before: str | None = None
    after: str | None = None


def read_step(fields: dict[str, object]) -> Step:
    """Read a step from an order's JSON."""
    return Step(
        add=_text(fields, "add"), default=_text(fields, "default"),
        annotation=_text(fields, "annotation"), passed=fields.get("passed") is True,
        named=fields.get("named") is True,
        remove=_text(fields, "remove"), keyword=_texts(fields, "keyword"),
        order=_texts(fields, "order"), swap=_texts(fields, "swap"),
        only=fields.get("only") is True, put=_text(fields, "put"),
        before=_text(fields, "before") if "before" in fields else None,
        after=_text(fields, "after") if "after" in fields else None,
    )  # fmt: skip


def _text(fields: dict[str, object], key: str) -> str:
    return str(fields.get(key) or "")


def _texts(fields: dict[str, object], key: str) -> tuple[str, ...]:
    value = fields.get(key)
    return tuple(map(str, value)) if isinstance(value, list) else ()


def change_signature(tree: Tree, wanted: Wanted, steps: list[Step]) -> Plan:
    """Plan to add, remove or reorder parameters; raise Unable where a call forbids it."""
    definition = _function_of(tree, chosen(tree, wanted))
    if not all(step.add for step in steps):
        _refuse_called(tree, definition)
    # Each class is made with parameters of its own.
    alone = definition.name in ("__init__", "__new__")
    origins = [definition] if alone else origins_of(tree, definition)
    found = occurrences(tree, origins)
    plan = Plan(f"Changed the parameters of {definition.qualified}")
    adopt(tree, plan, definition, found)
    # The calls stay as they are where each new parameter has a default that nobody passes.
    same = all(step.add and not step.passed for step in steps)
    sites = [] if same else sites_of(tree, plan, found, definition)
    origins += declared(tree, definition)
    for step in steps:
        if step.add:
            _add(tree, plan, origins, sites, step)
        elif step.remove:
            _remove(tree, plan, origins, sites, step.remove, found)
        elif step.keyword:
            _by_keyword(tree, plan, origins, sites, step.keyword, found)
        else:
            _reorder(tree, plan, origins, sites, _ordered(tree, definition, step), found)
    report_open(tree, plan, found)
    return plan


def _function_of(tree: Tree, definition: Definition) -> Definition:
    """Give the function whose parameters are meant: of a class, what makes its objects."""
    if definition.kind in ("function", "method"):
        return definition
    if definition.kind != "class":
        raise Unable(f"{definition.words} is no function", "the name of a function or method")
    made = [each for each in definitions(tree, "__init__") if each.path == definition.path
            and each.qualified == f"{definition.qualified}.__init__"]  # fmt: skip
    if not made:
        raise Unable(f"{definition.words} has no `__init__` of its own",
                     "the class whose `__init__` it takes over, or one that has one")  # fmt: skip
    return made[0]


def _refuse_called(tree: Tree, definition: Definition) -> None:
    """Raise Unable if code outside the project calls the function by its parameters."""
    node = node_of(tree.files[definition.path], definition)
    decorators = getattr(node, "decorator_list", [])
    names = {ast.unparse(each).partition("(")[0].rpartition(".")[2] for each in decorators}
    other = sorted(names - _PLAIN_DECORATORS)
    if other:
        raise Unable(f"the decorator {other[0]} may call it in its own way", "a plain function",
                     (f"{definition.path}:{definition.line}",))  # fmt: skip
    if definition.name != "__init__":
        refuse_promised(tree, definition)


def _parameters(tree: Tree, origin: Definition) -> tuple[Listed, list[str]]:
    """Give the places and the names of a definition's parameters, stars included."""
    file = tree.file(origin.path)
    opened = file.text.index("(", origin.offset)
    found = listed(file, opened)
    return found, [_label(file.text[start:end]) for start, end in found.parts]


def _label(text: str) -> str:
    found = None if text == "/" else _NAME.match(text)
    return f"{found[1]}{found[2]}" if found else text


def _add(tree: Tree, plan: Plan, origins: list[Definition], sites: list[Site], step: Step) -> None:
    """Add a parameter with a default: the calls stay as they are."""
    name = step.add
    check_name(name)
    if not step.default:
        raise Unable(f"the new parameter {name} has no default, so no call would fit",
                     f"a default: `add parameter {name}=None to …`")  # fmt: skip
    for origin in origins:
        file = tree.file(origin.path)
        found, labels = _parameters(tree, origin)
        if name in (label.lstrip("*") for label in labels) or _uses(file, origin, name):
            raise Unable(f"{name} already means something in {origin.qualified}", "another name",
                         (f"{origin.path}:{origin.line}",))  # fmt: skip
        annotation = f": {step.annotation} = " if step.annotation else "="
        text = f"{name}{annotation}{step.default}"
        index = next((n for n, label in enumerate(labels) if label.startswith("**")), len(labels))
        if step.named and not any(_is_star(label) for label in labels):
            text = f"*,{_gap(file, found.parts[-1][0]) if labels else ' '}{text}"
        if index < len(labels):
            start = found.parts[index][0]
            plan.edit(origin.path, start, start, f"{text},{_gap(file, start)}")
        elif labels:
            start, end = found.parts[-1]
            plan.edit(origin.path, end, end, f",{_gap(file, start)}{text}")
        else:
            plan.edit(origin.path, found.opened + 1, found.opened + 1, text)
    if step.passed:
        _pass_on(tree, plan, sites, f"{name}={step.default}")
    plan.told = f"Added the parameter {name} to {origins[0].qualified}"


def _gap(file: SourceFile, start: int) -> str:
    """Give what stands between two parameters: a line's end where each has a line of its own."""
    alone = not file.text[file.line_start(start) : start].strip()
    return f"{file.newline}{file.indent(start)}" if alone else " "


def _is_star(label: str) -> bool:
    return label[:1] == "*" and label[:2] != "**"


def _pass_on(tree: Tree, plan: Plan, sites: list[Site], text: str) -> None:
    """Give a new argument in every call, last."""
    for site in sites:
        parts = site.listed.parts
        if len(parts) == 1 and any(isinstance(each, ast.GeneratorExp) for each in site.node.args):
            place = tree.place(site.path, parts[0][0])
            raise Unable("a call gives a generator without parentheses", "(…) around it", (place,))
        at = parts[-1][1] if parts else site.listed.opened + 1
        plan.edit(site.path, at, at, f", {text}" if parts else text)


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
              if _uses(tree.file(each.path), each, name)]  # fmt: skip
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
    mention_described(tree, plan, origins, name)
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
        text = tree.file(path).text
        comma = text.find(",", parts[0][1], where.closed)
        plan.edit(path, parts[0][0], comma + 1 if comma >= 0 else parts[0][1], "")


def _ordered(tree: Tree, definition: Definition, step: Step) -> list[str]:
    """Give the wished order of the parameters that a call may give by their place."""
    if step.order:
        return list(step.order)
    _, labels = _parameters(tree, definition)
    starred = next((n for n, label in enumerate(labels) if label[:1] == "*"), len(labels))
    plain = [label for label in labels[:starred] if label]
    bound = definition.kind == "method" and plain[:1] in (["self"], ["cls"])
    names = plain[1:] if bound else plain
    if step.swap:
        return swapped(names, step.swap, only=step.only)
    return put(names, step.put, step.before, step.after)


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
        if sorted(wished) != sorted(plain) or "/" in plain:
            place = f"{origin.path}:{origin.line}"
            raise Unable(f"{origin.qualified} has the parameters {', '.join(plain)}",
                         "all of them, in the new order", (place,))  # fmt: skip
        old = old or plain
        text = tree.file(origin.path).text
        texts = {_label(text[a:b]): text[a:b]
                 for a, b in where.parts}  # fmt: skip
        _refuse_gap([texts[name] for name in wished], origin)
        for (start, end), name in zip(where.parts, wished):
            plan.edit(origin.path, start, end, texts[name])
    for site in sites:
        _reorder_call(tree, plan, site, (old, [*old[: len(old) - len(order)], *order]))
    plan.told = f"Reordered the parameters of {origins[0].qualified}"


def _refuse_gap(texts: list[str], origin: Definition) -> None:
    """Raise Unable if a parameter without a default would stand behind one that has one."""
    for text, following in zip(texts, texts[1:]):
        if "=" in text and "=" not in following:
            raise Unable(f"{_label(text)} of {origin.qualified} has a default and "
                         f"{_label(following)} has none, so it cannot stand behind it",
                         "an order in which those with a default are last",
                         (f"{origin.path}:{origin.line}",))  # fmt: skip


def _by_keyword(
    tree: Tree, plan: Plan, origins: list[Definition], sites: list[Site], names: tuple[str, ...],
    found: Found,
) -> None:  # fmt: skip
    """Put parameters behind a star, and name them in every call."""
    _sure(tree, found)
    old: list[str] = []
    told: list[str] = []
    for origin in origins:
        where, labels = _parameters(tree, origin)
        starred = next((n for n, label in enumerate(labels) if label[:1] == "*"), len(labels))
        plain = [label for label in labels[:starred] if label != "/"]
        bound = origin.kind == "method" and plain[:1] in (["self"], ["cls"])
        wished = plain[bound:] if names == ("*",) else list(names)
        other = [each for each in wished if each not in plain]
        if other or not wished:
            raise Unable(f"{origin.qualified} has no parameter {', '.join(other)}".rstrip()
                         + " that a call may give by its place",
                         f"one of {', '.join(plain[bound:]) or 'none'}",
                         (f"{origin.path}:{origin.line}",))  # fmt: skip
        _put_behind(tree, plan, origin, (where, labels), wished)
        old, told = old or plain, told or wished
    new = [*(each for each in old if each not in told), *(each for each in old if each in told)]
    for site in sites:
        _reorder_call(tree, plan, site, (old, new), frozenset(told))
    plan.told = f"Made {', '.join(told)} of {origins[0].qualified} keyword-only"


def _put_behind(
    tree: Tree, plan: Plan, origin: Definition, listed: tuple[Listed, list[str]],
    names: list[str],
) -> None:  # fmt: skip
    """Put some parameters of a definition behind its star, which is written where it has none."""
    where, labels = listed
    text = tree.file(origin.path).text
    texts = dict(zip(labels, (text[start:end] for start, end in where.parts)))
    starred = next((n for n, label in enumerate(labels) if label[:1] == "*"), len(labels))
    star = [label for label in labels[starred : starred + 1] if _is_star(label)]
    rest = labels[starred + len(star) :]
    moved = [label for label in labels[:starred] if label in names]
    kept = [texts[label] for label in labels[:starred] if label not in names]
    _refuse_gap(kept, origin)
    place = where.parts[len(kept)][0]
    alone = f"*,{_gap(tree.file(origin.path), place)}{texts[moved[0]]}"
    first = [texts[star[0]], texts[moved[0]]] if star else [alone]
    new = [*kept, *first, *(texts[label] for label in (*moved[1:], *rest))]
    for (start, end), after in zip(where.parts, new):
        if text[start:end] != after:
            plan.edit(origin.path, start, end, after)


def _reorder_call(
    tree: Tree, plan: Plan, site: Site, orders: tuple[list[str], list[str]],
    named: frozenset[str] = frozenset(),
) -> None:  # fmt: skip
    """Give the arguments of a call in a new order; those of `named` by their names."""
    old, new = orders
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
        plain = plain and name not in named
        texts.append(value if plain else f"{name}={value}")
    for (start, end), text in zip(site.listed.parts[:number], texts):
        if file.text[start:end] != text:
            plan.edit(site.path, start, end, text)
