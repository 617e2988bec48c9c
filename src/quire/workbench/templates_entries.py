"""Edit templates for what collections hold: first values of entries, rows that are one object."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .scope import MAPS, Place, word_of
from .source import Edit

_FILLED = {"append": "[]", "extend": "[]", "insert": "[]", "add": "set()", "update": "{}"}
_SHARED = 2.0  # bits for rows that are one object, which nobody means
_KINDS = ("list", "int", "set", "dict", "str")
_LISTS = {"list", "tuple", "deque", "set", "frozenset", "dict_values", "dict_keys", "generator"}


def entries(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Fill an entry of a mapping that may not be there yet."""
    function = node.func
    if not isinstance(function, ast.Attribute) or not isinstance(function.value, ast.Subscript):
        return
    entry = function.value
    first = _FILLED.get(function.attr)
    if first is None or isinstance(entry.slice, ast.Slice) or not _may_map(place, entry.value):
        return
    bits = 3.5 if place.types(entry.value) & MAPS else 5.5
    for value in dict.fromkeys((first, "set()" if function.attr == "update" else first)):
        new = f"{place.text(entry.value)}.setdefault({place.text(entry.slice)}, {value})"
        yield place.swap(entry, new, f"`{new}`"[:90], bits, "entry")


def counted(place: Place, node: ast.AugAssign) -> Iterator[Edit]:
    """Change an entry of a mapping that may not be there yet."""
    entry = node.target
    if not isinstance(entry, ast.Subscript) or isinstance(entry.slice, ast.Slice):
        return
    if not _may_map(place, entry.value) or not isinstance(node.op, ast.Add):
        return
    kinds = place.types(node.value)
    first = next((_EMPTY[kind] for kind in sorted(kinds) if kind in _EMPTY), "0")
    bits = 3.5 if place.types(entry.value) & MAPS else 5.5
    owner, key, value = (place.text(each) for each in (entry.value, entry.slice, node.value))
    new = f"{owner}[{key}] = {owner}.get({key}, {first}) + {place.bare(node.value, 12)}"
    start, end = place.source.start(node), place.source.end(node)
    if "\n" not in value:
        yield place.put([(start, end, new)], f"`{new}`"[:90], bits, "entry")


_EMPTY = {"int": "0", "float": "0", "str": "''", "list": "[]"}


def gathered(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Gather in an entry what is assigned to it one by one."""
    entry = node.targets[0]
    if not isinstance(entry, ast.Subscript) or isinstance(entry.slice, ast.Slice):
        return
    owner, key = place.text(entry.value), place.text(entry.slice)
    start, end = place.source.start(node), place.source.end(node)
    for first, method, value, bits in _parts(place, node.value):
        new = f"{owner}.setdefault({key}, {first}).{method}({value})"
        yield place.put([(start, end, new)], f"`{new}`"[:90], bits, "entry")
        if bits < 6.0:
            new = f"{owner}[{key}].{method}({value})"
            yield place.put([(start, end, new)], f"`{new}`"[:90], bits, "entry")


def _parts(place: Place, value: ast.expr) -> Iterator[tuple[str, str, str, float]]:
    """Yield the first value, the method and the argument that gather a value, with bits."""
    if isinstance(value, (ast.List, ast.Set)) and len(value.elts) == 1:
        one = place.text(value.elts[0])
        first, method = ("[]", "append") if isinstance(value, ast.List) else ("set()", "add")
        yield first, method, one, 4.5
    elif isinstance(value, (ast.Name, ast.Attribute, ast.Tuple)):
        yield "[]", "append", place.text(value), 6.5


def _may_map(place: Place, owner: ast.expr) -> bool:
    kinds = place.types(owner)
    return not kinds or bool(kinds & MAPS)


def rows(place: Place, node: ast.BinOp) -> Iterator[Edit]:
    """Make each row an object of its own."""
    if not isinstance(node.op, ast.Mult):
        return
    for display, count in ((node.left, node.right), (node.right, node.left)):
        if isinstance(display, ast.List) and len(display.elts) == 1 and _is_changing(display):
            number = place.text(count)
            new = f"[{place.text(display.elts[0])} for _ in range({number})]"
            yield place.swap(node, new, f"`{new}`, rows of their own"[:90], _SHARED, "entry")


def _is_changing(display: ast.List) -> bool:
    """Say whether the one element of a list can be changed."""
    inner = display.elts[0]
    if isinstance(inner, ast.BinOp):
        inner = inner.left if isinstance(inner.left, ast.List) else inner.right
    called = isinstance(inner, ast.Call) and isinstance(inner.func, ast.Name)
    return called or isinstance(inner, (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp))


def shared_values(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Give each key of a new mapping a value of its own; let a default be of another kind."""
    name = word_of(node.func)
    if name == "fromkeys" and len(node.args) == 2:
        if isinstance(node.args[1], (ast.List, ast.Dict, ast.Call, ast.Set)):
            given, value = (place.text(each) for each in node.args)
            new = f"{{key: {value} for key in {given}}}"
            yield place.swap(node, new, f"`{new}`"[:90], _SHARED, "entry")
    elif name == "defaultdict" and node.args and isinstance(node.args[0], ast.Name):
        for kind in _KINDS:
            if kind != node.args[0].id:
                yield place.swap(node.args[0], kind, f"begin with `{kind}()`", 4.0, "entry")


def begun_entries(place: Place, node: ast.Dict) -> Iterator[Edit]:
    """Use a mapping whose entries have a first value."""
    if node.keys or "defaultdict" not in place.known.globals:
        return
    for kind in _KINDS[:4]:
        new = f"defaultdict({kind})"
        yield place.swap(node, new, f"`{new}`", 4.5, "entry")


def merged(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Put all elements of a collection in, not one value."""
    function, parent = node.func, place.parent(node)
    many = {"append": "extend", "add": "update"}
    if not isinstance(function, ast.Attribute) or not isinstance(parent, ast.Expr):
        return
    if function.attr not in many or len(node.args) != 1:
        return
    owner, given = place.text(function.value), place.text(node.args[0])
    for name in place.locals:
        if name not in (owner, given) and place.known.types.get(name, set()) & _LISTS:
            new = f"{owner}.{many[function.attr]}({name})"
            yield place.swap(node, new, f"`{new}`"[:90], 6.5, "attribute")
