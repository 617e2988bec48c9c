"""Edit templates for objects and what they hold: room, keys, links, own kinds, handlers."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .rows import Row
from .scope import Place, is_stored, word_of
from .source import Edit
from .templates_statements import insert_after, line_span, own_line, step

_NEW_ONLY = 3.0  # bits for making room only for what is new
_KEPT = 3.5  # bits for an entry that is kept where it is there
_INHERITED = 3.5  # bits for asking a link what oneself is asked
_EMPTY = 3.5  # bits for the other end of a list that has become empty
_OWN_KIND = 1.5  # bits for the class that a class method is called on
_ALL_KEYS = 3.0  # bits for a key of all that an answer depends on
_COPY = 1.5  # bits for a loop over a copy of what it takes from
_ONCE = 3.5  # bits for doing before a loop what does not depend on its turn
_LATE = 3.0  # bits for binding what a loop is at when a function is made
_SPECIAL = 2.0  # bits for the handler of a special error before that of all
_OUT = 4.5  # bits for taking out what was only looked at
_OTHER_ENDS = {"head": ("tail",), "first": ("last",), "front": ("rear", "back")}
_GENERAL = ("Exception", "BaseException", "OSError", "LookupError", "ArithmeticError")
_REMOVES = ("remove", "pop", "insert", "append", "discard", "add", "clear", "popitem")


def new_only(place: Place, node: ast.If) -> Iterator[Edit]:
    """Make room only for what is not there yet: `key not in data and len(data) >= size`."""
    test = node.test
    if not isinstance(test, ast.Compare) or word_of(getattr(test.left, "func", None)) != "len":
        return
    call = test.left
    if not isinstance(call, ast.Call) or not call.args:
        return
    owner = place.text(call.args[0])
    entries = (n for n in place.nodes if isinstance(n, ast.Subscript) and is_stored(n))
    keys = dict.fromkeys(place.text(n.slice) for n in entries if place.text(n.value) == owner)
    for key in keys:
        new = f"{key} not in {owner} and {place.text(test)}"
        yield place.swap(test, new, f"`{key} not in {owner}`, too"[:90], _NEW_ONLY, "condition")


def kept_entry(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Keep an entry that is there: `current = table.setdefault(name, {})`."""
    entries = [each for each in node.targets if isinstance(each, ast.Subscript)]
    empty = isinstance(node.value, (ast.Dict, ast.List)) and not ast.unparse(node.value)[1:-1]
    if len(entries) != 1 or not empty:
        return
    others = [place.text(each) for each in node.targets if each is not entries[0]]
    owner, key = place.text(entries[0].value), place.text(entries[0].slice)
    call = f"{owner}.setdefault({key}, {place.text(node.value)})"
    new = " = ".join([*others, call])
    yield place.swap(node, new, f"`{call}`, where it is new"[:90], _KEPT, "entry")


def inherited(place: Place, node: ast.Attribute) -> Iterator[Edit]:
    """Ask a link what oneself is asked: `self.parent.names()`, not only `self.parent.own`."""
    link, function = node.value, place.function
    if not isinstance(link, ast.Attribute) or getattr(link.value, "id", "") != "self":
        return
    if place.called(node) or not isinstance(node.ctx, ast.Load) or not place.unit.owners:
        return
    if len(function.args.args) == 1 and f"self.{node.attr}" in place.source.text:
        call = "" if function.decorator_list else "()"
        new = f"{place.text(link)}.{function.name}{call}"
        yield place.swap(node, new, f"`{new}`, all of it"[:90], _INHERITED, "inward")


def both_ends(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Let go of the other end of a list that has become empty."""
    target = node.targets[0]
    moved = isinstance(node.value, ast.Attribute) and place.text(target) in place.text(node.value)
    ends = _OTHER_ENDS.get(word_of(target), ())
    if not isinstance(target, ast.Attribute) or not ends or not moved or not own_line(place, node):
        return
    names = {n.attr for n in place.source.nodes if isinstance(n, ast.Attribute)}
    other = next((each for each in ends if each in names), "")
    if other:
        owner = place.text(target.value)
        text = f"if {place.text(target)} is None:\n{step(place)}{owner}.{other} = None"
        words = f"`{owner}.{other} = None` with the last one"
        yield insert_after(place, node, text, words[:90], _EMPTY)


def own_kind(place: Place, node: ast.Name) -> Iterator[Edit]:
    """Make an object of the class that a class method is called on."""
    given = [each.arg for each in place.function.args.args]
    if given[:1] == ["cls"] and node.id in place.unit.owners and place.called(node):
        yield place.swap(node, "cls", f"`cls` instead of `{node.id}`", _OWN_KIND, "name")


def all_keys(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Remember an answer under all that it depends on, not under a part."""
    name, value = node.targets[0], node.value
    given = [each.arg for each in place.function.args.args if each.arg not in ("self", "cls")]
    named = value.elts if isinstance(value, ast.Tuple) else [value]
    own = {word_of(each) for each in named}
    if not isinstance(name, ast.Name) or not own < set(given):
        return
    keys = (n.slice for n in place.nodes if isinstance(n, ast.Subscript))
    if any(getattr(key, "id", "") == name.id for key in keys):
        new = f"({', '.join(given)})"
        yield place.swap(value, new, f"`{new}`, all of them"[:90], _ALL_KEYS, "entry")


def over_copy(place: Place, node: ast.For) -> Iterator[Edit]:
    """Go through a copy of what the loop takes from or puts into."""
    over = node.iter
    if not isinstance(over, (ast.Attribute, ast.Name)):
        return
    own = place.text(over)
    inner = [each for part in node.body for each in ast.walk(part)]
    calls = (each.func for each in inner if isinstance(each, ast.Call))
    changes = (each for each in calls if word_of(each) in _REMOVES)
    if any(place.text(getattr(each, "value", each)) == own for each in changes):
        yield place.swap(over, f"list({own})", f"`list({own})`, a copy"[:90], _COPY, "copy")


def before_loop(place: Place, node: ast.Expr) -> Iterator[Edit]:
    """Do once, before a loop, what does not depend on its turn."""
    loop = place.parent(node)
    if not isinstance(loop, ast.For) or not own_line(place, node) or node not in loop.body:
        return
    if len(loop.body) == 1 or not isinstance(node.value, ast.Call):
        return
    taken = {n.id for n in ast.walk(loop.target) if isinstance(n, ast.Name)}
    set_here = {n.id for n in ast.walk(loop) if isinstance(n, ast.Name) and is_stored(n)}
    if {n.id for n in ast.walk(node) if isinstance(n, ast.Name)} & (taken | set_here):
        return
    source = place.source
    low, high = line_span(place, node)
    start = source.line_start(source.start(loop))
    moved = source.indent(source.start(loop)) + source.text[low:high].lstrip()
    spans = [(start, start, moved), (low, high, "")]
    yield place.put(spans, f"`{place.text(node)}` once, before the loop"[:90], _ONCE, "move")


def bound_now(place: Place, node: ast.FunctionDef) -> Iterator[Edit]:
    """Bind what a loop is at when a function is made in it: all of them would see the last."""
    loop = next((each for each in place.ancestors(node) if isinstance(each, ast.For)), None)
    if loop is None or node.args.args or node.args.kwonlyargs or node.args.vararg:
        return
    taken = [n.id for n in ast.walk(loop.target) if isinstance(n, ast.Name)]
    read = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
    named = place.source.text.find("(", place.source.start(node)) + 1
    for name in (each for each in taken if each in read):
        yield place.put([(named, named, f"{name}={name}")], f"`{name}` as it is now", _LATE, "slip")


def special_first(place: Place, node: ast.Try) -> Iterator[Edit]:
    """Handle a special error before all errors: the first handler that fits is taken."""
    source = place.source
    for one, two in zip(node.handlers, node.handlers[1:]):
        if one.type is not None and word_of(one.type) in _GENERAL and two.type is not None:
            texts = [source.text[source.start(each) : source.end(each)] for each in (one, two)]
            spans = [
                (source.start(one), source.end(one), texts[1]),
                (source.start(two), source.end(two), texts[0]),
            ]
            words = f"`except {place.text(two.type)}` first"
            yield place.put(spans, words[:90], _SPECIAL, "swap")


def taken_out(place: Place, node: ast.Subscript) -> Iterator[Edit]:
    """Take out what is first or last, not only look at it."""
    index = getattr(node.slice, "value", None)
    last = place.text(node.slice) == "-1"
    if not isinstance(node.ctx, ast.Load) or not (index == 0 or last):
        return
    kinds = place.types(node.value)
    statement = place.statement(node)
    if isinstance(statement, (ast.Assign, ast.Return)) and (not kinds or "list" in kinds):
        new = f"{place.text(node.value)}.pop({'' if last else 0})"
        yield place.swap(node, new, f"`{new}`, taken out"[:90], _OUT, "get")


TABLE: list[Row] = [
    ((ast.If,), new_only),
    ((ast.Assign,), kept_entry),
    ((ast.Attribute,), inherited),
    ((ast.Assign,), both_ends),
    ((ast.Name,), own_kind),
    ((ast.Assign,), all_keys),
    ((ast.For,), over_copy),
    ((ast.Expr,), before_loop),
    ((ast.FunctionDef,), bound_now),
    ((ast.Try,), special_first),
    ((ast.Subscript,), taken_out),
]
