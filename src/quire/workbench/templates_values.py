"""Edit templates for values: constants, names, attributes, subscripts and displays."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from .scope import ATOM, MAPS, MOST_PLACES, Place, similarity, word_of
from .source import Edit

_KIN_METHODS = [  # methods that are taken for one another
    ("append", "extend", "insert", "add", "appendleft"), ("pop", "popleft", "remove"),
    ("add", "update", "discard", "remove", "append"), ("lower", "upper", "casefold", "title"),
    ("capitalize", "title", "upper", "lower"), ("startswith", "endswith"),
    ("strip", "lstrip", "rstrip"), ("find", "rfind", "index", "rindex"), ("split", "rsplit",
    "splitlines", "partition"), ("keys", "values", "items"), ("union", "intersection",
    "difference", "symmetric_difference"), ("issubset", "issuperset", "isdisjoint"),
    ("isdigit", "isalpha", "isalnum", "isnumeric", "isdecimal"), ("islower", "isupper"),
    ("get", "pop", "setdefault"), ("ljust", "rjust", "center"), ("sort", "reverse"),
    ("encode", "decode"), ("read", "readline", "readlines"), ("update", "setdefault"),
    ("match", "fullmatch", "search"), ("findall", "finditer"), ("sub", "subn"),
    ("floor", "ceil", "trunc"), ("sqrt", "isqrt"), ("gcd", "lcm"),
    ("bisect_left", "bisect_right", "bisect"),
    ("nlargest", "nsmallest"), ("heappush", "heappop", "heapreplace", "heappushpop"),
    ("permutations", "combinations", "product", "combinations_with_replacement"),
    ("copy", "deepcopy"), ("total_seconds", "seconds"), ("weekday", "isoweekday"),
    ("difference", "difference_update"), ("isspace", "isalpha", "isalnum"),
    ("removeprefix", "removesuffix"), ("count", "index"), ("popleft", "pop", "popitem"),
    ("partition", "rpartition", "split"), ("lstrip", "removeprefix"), ("rstrip", "removesuffix"),
    ("zfill", "rjust", "ljust", "center"), ("title", "capitalize", "swapcase"),
    ("bit_length", "bit_count"), ("mean", "median", "mode", "fmean"), ("pstdev", "stdev"),
    ("pvariance", "variance"), ("year", "month", "day"), ("cycle", "repeat"),
]  # fmt: skip

_RARER = {"title": 0.5, "swapcase": 1.0, "casefold": 0.5, "isdecimal": 0.5, "isnumeric": 0.5,
          "center": 0.5, "rindex": 0.5, "subn": 1.0, "trunc": 0.5, "lstrip": 0.5,
          "rstrip": 0.5, "strip": -0.5}  # fmt: skip
_TAKES = 2.0  # bits for taking out, or putting in, what was only looked up
_ROUND = 2.0  # bits more for one more or less than a round number
_AGAIN = 1.5  # bits more for one of several places that have the same number
_COMMON = (0, 1, 2, -1)
_UNORDERED = 2.0  # bits for a loop that runs in no order
_MISTYPED = 1.5
_MEASURED = 2.5  # bits by which the values of a mapping are likelier measured than its keys
_MEASURES = ("max", "min", "sum")
_ASKED = 1.5  # bits by which a text is likelier made a number that was asked whether it is one
_NUMBERS_ONLY = ("isdigit", "isdecimal", "isnumeric")
_HERE = 1.5  # bits by which a number is likelier that the function speaks of elsewhere
_PLAIN = ("max", "min", "sum", "len", "abs", "sorted", "int", "float", "round", "any", "all")
_BASES = (2, 8, 10, 16)  # of number systems
_TAKEN = {"min": ("max",), "max": ("min",), "any": ("all",), "all": ("any",)}  # for one another


def constants(place: Place, node: ast.Constant) -> Iterator[Edit]:
    """Change a literal."""
    value = node.value
    if isinstance(place.parent(node), (ast.Expr, ast.JoinedStr)):
        return
    if isinstance(value, bool):
        yield place.swap(node, str(not value), f"{not value} instead of {value}", 2.5, "constant")
        yield place.swap(node, "None", f"None instead of {value}", 7, "constant")
        above = place.parent(node)
        if isinstance(above, ast.Assign) and place.in_loop(above):
            new = f"not {place.text(above.targets[0])}"
            yield place.swap(node, new, f"`{new}`, by turns"[:90], 5.0, "constant")
    elif isinstance(value, (int, float)):
        yield from _numbers(place, node, value)
    elif isinstance(value, str):
        yield from _strings(place, node, value)
    elif value is None:
        for text, bits in (("0", 5.0), ("True", 5.0), ("False", 5.0), ("[]", 5.5), ("''", 6.0),
                           ("{}", 6.5), ("1", 7.0)):  # fmt: skip
            yield place.swap(node, text, f"`{text}` instead of None", bits, "constant")
    yield from _known_literals(place, node, value)


def _numbers(place: Place, node: ast.Constant, value: Any) -> Iterator[Edit]:
    parent = place.parent(node)
    target: ast.expr = node
    if isinstance(parent, ast.UnaryOp) and isinstance(parent.op, ast.USub):
        target, value = parent, -value
    options: dict[str, float] = {}
    if isinstance(value, int):
        near = [(value + 1, 3.0), (value - 1, 3.0), (0, 3.5), (1, 3.5), (-1, 5.0), (2, 5.0),
                (-value, 5.5), (value + 2, 6.0), (value - 2, 6.0), (10, 8.0), (value * 10, 6.5),
                (value * 2, 6.5)]  # fmt: skip
        if value % 10 == 0 and value:
            near = [(number, bits + _ROUND * (abs(number - value) == 1)) for number, bits in near]
            near.append((value // 10, 6.0))
        if value in (10, 100, 1000):
            near.append((value * 10, 4.2))
        options = {str(number): bits for number, bits in reversed(near)}
        if value in _BASES:
            options.update({str(base): 4.5 for base in _BASES})
        if value in (0, 1):
            options.update({"None": 7.0, "True" if value else "False": 7.0})
        if value == 0:
            options.update({"float('inf')": 7.5, "float('-inf')": 7.5, "''": 7.5, "[]": 7.5})
    else:
        near_f = {value + 1: 4.0, value - 1: 4.0, value * 10: 4.5, value / 10: 4.5, -value: 4.5,
                  0.0: 5.0, 1.0: 5.0, value * 2: 5.0, value / 2: 5.0, 1 - value: 5.0,
                  value * 100: 5.0, value / 100: 5.0}  # fmt: skip
        options = {f"{number:.12g}": bits for number, bits in near_f.items()}
    options.pop(str(value), None)
    again = _AGAIN * (value not in _COMMON and _numbers_written(place)[value] > 1)
    for text, bits in options.items():
        yield place.swap(target, text, f"`{text}` instead of `{value}`", bits + again, "constant")


@lru_cache(maxsize=MOST_PLACES)
def _numbers_written(place: Place) -> Counter[float]:
    """Count how often a function writes each number down."""
    constants = (node.value for node in place.nodes if isinstance(node, ast.Constant))
    return Counter(value for value in constants if isinstance(value, (int, float)))


def _strings(place: Place, node: ast.Constant, value: str) -> Iterator[Edit]:
    text = place.text(node)
    start = min((text.find(q) for q in "'\"" if q in text), default=-1)
    if start < 0 or text[start:].count(text[start]) != 2 or text[-1] != text[start]:
        return
    prefix, quote, inner = text[:start], text[start], text[start + 1 : -1]
    options: dict[str, float] = {}
    for other in (
        inner.lower(),
        inner.upper(),
        inner.capitalize(),
        inner.title(),
        inner.swapcase(),
    ):
        options[other] = 4.0
    for other in (inner.strip(), inner + " ", " " + inner, inner + "\\n", inner * 2):
        options.setdefault(other, 5.0)
    for other in ("", " ", ",", ", ", "\\n", "-", "_", "."):
        options.setdefault(other, 5.5)
    if len(inner) > 1:
        options.setdefault(inner[1:], 6.0)
        options.setdefault(inner[:-1], 6.0)
    options.pop(inner, None)
    for other, bits in options.items():
        new = f"{prefix}{quote}{other}{quote}"
        yield place.swap(node, new, f"{new} instead of {text}"[:90], bits, "constant")
    del value


def _known_literals(place: Place, node: ast.Constant, value: Any) -> Iterator[Edit]:
    own = _constants(place)
    for text, known in place.known.literals.items():
        bits = known - _HERE * (text in own)
        if text == place.text(node):
            continue
        try:
            other = ast.literal_eval(text)
        except (ValueError, SyntaxError):
            continue
        if type(other) is type(value):
            yield place.swap(node, text, f"{text} instead of {place.text(node)}"[:90], bits,
                             "literal")  # fmt: skip


@lru_cache(maxsize=MOST_PLACES)
def _constants(place: Place) -> frozenset[str]:
    """Give the texts of the numbers that a function speaks of."""
    numbers = (node for node in place.nodes if isinstance(node, ast.Constant))
    return frozenset(place.text(n) for n in numbers if type(n.value) in (int, float))


def names(place: Place, node: ast.Name) -> Iterator[Edit]:
    """Use another name of the same scope."""
    if place.called(node):
        yield from _functions(place, node)
        return
    if node.id in _PLAIN and node.id not in place.values and isinstance(node.ctx, ast.Load):
        yield from _functions(place, node)
    stored = isinstance(node.ctx, (ast.Store, ast.Del))
    types = place.types(node)
    for other in place.values:
        if other == node.id or (stored and other not in place.locals):
            continue
        bits = (
            4.0
            + (1.5 if stored else 0)
            + distance_of_types(place, types, place.known.types.get(other, set()))
        )
        if similarity(node.id, other) > 0.6:
            bits -= 1.0
        if node.id in place.known.unbound:
            bits -= 3.0
        if other not in place.locals:
            bits += 1.0
        group = "needed" if node.id in place.known.unbound else "name"
        yield place.swap(node, other, f"`{other}` instead of `{node.id}`", bits, group)


def distance_of_types(place: Place, first: set[str], second: set[str]) -> float:
    """Give the bits for using a value of other types than seen here.

    Where a wrong type is what tests complain of, what was seen says little.
    """
    if not first or not second:
        return 1.0
    return 0.0 if first & second else _MISTYPED if place.known.mistyped else 3.5


def _functions(place: Place, node: ast.Name) -> Iterator[Edit]:
    for other in _TAKEN.get(node.id, ()):
        yield place.swap(node, other, f"`{other}` instead of `{node.id}`", 2.5, "function")
    close = {"max": ["sum"],
             "sorted": ["list", "reversed", "set"], "list": ["set", "sorted", "tuple"],
             "set": ["list", "sorted", "frozenset"], "int": ["float", "round", "str"],
             "str": ["int"], "sum": ["max", "len", "min"], "len": ["sum", "max", "int"],
             "next": ["min", "max"],
             "float": ["int"], "round": ["int"], "range": ["reversed", "enumerate"],
             "chr": ["ord", "str"], "ord": ["chr", "int"], "abs": ["max", "int"],
             "isinstance": ["issubclass"], "filter": ["map"], "map": ["filter"],
             "zip": ["enumerate"], "enumerate": ["zip"]}  # fmt: skip
    for other in close.get(node.id, []):
        yield place.swap(node, other, f"`{other}` instead of `{node.id}`", 3.5, "function")
    for other in place.known.functions:
        if other != node.id:
            bits = 5.0 - (1.5 if similarity(node.id, other) > 0.6 else 0)
            yield place.swap(node, other, f"`{other}` instead of `{node.id}`", bits, "function")
    for other in place.locals:
        if other != node.id and "function" in place.known.types.get(other, set()):
            yield place.swap(node, other, f"`{other}` instead of `{node.id}`", 4.5, "function")


def attributes(place: Place, node: ast.Attribute) -> Iterator[Edit]:
    """Use another attribute or method of the same object, or none."""
    end = place.source.end(node)
    start = end - len(node.attr)
    called = place.called(node)
    options: dict[str, float] = {}
    for kin in _KIN_METHODS:
        if node.attr in kin and (called or _unbound_method(place, node)):
            takes = _TAKES * (node.attr == "get")
            options.update(
                {each: 3.5 + _RARER.get(each, 0.0) + takes * (each != "get") for each in kin}
            )
    for name in sorted(place.types(node.value)):
        for other in sorted(place.known.attributes.get(name, set())):
            alike = similarity(node.attr, other)
            options.setdefault(other, 6.0 - 3.0 * alike)
    for others, bits in _other_attributes(place, node.attr, called):
        for other in sorted(others):
            options.setdefault(other, bits - 2.0 * similarity(node.attr, other))
    options.pop(node.attr, None)
    for other, bits in options.items():
        kind = f"`.{other}` instead of `.{node.attr}`"
        yield place.put([(start, end, other)], kind, bits, "attribute")
    if not called and isinstance(node.ctx, ast.Load):
        text = place.text(node.value)
        yield place.swap(node, text, f"`{text}` itself, not its `.{node.attr}`", 6, "drop")
        if isinstance(node.value, ast.Name) and node.attr in place.locals:
            words = f"the local `{node.attr}`, not `{place.text(node)}`"
            yield place.swap(node, node.attr, words, 4.5, "name")


def _unbound_method(place: Place, node: ast.Attribute) -> bool:
    if not isinstance(node.value, ast.Name):
        return False
    return node.value.id in ("str", "list", "dict", "set") or node.value.id in place.known.modules


def _attributes_used(place: Place, called: bool) -> set[str]:
    asked = (node for node in place.nodes if isinstance(node, ast.Attribute))
    return {node.attr for node in asked if place.called(node) is called}


def _other_attributes(place: Place, attr: str, called: bool) -> Iterator[tuple[set[str], float]]:
    """Yield what the function asks of objects, and its file where an error says what is lacking."""
    yield _attributes_used(place, called), 6.0
    if attr in place.known.lacking:
        nodes = place.source.nodes
        methods = {node.func for node in nodes if isinstance(node, ast.Call)}
        asked = (node for node in nodes if isinstance(node, ast.Attribute))
        yield {node.attr for node in asked if (node in methods) is called}, 5.0


def add_attribute(place: Place, node: ast.Name) -> Iterator[Edit]:
    """Use an attribute of an object instead of the object, or `self.x` for a bare `x`."""
    parent = place.parent(node)
    if not isinstance(node.ctx, ast.Load) or isinstance(parent, ast.Attribute):
        return
    if place.called(node) and node.id not in place.known.unbound:
        return
    held = {a for kind in place.types(node) for a in place.known.attributes.get(kind, ())}
    plain = {a for a in held if not a.startswith("__")}
    for other in sorted(_attributes_used(place, False) | (plain if len(plain) <= 6 else set())):
        yield place.swap(node, f"{node.id}.{other}", f"`{node.id}.{other}`, not `{node.id}`", 6.5,
                         "attribute")  # fmt: skip
    arguments = place.function.args.args
    owner = arguments[0].arg if arguments else ""
    for local in place.locals:
        kinds = place.known.types.get(local, set()) if local not in (owner, node.id) else ()
        if any(node.id in place.known.attributes.get(kind, set()) for kind in kinds):
            words = f"`{local}.{node.id}` instead of `{node.id}`"
            yield place.swap(node, f"{local}.{node.id}", words, 4.5, "attribute")
    if owner in ("self", "cls"):
        for name in sorted(place.known.types.get(owner, set())):
            if node.id in place.known.attributes.get(name, set()):
                words = f"`{owner}.{node.id}` instead of `{node.id}`"
                yield place.swap(node, f"{owner}.{node.id}", words, 3, "attribute")


def behind(place: Place, node: ast.Attribute) -> Iterator[Edit]:
    """Use an attribute of what an attribute holds: `node.other.next` for `node.other`."""
    above = place.parent(node)
    if not isinstance(node.ctx, ast.Load) or place.called(node) or isinstance(above, ast.Attribute):
        return
    text = place.text(node)
    held = {a for kind in place.types(node) for a in place.known.attributes.get(kind, ())}
    for other in sorted(held & _attributes_used(place, False)):
        new = f"{text}.{other}"
        yield place.swap(node, new, f"`{new}`, not `{text}`"[:90], 5.5, "attribute")


def wrap_name(place: Place, node: ast.expr) -> Iterator[Edit]:
    """Put a value into a call of a built-in, negate it, copy it, or into a list."""
    parent = place.parent(node)
    if place.called(node) or isinstance(getattr(node, "ctx", None), ast.Store):
        return
    if isinstance(node, (ast.Constant, ast.Compare, ast.BoolOp, ast.Slice, ast.Starred)):
        return
    types = place.types(node)
    text = place.text(node)
    for function, fits, bits in _WRAPS:
        if types and not types & fits:
            continue
        extra = 0.0 if types else 0.7
        extra += _UNORDERED * (function == "set" and isinstance(parent, ast.For))
        extra -= _ASKED * (function == "int" and text in _digits(place))
        yield place.swap(node, f"{function}({text})", f"`{function}({text})`"[:90], bits + extra,
                         "wrap")  # fmt: skip
    if isinstance(node, ast.Name) and node.id in caught(place):
        yield place.swap(node, f"str({text})", f"`str({text})`", 3.5, "wrap")
    for method, fits, bits in _WRAP_METHODS:
        if types & fits:
            new = f"{place.bare(node, ATOM)}{method}"
            measured = method == ".values()" and word_of(getattr(parent, "func", None)) in _MEASURES
            yield place.swap(node, new, f"`{new}`"[:90], bits - _MEASURED * measured, "wrap")
    if (not types or types & {"int", "float"}) and not isinstance(parent, ast.UnaryOp):
        yield place.swap(node, f"-{place.bare(node, 14)}", f"`-{text}`"[:90], 5.5, "wrap")
    if isinstance(parent, (ast.Return, ast.BinOp, ast.Call)) and (
        isinstance(parent, ast.Return) or not types & {"list", "tuple"}
    ):
        yield place.swap(node, f"[{text}]", f"`[{text}]`"[:90], 6.5, "wrap")


@lru_cache(maxsize=MOST_PLACES)
def _digits(place: Place) -> frozenset[str]:
    """Give the texts of what a function asks whether it is a number."""
    asked = (node for node in place.nodes if isinstance(node, ast.Attribute))
    return frozenset(place.text(node.value) for node in asked if node.attr in _NUMBERS_ONLY)


def caught(place: Place) -> set[str]:
    """Give the names of errors that a function catches."""
    handlers = (node for node in place.nodes if isinstance(node, ast.ExceptHandler))
    return {handler.name for handler in handlers if handler.name}


_MANY = {"list", "tuple", "set", "dict", "str", "range", "generator", "deque", "frozenset"}
_WRAPS: list[tuple[str, set[str], float]] = [
    ("sorted", _MANY, 6.5), ("list", _MANY | {"map", "filter", "zip"}, 6.0), ("set", _MANY, 6.5),
    ("abs", {"int", "float"}, 5.5), ("len", _MANY, 6.0), ("int", {"str", "float"}, 5.5),
    ("str", {"int", "float", "NoneType"}, 6.0),
    ("reversed", {"list", "tuple", "str", "range"}, 6.5), ("sum", {"list", "tuple"}, 7.0),
    ("tuple", {"list"}, 7.0), ("float", {"str", "int"}, 7.0), ("bool", _MANY | {"int"}, 7.5),
    ("iter", {"list", "tuple", "str", "range"}, 7.5), ("round", {"float"}, 6.0),
    ("max", {"list"}, 8.0), ("min", {"list"}, 8.0), ("dict", {"dict", "list"}, 7.0),
    ("enumerate", {"list", "tuple", "str"}, 7.0),
]  # fmt: skip
_WRAP_METHODS: list[tuple[str, set[str], float]] = [
    (".lower()", {"str"}, 6.0), (".upper()", {"str"}, 6.5), (".strip()", {"str"}, 6.0),
    (".split()", {"str"}, 7.0), (".items()", MAPS, 5.5), (".values()", MAPS, 6.0),
    (".keys()", MAPS, 6.5), (".copy()", {*MAPS, "list", "set"}, 6.5),
    ("[:]", {"list"}, 7.0), ("[0]", {"list", "tuple"}, 6.5), ("[-1]", {"list", "tuple"}, 7.0),
    ("[::-1]", {"list", "str", "tuple"}, 7.0),
]  # fmt: skip
