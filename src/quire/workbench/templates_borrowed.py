"""Statements that a function may lack: those of its kin with other names, calls, attributes."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from .scope import MAPS, WORD, Place, similarity
from .source import SourceFile
from .units import FUNCTIONS, Function

MOST_LENGTH = 70
MOST_ATTRIBUTES = 8
MOST_CALLS = 40
_PLAIN = (ast.Assign, ast.AugAssign, ast.Expr, ast.Delete)
_NUMBERS = {"int", "float", "Decimal"}


def renamed(place: Place) -> Iterator[tuple[str, float]]:
    """Yield the function's own statements with one name exchanged for another of its kind."""
    for node in place.nodes:
        text = place.text(node) if isinstance(node, _PLAIN) else ""
        if not text or "\n" in text or len(text) > MOST_LENGTH or _is_text(node):
            continue
        names = {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}
        for old in sorted(names & set(place.locals)):
            kinds = place.known.types.get(old, set())
            for new in place.locals:
                alike = kinds & place.known.types.get(new, set())
                if new != old and (alike or not kinds):
                    yield with_names(text, {old: new}), 8.5 if alike else 10.0
        yield from _mirrored(place, text, sorted(names & set(place.locals)))
        yield from _other_attributes(place, node, text)


def _mirrored(place: Place, text: str, names: list[str]) -> Iterator[tuple[str, float]]:
    """Yield a statement with two of its names exchanged: what holds the other way round too."""
    types = place.known.types
    for index, one in enumerate(names):
        for two in names[index + 1 :]:
            kinds, others = types.get(one, set()), types.get(two, set())
            if kinds & others or not kinds:
                yield with_names(text, {one: two, two: one}), 6.0


def _is_text(node: ast.AST) -> bool:
    return isinstance(getattr(node, "value", None), ast.Constant) and isinstance(node, ast.Expr)


def with_names(text: str, names: dict[str, str]) -> str:
    """Give a text with names exchanged for others."""
    return WORD.sub(lambda found: names.get(found[0], found[0]), text)


def _other_attributes(place: Place, node: ast.AST, text: str) -> Iterator[tuple[str, float]]:
    """Exchange an attribute for another that the same object has."""
    for inner in ast.walk(node):
        if not isinstance(inner, ast.Attribute) or not isinstance(inner.value, ast.Name):
            continue
        for kind in sorted(place.types(inner.value)):
            for other in sorted(place.known.attributes.get(kind, set())):
                if other != inner.attr and "__" not in other:
                    names = {inner.attr: other}
                    if inner.attr in place.locals and other in place.locals:
                        yield with_names(text, names), 7.0
                    yield text.replace(f".{inner.attr}", f".{other}"), 9.0


def borrowed(place: Place) -> Iterator[tuple[str, float]]:
    """Yield statements of other functions, names that are unknown here exchanged for known ones."""
    for source, far in [(place.source, 0.0), *((s, 1.5) for s in place.known.sources)]:
        for text, names, owner in _donors(source):
            if owner == place.function.name and not far:
                continue
            strange = sorted(names - place.names)
            bits = 8.5 + far + (0.0 if names <= {*place.locals, *place.builtins} else 0.7)
            if not strange:
                yield text, bits
            elif len(strange) == 1 and len(names) > 1:
                if owner == "__init__" and f".{strange[0]}" not in text and place.unit.owners:
                    yield with_names(text, {strange[0]: f"self.{strange[0]}"}), bits
                for new in place.locals:
                    if new not in names and similarity(strange[0], new) > 0.4:
                        yield with_names(text, {strange[0]: new}), bits + 1.0


@lru_cache(maxsize=64)
def _donors(source: SourceFile) -> list[tuple[str, frozenset[str], str]]:
    """List the one-line statements of a file with the names in them and their function."""
    found: dict[str, tuple[str, frozenset[str], str]] = {}
    for function in source.nodes:
        if not isinstance(function, FUNCTIONS):
            continue
        for node in ast.walk(function):
            if not isinstance(node, _PLAIN) or _is_text(node):
                continue
            text = source.segment(node)
            names = frozenset(n.id for n in ast.walk(node) if isinstance(n, ast.Name))
            if names and "\n" not in text and len(text) < MOST_LENGTH:
                found.setdefault(text, (text, names, function.name))
    return list(found.values())


def calls(place: Place) -> Iterator[tuple[str, float]]:
    """Yield calls of the project's own functions, for their effect or to change a value."""
    count = 0
    for name, parameters, method in _callables(place):
        arguments = [_argument(place, parameter) for parameter in parameters]
        if None in arguments or len(parameters) > 3:
            continue
        count += 1
        if count > MOST_CALLS:
            return
        call = f"{name}({', '.join(str(a) for a in arguments)})"
        exact = all(a == p for a, p in zip(arguments, parameters))
        yield call, 7.0 + (0.0 if exact else 1.5) + (0.0 if method else 0.5)
        if len(arguments) == 1:
            yield f"{arguments[0]} = {call}", 8.5 + (0.0 if exact else 1.0)
        if len(parameters) == 1:
            yield f"{name}(0)", 9.0
    if place.unit.owners and place.function.name == "__init__":
        yield from _begun_above(place)
    elif place.unit.owners:
        yield from _done_above(place)


def _begun_above(place: Place) -> Iterator[tuple[str, float]]:
    """Yield ways to let the class above begin an object."""
    yield "super().__init__()", 7.5
    given = [a.arg for a in place.function.args.args[1:]]
    for kind in _classes(place):
        above = {base.id for base in kind.bases if isinstance(base, ast.Name)}
        for source in (place.source, *place.known.sources):
            for node in source.tree.body:
                if isinstance(node, ast.ClassDef) and node.name in above:
                    wanted = [n for n in _taken(node) if n in given]
                    yield f"super().__init__({', '.join(wanted)})", 5.0
    if given:
        yield f"super().__init__({', '.join(given)})", 7.5


def _done_above(place: Place) -> Iterator[tuple[str, float]]:
    """Yield a call of the method that a method stands for, with what it is given itself."""
    name = place.function.name
    given = ", ".join(a.arg for a in place.function.args.args[1:])
    above = {b.id for kind in _classes(place) for b in kind.bases if isinstance(b, ast.Name)}
    for source in (place.source, *place.known.sources):
        for node in source.tree.body:
            body = node.body if isinstance(node, ast.ClassDef) and node.name in above else []
            if any(isinstance(each, FUNCTIONS) and each.name == name for each in body):
                yield f"super().{name}({given})", 5.5


def _taken(kind: ast.ClassDef) -> list[str]:
    """Name what the constructor of a class takes."""
    for node in kind.body:
        if isinstance(node, FUNCTIONS) and node.name == "__init__":
            return [a.arg for a in node.args.args[1:]]
    return []


def _callables(place: Place) -> Iterator[tuple[str, list[str], bool]]:
    """Yield the functions of the file and of the class with their required parameters."""
    arguments = place.function.args.args
    owner = arguments[0].arg if place.unit.owners and arguments else ""
    for node in place.source.tree.body:
        if isinstance(node, FUNCTIONS) and node.name != place.function.name:
            yield node.name, required(node, 0), False
        if isinstance(node, ast.ClassDef) and place.unit.owners[-1:] == (node.name,) and owner:
            for method in node.body:
                own = isinstance(method, FUNCTIONS) and not method.decorator_list
                if own and isinstance(method, FUNCTIONS) and not method.name.startswith("__"):
                    yield f"{owner}.{method.name}", required(method, 1), True


def required(node: Function, skip: int) -> list[str]:
    """Name the parameters of a function that have no default, after the first `skip`."""
    given = node.args.args[skip:]
    return [a.arg for a in given[: len(given) - len(node.args.defaults)]]


def _argument(place: Place, parameter: str) -> str | None:
    """Choose a value in scope for a parameter: its namesake, or the most alike one."""
    if parameter in place.locals:
        return parameter
    names = [n for n in place.locals if n not in ("self", "cls")]
    return max(names, key=lambda name: similarity(parameter, name), default=None)


def attributes(place: Place) -> Iterator[tuple[str, float]]:
    """Yield what could be done to the attributes of the object that a method belongs to."""
    arguments = place.function.args.args
    if not place.unit.owners or not arguments:
        return
    owner = arguments[0].arg
    names = [n for n in place.locals if n != owner]
    for attribute, kinds in _own_attributes(place, owner).items():
        text = f"{owner}.{attribute}"
        if kinds & _NUMBERS:
            yield from ((f"{text} += 1", 7.5), (f"{text} -= 1", 8.0), (f"{text} = 0", 9.0))
        if kinds & {"list", "deque"}:
            yield from ((f"{text}.append({n})", 8.0) for n in names)
            yield from ((f"{text}.remove({n})", 8.5) for n in names)
            yield from ((f"{text}.clear()", 9.0), (f"{text}.pop()", 9.0), (f"{text}.sort()", 9.0))
        if kinds & {"set"}:
            yield from ((f"{text}.{m}({n})", 8.0) for n in names for m in ("add", "discard"))
        if kinds & MAPS:
            yield from _entries(place, text, names)
        yield from ((f"{text} = {n}", 8.0 + 2.0 * (n != attribute.strip("_"))) for n in names)


def _entries(place: Place, text: str, names: list[str]) -> Iterator[tuple[str, float]]:
    """Yield what could be done to an entry of a mapping."""
    yield f"{text}.clear()", 9.0
    part = text.partition(".")[2]
    for key in names:
        yield from ((f"{text}.update({key})", 8.5), (f"{text}.update({key}.{part})", 8.0))
        yield from ((f"del {text}[{key}]", 8.5), (f"{text}.pop({key}, None)", 8.5))
        for value in names:
            if value != key:
                yield f"{text}[{key}] = {value}", 8.5
                yield f"{text}[{key}] = {text}.get({key}, 0) + {value}", 8.5
                yield from ((f"{text}[{key}] {sign}= {value}", 8.5) for sign in "+-")
        for kind in sorted(place.known.types.get(key, set())):
            for other in sorted(place.known.attributes.get(kind, set())):
                yield f"{text}[{key}.{other}] = {key}", 9.0


def _classes(place: Place) -> list[ast.ClassDef]:
    """Give the class of a method."""
    name = place.unit.owners[-1]
    tree = place.source.nodes
    return [node for node in tree if isinstance(node, ast.ClassDef) and node.name == name]


def _own_attributes(place: Place, owner: str) -> dict[str, set[str]]:
    """Give the attributes that the class sets or reads, with the types seen or written."""
    found: dict[str, set[str]] = {}
    nodes = [node for kind in _classes(place) for node in ast.walk(kind)]
    for made in (node for node in nodes if isinstance(node, ast.Assign)):
        for target in made.targets:
            if isinstance(target, ast.Attribute):
                found.setdefault(target.attr, set()).update(place.types(made.value))
    for node in nodes:
        if not isinstance(node, ast.Attribute) or not isinstance(node.value, ast.Name):
            continue
        if node.value.id == owner and not node.attr.startswith("__"):
            found.setdefault(node.attr, set()).update(place.types(node))
    return dict(list(found.items())[: 3 * MOST_ATTRIBUTES])


def sums(place: Place) -> Iterator[tuple[str, float]]:
    """Yield what could be added up in the names of the function."""
    types = place.known.types
    numbers = [name for name in place.locals if types.get(name, set()) & _NUMBERS]
    for name in numbers:
        for other in numbers:
            if other != name:
                yield from ((f"{name} += {other}", 9.5), (f"{name} -= {other}", 10.5))
        for text, kinds in place.expressions.items():
            if kinds & _NUMBERS and len(text) < 24:
                yield from ((f"{name} += {text}", 10.0), (f"{name} *= {text}", 11.0))
                yield f"{name} = {text}", 10.0
