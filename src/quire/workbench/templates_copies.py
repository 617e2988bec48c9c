"""Edit templates for values that are one object where two were meant, and names exchanged."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from .scope import MOST_PLACES, Place
from .source import Edit
from .templates_borrowed import with_names
from .templates_statements import own_line

_KEEPS = {"append", "add", "insert", "put", "appendleft"}
_CHANGES = {"append", "pop", "add", "remove", "insert", "extend", "clear", "update", "sort",
            "reverse", "discard", "popleft", "appendleft", "setdefault", "popitem", "subtract",
            "difference_update", "intersection_update", "rotate",
            "symmetric_difference_update"}  # fmt: skip
_COPIES = {"list": ("{0}[:]", "list({0})"), "dict": ("dict({0})", "{0}.copy()"),
           "set": ("set({0})", "{0}.copy()"),
           "Counter": ("{0}.copy()", "Counter({0})"),
           "": ("{0}[:]", "list({0})", "{0}.copy()")}  # fmt: skip
_SURE = 2.0  # bits for a copy of what is kept while it goes on changing
_GIVEN = 3.5  # the same for what was given and is changed under another name
_EACH = ("strip", "lower", "upper", "title", "capitalize")


@lru_cache(maxsize=MOST_PLACES)
def changed(place: Place) -> frozenset[str]:
    """Name what a function changes in place."""
    found: set[str] = set()
    for node in place.nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            if node.func.attr in _CHANGES and isinstance(node.func.value, ast.Name):
                found.add(node.func.value.id)
        elif isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            found |= {node.value.id} if isinstance(node.ctx, (ast.Store, ast.Del)) else set()
    return frozenset(found)


def kept(place: Place, node: ast.Name) -> Iterator[Edit]:
    """Keep a copy of what goes on changing."""
    parent = place.parent(node)
    if not isinstance(node.ctx, ast.Load) or place.called(node):
        return
    call = isinstance(parent, ast.Call) and getattr(parent.func, "attr", "") in _KEEPS
    entry = isinstance(parent, ast.Assign) and isinstance(parent.targets[0], ast.Subscript)
    if node.id in changed(place) and (call or entry or isinstance(parent, ast.Yield)):
        yield from _copied(place, node, _SURE)
    elif isinstance(parent, ast.Assign) and _named(parent.targets[0]) in changed(place):
        yield from _copied(place, node, _GIVEN)


def _named(target: ast.expr) -> str:
    return str(getattr(target, "id", ""))


def _copied(place: Place, node: ast.Name, bits: float) -> Iterator[Edit]:
    seen = place.types(node)
    kind = next((each for each in ("list", "dict", "set", "Counter") if each in seen), "")
    for worse, form in enumerate(_COPIES[kind] if kind or not seen else ()):
        new = form.format(node.id)
        yield place.swap(node, new, f"`{new}`, a copy", bits + 0.5 * worse, "copy")
    if kind == "dict":
        for made in ("list(value)", "set(value)", "dict(value)"):
            new = f"{{key: {made} for key, value in {node.id}.items()}}"
            yield place.swap(node, new, f"`{new}`"[:90], bits + 3.0, "copy")


def exchanged(place: Place, node: ast.stmt | ast.Call) -> Iterator[Edit]:
    """Exchange two names wherever a statement has them, or what a call is given."""
    text = place.text(node)
    if "\n" in text or '"' in text or "'" in text:
        return
    if isinstance(node, ast.stmt) and not own_line(place, node):
        return
    inside = (n.id for n in ast.walk(node) if isinstance(n, ast.Name))
    names = [n for n in dict.fromkeys(inside) if n in place.locals and n not in ("self", "cls")]
    types = place.known.types
    for index, one in enumerate(names):
        for two in names[index + 1 :]:
            if types.get(one, set()) & types.get(two, set()) or one not in types:
                new = with_names(text, {one: two, two: one})
                yield place.swap(node, new, f"exchange `{one}` and `{two}`", 5.0, "swap")


def throughout(place: Place, node: ast.Attribute) -> Iterator[Edit]:
    """Read another part of an object wherever the function reads this one."""
    owner = node.value
    if not isinstance(owner, ast.Name) or not isinstance(node.ctx, ast.Load):
        return
    text = place.text(node)
    same = [each for each in place.nodes if isinstance(each, ast.Attribute)
            and isinstance(each.ctx, ast.Load) and place.text(each) == text]  # fmt: skip
    if len(same) < 2 or same[0] is not node or any(map(place.called, same)):
        return
    kinds = place.known.types.get(owner.id, set())
    names = {name for kind in kinds for name in place.known.attributes.get(kind, ())}
    for name in sorted(names - {node.attr}):
        if not name.startswith("__"):
            for form, bits in ((f"{owner.id}.{name}", 5.5), (f"{owner.id}.{name}()", 6.5)):
                spans = [(place.source.start(n), place.source.end(n), form) for n in same]
                yield place.put(
                    spans, f"`{form}` instead of `{text}` throughout", bits, "attribute"
                )


def remembered(place: Place, node: ast.Return) -> Iterator[Edit]:
    """Remember what was computed where the function looks for what it remembers."""
    if node.value is None or isinstance(node.value, ast.Constant) or not own_line(place, node):
        return
    source = place.source
    line = source.newline + source.indent(source.start(node))
    for test in place.nodes:
        if not isinstance(test, ast.If) or not isinstance(test.test, ast.Compare):
            continue
        answer = test.body[0]
        if not isinstance(test.test.ops[0], ast.In) or not isinstance(answer, ast.Return):
            continue
        key, memory = place.text(test.test.left), place.text(test.test.comparators[0])
        entry = f"{memory}[{key}]"
        if answer.value is None or place.text(answer.value) != entry or answer is node:
            continue
        new = f"{entry} = {place.text(node.value)}{line}return {entry}"
        yield place.swap(node, new, f"remember `{entry}`"[:90], 2.5, "copy")


def each(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Do with each text what should be done with all."""
    name = getattr(node.func, "attr", "")
    if name == "join" and len(node.args) == 1 and isinstance(node.args[0], (ast.Name, ast.Call)):
        given = node.args[0]
        for method in _EACH:
            new = f"part.{method}() for part in {place.text(given)}"
            span = (place.source.start(given), place.source.end(given), new)
            yield place.put([span], f"`{new}`"[:90], 6.0, "copy")
    elif name in ("split", "splitlines") and not isinstance(place.parent(node), ast.Subscript):
        text = place.text(node)
        for form in ("part.strip()", "int(part)", "float(part)"):
            new = f"[{form} for part in {text}]"
            yield place.swap(node, new, f"`{new}`"[:90], 6.0, "copy")
        new = f"[part for part in {text} if part]"
        yield place.swap(node, new, f"`{new}`"[:90], 6.0, "copy")
