"""Values outside of function bodies: module and class settings, default arguments.

A slot is an expression whose value can be computed anew and put where the program reads it, so
that edits of it are tried as fast as those of a function.
"""

from __future__ import annotations

import ast
import dataclasses
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any, Callable

from . import templates_common as common
from . import templates_operators as operators
from . import templates_patterns as patterns
from . import templates_subscripts as subscripts
from . import templates_values as values
from .candidates import Candidate
from .outcome import relative
from .project import is_test_path
from .scope import Knowledge, Place
from .source import Edit, SourceFile, Span, splice
from .suspects import Suspect, Suspicion
from .units import Unit

MOST_MODULES = 200
MOST_NODES = 120  # of one expression: larger ones are data, not settings
_REMOTE = 1.0  # bits for a fault outside of the function that shows it
_LETTERS = 6.5  # bits for one other letter in a short text
_TABLE: list[tuple[tuple[type, ...], Callable[[Place, Any], Iterator[Edit]]]] = [
    ((ast.Constant,), values.constants),
    ((ast.Constant,), patterns.patterns),
    ((ast.Attribute,), values.attributes),
    ((ast.BinOp,), operators.arithmetic),
    ((ast.Compare,), operators.comparisons),
    ((ast.BoolOp,), operators.logic),
    ((ast.UnaryOp,), operators.unary),
    ((ast.List, ast.Tuple, ast.Set, ast.Dict), subscripts.displays),
    ((ast.List, ast.Tuple, ast.Set, ast.Dict), common.known_table),
    ((ast.Constant,), common.known_value),
]


class Slot(Unit):
    """An expression and the places that hold its value, seen through a function that uses it."""

    def __init__(
        self, user: Unit, source: SourceFile, expression: ast.expr, title: str, stores: list[Store]
    ) -> None:
        self.source = source
        self.node = user.node
        self.owners = user.owners
        self.live = user.live
        self.expression = expression
        self.title = title
        self.stores = stores
        self.namespace = stores[0].namespace
        self.start, self.end = source.start(expression), source.end(expression)

    @property
    def name(self) -> str:
        """Give the name of what the expression sets."""
        return self.title

    def holds(self, edit: Edit) -> bool:
        """Say whether an edit changes only this expression."""
        own = edit.path == self.source.path
        return own and all(self.start <= s.start and s.end <= self.end for s in edit.spans)

    def compile(self, spans: tuple[Span, ...], fueled: bool = True) -> CodeType:
        """Compile the expression with spans (in file offsets) replaced; raise SyntaxError."""
        del fueled
        inner = [Span(s.start - self.start, s.end - self.start, s.text) for s in spans]
        text = splice(self.source.text[self.start : self.end], inner)
        return compile(f"({text}\n)", self.source.path, "eval", 0, True)

    def swap(self, code: CodeType) -> None:
        """Compute the value and put it everywhere; raise ValueError if it cannot be computed."""
        try:
            value = eval(code, self.namespace)
        except Exception as error:
            raise ValueError(str(error)) from error
        for store in self.stores:
            store.put(value)

    def restore(self) -> None:
        """Put the old value back."""
        for store in self.stores:
            store.back()


class Store:
    """One place that holds a value: a name of a module, an attribute, a default argument."""

    def __init__(
        self, namespace: dict[str, Any], old: object, put: Callable[[object], None]
    ) -> None:
        self.namespace = namespace
        self.old = old
        self.put = put

    def back(self) -> None:
        """Put the old value back."""
        self.put(self.old)


class _SlotPlace(Place):
    """An expression in the part of the function that templates expect."""

    def __post_init__(self) -> None:
        slot = self.unit
        assert isinstance(slot, Slot)
        self.source = slot.source
        self.function = slot.expression  # type: ignore[assignment]
        self.parents = {}
        self.nodes = [slot.expression]
        self._walk(slot.expression)
        self.locals, self.used, self.values, self.builtins = [], [], [], set()
        self.expressions = {}


def candidates(
    root: Path, suspects: list[Suspect], suspicion: Suspicion, known: dict[Unit, Knowledge]
) -> list[Candidate]:
    """List the single edits of the slots that suspicious functions read, each text once.

    They come in any order.
    """
    modules = list(_modules(root))
    best: dict[tuple[str, tuple[object, ...]], Candidate] = {}
    for suspect in suspects:
        lines = (suspect.unit.node.lineno, suspect.unit.node.end_lineno or suspect.line)
        away = suspicion.bits(suspect.unit.source.path, *lines) + _REMOTE
        for slot in _slots(suspect.unit, modules):
            for edit in _edits(slot, known[suspect.unit]):
                key = (edit.path, edit.spans)
                bits = edit.bits + away
                if key not in best or bits < best[key].bits:
                    best[key] = Candidate((edit,), (slot,), bits)
    return list(best.values())


def _edits(slot: Slot, known: Knowledge) -> Iterator[Edit]:
    place = _SlotPlace(slot, known)
    if len(place.nodes) > MOST_NODES:
        return
    for node in place.nodes:
        for kinds, template in _TABLE:
            if isinstance(node, kinds):
                yield from template(place, node)
    yield from _letters(place)


def _letters(place: Place) -> Iterator[Edit]:
    """Change one letter of a short text to a letter of the texts around it."""
    texts = [(n, n.value) for n in place.nodes
             if isinstance(n, ast.Constant) and isinstance(n.value, str)]  # fmt: skip
    letters = sorted({letter for _, value in texts for letter in value if letter.isalnum()})
    for node, value in texts:
        text = place.text(node)
        if len(value) > 4 or len(texts) < 3 or text[1:-1] != value:
            continue
        for index, old in enumerate(value):
            for new in letters:
                if new != old:
                    other = text[: 1 + index] + new + text[2 + index :]
                    words = f"{other} instead of {text}"
                    yield place.swap(node, other, words, _LETTERS, "constant")


def _modules(root: Path) -> Iterator[tuple[ModuleType, SourceFile]]:
    """Yield the project's loaded modules with their sources, tests left out."""
    count = 0
    for module in list(sys.modules.values()):
        path = relative(root, str(getattr(module, "__file__", None) or ""))
        if path is None or is_test_path(path) or count > MOST_MODULES:
            continue
        try:
            source = SourceFile.read(root, path)
        except (OSError, SyntaxError, UnicodeDecodeError, LookupError):
            continue
        count += 1
        yield module, source


def _slots(unit: Unit, modules: list[tuple[ModuleType, SourceFile]]) -> Iterator[Slot]:
    nodes = list(ast.walk(unit.node))
    names = {node.id for node in nodes if isinstance(node, ast.Name)}
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    seen = unit.live[0].__globals__
    for module, source in modules:
        space = vars(module)
        for name, value in _settings(source.tree.body):
            own = source.path == unit.source.path and name in names
            if name in space and (own or name in attributes or _same(seen, space, name, names)):
                stores = [*_stores(space, name, modules)]
                yield Slot(unit, source, value, name, stores)
        for owner in source.tree.body:
            kind = space.get(owner.name) if isinstance(owner, ast.ClassDef) else None
            if isinstance(owner, ast.ClassDef) and isinstance(kind, type):
                for name, value in _settings(owner.body):
                    if name in attributes and name in vars(kind):
                        stores = [_attribute(space, kind, name), *_generated(kind, name)]
                        yield Slot(unit, source, value, f"{owner.name}.{name}", stores)
    yield from defaults(unit)


def _same(seen: dict[str, Any], space: dict[str, Any], name: str, names: set[str]) -> bool:
    return name in names and name in seen and seen[name] is space[name]


def _settings(body: list[ast.stmt]) -> Iterator[tuple[str, ast.expr]]:
    """Yield the names that a block sets to an expression."""
    for node in body:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, value = node.targets[0], node.value
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            target, value = node.target, node.value
        else:
            continue
        if isinstance(target, ast.Name) and not target.id.startswith("__"):
            yield target.id, value


def _stores(
    space: dict[str, Any], name: str, modules: list[tuple[ModuleType, SourceFile]]
) -> Iterator[Store]:
    """Yield the module's own name first, then the modules that imported the value by it."""
    old = space[name]
    spaces = [space, *(vars(m) for m, _ in modules if vars(m) is not space)]
    for each in spaces:
        if each.get(name) is old:
            yield Store(space, old, lambda value, each=each: each.__setitem__(name, value))  # type: ignore[misc]


def _attribute(space: dict[str, Any], kind: type, name: str) -> Store:
    return Store(space, vars(kind)[name], lambda value: setattr(kind, name, value))


def _generated(kind: type, name: str) -> Iterator[Store]:
    """Yield the default argument that a dataclass makes of an attribute."""
    function = vars(kind).get("__init__")
    if not isinstance(function, FunctionType) or not dataclasses.is_dataclass(kind):
        return
    code = function.__code__
    first = code.co_argcount - len(function.__defaults__ or ())
    named = code.co_varnames[: code.co_argcount]
    if name in named[first:]:
        yield _positional(function, named.index(name) - first)
    elif name in (function.__kwdefaults__ or {}):
        yield _keyword(function, name)


def defaults(unit: Unit) -> Iterator[Slot]:
    """Yield the default arguments of a function."""
    arguments = unit.node.args
    named = [*arguments.posonlyargs, *arguments.args]
    first = len(named) - len(arguments.defaults)
    for index, value in enumerate(arguments.defaults):
        stores = [_positional(f, index) for f in unit.live if _has(f, index)]
        if stores:
            yield Slot(unit, unit.source, value, f"{unit.name}({named[first + index].arg})", stores)
    for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults):
        live = [f for f in unit.live if argument.arg in (f.__kwdefaults__ or {})]
        if default is not None and live:
            stores = [_keyword(function, argument.arg) for function in live]
            yield Slot(unit, unit.source, default, f"{unit.name}({argument.arg})", stores)


def _has(function: FunctionType, index: int) -> bool:
    return index < len(function.__defaults__ or ())


def _positional(function: FunctionType, index: int) -> Store:
    def put(value: object) -> None:
        kept = list(function.__defaults__ or ())
        kept[index] = value
        function.__defaults__ = tuple(kept)

    return Store(function.__globals__, (function.__defaults__ or ())[index], put)


def _keyword(function: FunctionType, name: str) -> Store:
    def put(value: object) -> None:
        function.__kwdefaults__ = {**(function.__kwdefaults__ or {}), name: value}

    return Store(function.__globals__, (function.__kwdefaults__ or {})[name], put)
