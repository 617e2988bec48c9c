"""Edit templates for calls, comprehensions, loops' bounds and lambdas."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache
from typing import Union

from .scope import MAPS, Place, constant_int, word_of
from .source import Edit, SourceFile
from .units import FUNCTIONS

_NO_FLAG = 4.0  # bits more for handing what is no truth to a parameter that is a flag
Comprehension = Union[ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp]


def arguments(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Exchange, drop or add arguments, or drop the call around its argument."""
    source = place.source
    given = [a for a in node.args if not isinstance(a, ast.Starred)]
    for index, left in enumerate(given):
        for distance, right in enumerate(given[index + 1 :]):
            spans = [
                (source.start(left), source.end(left), place.text(right)),
                (source.start(right), source.end(right), place.text(left)),
            ]
            yield place.put(spans, "exchange two arguments", 3.5 + distance, "swap")
    everything = [*node.args, *(k for k in node.keywords)]
    for index in range(len(everything)):
        if len(everything) > 1:
            kept = [_argument(place, a) for i, a in enumerate(everything) if i != index]
            gone = _argument(place, everything[index])
            yield _call(place, node, kept, f"drop the argument `{gone}`"[:90], 5.0)
    if len(node.args) == 1 and not node.keywords:
        inner = place.text(node.args[0])
        if isinstance(node.args[0], ast.GeneratorExp) and not inner.startswith("("):
            inner = f"({inner})"
        yield place.swap(node, inner, f"`{inner}` without the call around it"[:90], 4.5, "unwrap")
    if isinstance(node.func, ast.Attribute):
        inner = place.text(node.func.value)
        yield place.swap(
            node, inner, f"`{inner}` without `.{node.func.attr}()`"[:90], 5.5, "unwrap"
        )
    yield from _more(place, node)
    yield from _known_calls(place, node)


def _argument(place: Place, node: ast.AST) -> str:
    if isinstance(node, ast.keyword):
        value = place.text(node.value)
        return f"{node.arg}={value}" if node.arg else f"**{value}"
    return place.text(node)


def _call(place: Place, node: ast.Call, parts: list[str], kind: str, bits: float) -> Edit:
    start, end = place.source.end(node.func), place.source.end(node)
    return place.put([(start, end, f"({', '.join(parts)})")], kind, bits, "arguments")


def _more(place: Place, node: ast.Call) -> Iterator[Edit]:
    parts = [_argument(place, a) for a in [*node.args, *node.keywords]]
    name = word_of(node.func)
    recursive = name == place.function.name
    known = recursive or name in place.known.functions
    if len(node.args) > 4 or any(isinstance(a, ast.Starred) for a in node.args):
        return
    flags = _flags(place.source, name)
    for other in (*place.values, *(_members(place) if known else ())):
        strange = place.known.types.get(other) != {"bool"}
        for index in range(len(node.args) + 1):
            new = [*parts[:index], other, *parts[index:]]
            bits = (6.0 if known else 7.5) + _NO_FLAG * (strange and index in flags)
            yield _call(place, node, new, f"add the argument `{other}`", bits)


@lru_cache(maxsize=256)
def _flags(source: SourceFile, name: str) -> frozenset[int]:
    """Give the places among a function's parameters that are True or False by default."""
    found: set[int] = set()
    for node in source.nodes:
        if isinstance(node, FUNCTIONS) and node.name == name:
            given = [each for each in node.args.args if each.arg not in ("self", "cls")]
            first = len(given) - len(node.args.defaults)
            values = [getattr(each, "value", None) for each in node.args.defaults]
            found |= {first + n for n, value in enumerate(values) if isinstance(value, bool)}
    return frozenset(found)


def _members(place: Place) -> list[str]:
    """Give the attributes that a function reads."""
    read = (n for n in place.nodes if isinstance(n, ast.Attribute) and not place.called(n))
    return list(dict.fromkeys(place.text(n) for n in read if isinstance(n.value, ast.Name)))[:6]


def _known_calls(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Change the arguments of built-ins whose meaning is known."""
    name = word_of(node.func)
    parts = [_argument(place, a) for a in [*node.args, *node.keywords]]
    if name == "range":
        yield from _ranges(place, node, parts)
    elif name in ("sorted", "sort"):
        yield from _sorts(place, node, parts)
    elif name in ("min", "max") and len(node.args) == 1:
        for extra in ("default=0", "default=None", "default=-1", "default=''"):
            yield _call(place, node, [*parts, extra], f"`{extra}` for nothing", 6.5)
        for extra in ("0", "1", *place.values):
            words = f"not beyond `{extra}`"
            yield _call(place, node, [*parts, extra], words, 7.0)
    elif name == "pop":
        waits = any(word in place.text(node.func).lower() for word in _WAITING)
        bits = 4.5 - _IN_LINE * waits
        yield _call(place, node, ["0"], "take the first, not the last", bits)
        yield _call(place, node, [], "take the last", 5.0)
    elif name == "get" and isinstance(node.func, ast.Attribute) and 1 <= len(node.args) <= 2:
        text = f"{place.atom(node.func.value)}[{parts[0]}]"
        yield place.swap(node, text, f"`{text}`, which must be there"[:90], 6.0, "get")
    for least, most, extra, words, bits in _EXTRAS.get(name, ()):
        if least <= len(parts) <= most:
            yield _call(place, node, [*parts, extra], words, bits)


def ends(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Put an item at the other end of a list."""
    if not isinstance(node.func, ast.Attribute) or node.keywords:
        return
    owner, given = place.text(node.func.value), [place.text(each) for each in node.args]
    if node.func.attr == "append" and len(given) == 1:
        yield place.swap(node, f"{owner}.insert(0, {given[0]})", "at the front", 5.5, "end")
    elif node.func.attr == "insert" and len(given) == len(("place", "item")):
        yield place.swap(node, f"{owner}.append({given[1]})", "at the end", 4.0, "end")
    elif node.func.attr == "popitem" and not given:
        yield place.swap(node, f"{owner}.popitem(last=False)", "the first one", 4.0, "end")


_WAITING = ("queue", "wait", "line", "pending", "fifo")
_IN_LINE = 2.0  # bits by which it is likelier that the first of those who wait comes first
_UNDOES = ("undo", "rollback", "roll_back", "revert", "unwind", "backward", "reverse")
_BACKWARDS = 3.0  # bits by which it is likelier to run the other way where the way matters
_DEFAULTS = (("0", 5.5), ("None", 5.5), ("[]", 6.0), ("''", 6.0), ("{}", 6.0), ("False", 7.0),
             ("set()", 7.0), ("1", 7.5))  # fmt: skip
_EXTRAS: dict[str, tuple[tuple[int, int, str, str, float], ...]] = {
    "enumerate": ((1, 1, "1", "count from 1", 5.0),),
    **{
        name: tuple((1, 1, d, f"`{d}` where there is none", bits) for d, bits in _DEFAULTS)
        for name in ("get", "setdefault", "pop", "next")
    },
    "getattr": ((2, 2, "None", "`None` where there is none", 6.0),),
    "sum": ((1, 1, "[]", "add lists up", 7.5), (1, 1, "()", "add tuples up", 8.0)),
    "int": ((1, 1, "2", "a number in base 2", 7.0), (1, 1, "16", "a number in base 16", 7.0)),
    "round": tuple((1, 1, n, f"round to {n} digits", 6.0) for n in "123"),
    "replace": (
        (2, 9, "1", "only the first one", 6.5),
        (1, 1, "''", "by nothing", 5.5),
        (1, 1, "' '", "by a space", 6.0),
    ),
    "split": ((1, 9, "1", "only the first one", 6.5),),
}


def _sorts(place: Place, node: ast.Call, parts: list[str]) -> Iterator[Edit]:
    keywords = {keyword.arg for keyword in node.keywords}
    if "key" in keywords:
        plain = [part for part in parts if not part.startswith("key=")]
        yield _call(place, node, plain, "sort without a key", 4.5)
    if "reverse" not in keywords:
        yield _call(place, node, [*parts, "reverse=True"], "sort the other way round", 4.5)
    if "key" in keywords:
        return
    keys = ("len", "str", "abs", "str.lower", "lambda item: item[1]", "lambda item: item[0]")
    for key in keys:
        yield _call(place, node, [*parts, f"key={key}"], f"sort by `{key}`", 7.0)


def _ranges(place: Place, node: ast.Call, parts: list[str]) -> Iterator[Edit]:
    if len(parts) == 1:
        yield _call(place, node, ["1", *parts], "begin at 1", 4.0)
        yield _call(place, node, ["1", f"{place.bare(node.args[0], 11)} + 1"],
                    "count from 1, the last included", 4.5)  # fmt: skip
        yield _call(place, node, ["2", *parts], "begin at 2", 6.0)
        yield _call(place, node, [f"{place.bare(node.args[0], 11)} - 1", "-1", "-1"],
                    "count down", 5.5)  # fmt: skip
        for name in place.values:
            if "int" in place.known.types.get(name, {"int"}):
                if isinstance(node.args[0], ast.Constant):
                    yield _call(place, node, [*parts, name], f"end before `{name}`", 5.0)
                    yield _call(place, node, [*parts, f"{name} + 1"], f"end with `{name}`", 5.5)
                yield _call(place, node, [name, *parts], f"begin at `{name}`", 5.5)
                yield _call(place, node, [f"{name} + 1", *parts], f"begin after `{name}`", 5.5)
    if len(parts) == 2:
        yield _call(place, node, [*parts, "2"], "every other one", 6.0)
        yield _call(place, node, [*parts, "-1"], "count down", 6.0)
        first, last = (one_less(place, each) for each in node.args)
        bits = 5.5 - _BACKWARDS * _builds_on_itself(place.parent(node))
        yield _call(place, node, [last, first, "-1"], "the same in reverse", bits)


def comprehensions(place: Place, node: Comprehension) -> Iterator[Edit]:
    """Drop a filter, or change what kind of collection is built."""
    source = place.source
    for generator in node.generators:
        for index, test in enumerate(generator.ifs):
            before = generator.ifs[index - 1] if index else generator.iter
            spans = [(source.end(before), source.end(test), "")]
            words = f"drop the filter `{place.text(test)}`"
            yield place.put(spans, words[:90], 6.5, "drop")
            negated = f"not {place.bare(test, 5)}"
            if not isinstance(test, ast.Compare):
                yield place.swap(test, negated, "negate the filter", 4.0, "negate")
    text = place.text(node)
    if isinstance(node, ast.GeneratorExp) and text.startswith("("):
        yield place.swap(node, f"[{text[1:-1]}]", "a list instead of a generator", 5.5, "display")
    if isinstance(node, ast.ListComp):
        yield place.swap(node, f"{{{text[1:-1]}}}", "a set instead of a list", 6.5, "display")
    if isinstance(node, ast.SetComp):
        yield place.swap(node, f"[{text[1:-1]}]", "a list instead of a set", 5.5, "display")
    if isinstance(node, ast.DictComp):
        spans = [
            (source.start(node.key), source.end(node.key), place.text(node.value)),
            (source.start(node.value), source.end(node.value), place.text(node.key)),
        ]
        yield place.put(spans, "exchange key and value", 4.5, "swap")


def one_less(place: Place, node: ast.expr) -> str:
    """Give what is one less than a value: `n` for `n + 1`, `0` for `1`."""
    number = constant_int(node)
    if number is not None:
        return str(number - 1)
    one_more = isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add)
    if isinstance(node, ast.BinOp) and one_more and constant_int(node.right) == 1:
        return place.text(node.left)
    return f"{place.bare(node, 11)} - 1"


def _builds_on_itself(node: ast.AST) -> bool:
    """Say whether a loop sets entries of a table from entries beside them: its way matters."""
    inner = [n for n in ast.walk(node) if isinstance(n, ast.Subscript)]
    kept = {ast.unparse(n.value) for n in inner if isinstance(n.ctx, ast.Store)}
    return any(
        isinstance(n.ctx, ast.Load) and isinstance(n.slice, ast.BinOp)
        and ast.unparse(n.value) in kept
        for n in inner
    )  # fmt: skip


def loops(place: Place, node: ast.For | ast.comprehension) -> Iterator[Edit]:
    """Change what a loop runs over."""
    text = place.text(node.iter)
    types = place.types(node.iter)
    is_call = isinstance(node.iter, ast.Call)
    name = getattr(getattr(node.iter, "func", None), "id", "")
    if name not in ("range", "enumerate", "zip"):
        for new, bits in (
            (f"{place.atom(node.iter)}[1:]", 6.0),
            (f"{place.atom(node.iter)}[:-1]", 6.5),
        ):
            if not types & {"dict", "set"} and not is_call:
                yield place.swap(node.iter, new, f"run over `{new}`"[:90], bits, "loop")
    if name != "reversed":
        undoes = any(word in place.function.name.lower() for word in _UNDOES)
        bits = 6.5 - _BACKWARDS * (_builds_on_itself(node) or undoes)
        yield place.swap(node.iter, f"reversed({text})", "run in reverse", bits, "loop")
    yield from _counted(place, node.iter, types)
    if name == "reversed" and isinstance(node.iter, ast.Call) and node.iter.args:
        yield place.swap(node.iter, place.text(node.iter.args[0]), "run forwards", 3.5, "loop")
    if isinstance(node.target, ast.Tuple) and len(node.target.elts) == 2:
        if types & MAPS and not is_call:
            new = f"{place.atom(node.iter)}.items()"
            yield place.swap(node.iter, new, f"run over `{new}`"[:90], 3.0, "loop")
        elif types & {"list", "tuple", "str"} and not is_call:
            yield place.swap(node.iter, f"enumerate({text})", "count along", 4.5, "loop")
        first, second = node.target.elts
        source = place.source
        spans = [
            (source.start(first), source.end(first), place.text(second)),
            (source.start(second), source.end(second), place.text(first)),
        ]
        yield place.put(spans, "exchange the loop's names", 5.0, "swap")


def _counted(place: Place, given: ast.expr, types: set[str]) -> Iterator[Edit]:
    """Run over places instead of elements, over elements, or over columns."""
    text = place.text(given)
    if types & {"list", "tuple", "str"} and not isinstance(given, ast.Call):
        yield place.swap(given, f"range(len({text}))", "count along", 5.5, "loop")
        if "str" not in types:
            yield place.swap(given, f"zip(*{place.bare(given, 7)})", "by column", 6.0, "loop")
    inner = given.args[0] if isinstance(given, ast.Call) and len(given.args) == 1 else None
    if isinstance(inner, ast.Call) and text.startswith("range(len(") and len(inner.args) == 1:
        yield place.swap(given, place.text(inner.args[0]), "run over the elements", 5.5, "loop")


def awaits(place: Place, node: ast.Call | ast.Await) -> Iterator[Edit]:
    """Add a missing await, or drop one."""
    owner = next((a for a in place.ancestors(node) if isinstance(a, ast.AsyncFunctionDef)), None)
    if isinstance(node, ast.Await):
        yield place.swap(node, place.text(node.value), "drop the await", 4.5, "await")
        return
    waits = owner is not None or isinstance(place.function, ast.AsyncFunctionDef)
    if waits and not isinstance(place.parent(node), ast.Await):
        text = place.text(node)
        yield place.swap(node, f"await {text}", f"`await {text}`"[:90], 3.0, "await")


def yields(place: Place, node: ast.Yield | ast.YieldFrom) -> Iterator[Edit]:
    """Exchange `yield` and `yield from`."""
    value = node.value
    if value is None:
        return
    text = place.text(value)
    if isinstance(node, ast.Yield):
        yield place.swap(node, f"yield from {text}", f"`yield from {text}`"[:90], 4.0, "yield")
        return
    yield place.swap(node, f"yield {text}", f"`yield {text}`"[:90], 4.0, "yield")
