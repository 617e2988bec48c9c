"""What a module offers to be tested: functions, and classes with their methods."""

from __future__ import annotations

import ast
import enum
import inspect
import random
import sys
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

from .limits import attempt
from .testgen_draws import DEPTH, Draw, Drawing, Parameter
from .testgen_files import Shelf, is_path, reaches
from .testgen_guesses import Function, guessed, only
from .testgen_recipes import Made, Named, Recipe
from .testgen_settings import NAMES, read_by

_KEPT_DUNDERS = {
    "__str__": "str({})", "__repr__": "repr({})", "__len__": "len({})", "__bool__": "bool({})",
    "__iter__": "list(islice({}, 12))", "__abs__": "abs({})", "__neg__": "-{}",
    "__eq__": "{} == {}", "__lt__": "{} < {}", "__le__": "{} <= {}",
    "__gt__": "{} > {}", "__ge__": "{} >= {}",
    "__add__": "{} + {}", "__sub__": "{} - {}", "__mul__": "{} * {}", "__truediv__": "{} / {}",
    "__floordiv__": "{} // {}", "__mod__": "{} % {}", "__and__": "{} & {}", "__or__": "{} | {}",
    "__xor__": "{} ^ {}", "__contains__": "{1} in {0}", "__getitem__": "{}[{}]",
    "__hash__": "hash({}) == hash({})", "__call__": "{}({})", "__matmul__": "{} @ {}",
    "__pow__": "{} ** {}", "__invert__": "~{}", "__int__": "int({})", "__float__": "float({})",
}  # fmt: skip
_DEEPEST = -4
_WRAPPED = (staticmethod, classmethod)


@dataclass
class Subject:
    """One thing to call: `owner` is the class of a method, `form` how a dunder is written."""

    name: str
    kind: str  # function | method | static | property | class
    call: Any
    node: Function | None
    parameters: list[Parameter]
    owner: str = ""
    form: str = ""
    documentation: str = ""
    result: Any = inspect.Parameter.empty
    coroutine: bool = False
    stream: bool = False
    settings: tuple[str, ...] = ()  # names of the environment that it reads

    @property
    def qualified(self) -> str:
        """Give the dotted name inside the module."""
        return f"{self.owner}.{self.name}" if self.owner else self.name

    @property
    def typed(self) -> bool:
        """Say whether every parameter has an annotation that is understood."""
        return all(parameter.typed for parameter in self.parameters)

    @property
    def public(self) -> bool:
        """Say whether the name is meant for others."""
        return not self.name.startswith("_") or bool(self.form) or self.kind == "class"


@dataclass
class Plan:
    """The subjects of a module: functions by themselves, methods by their class."""

    subjects: list[Subject] = field(default_factory=list)
    makers: dict[str, Subject] = field(default_factory=dict)  # class name → its constructor
    members: dict[str, list[Subject]] = field(default_factory=dict)


def plan(module: ModuleType, tree: ast.Module, drawing: Drawing) -> Plan:
    """List what a module offers, each with ways to draw its arguments."""
    nodes = dict(_nodes(tree))
    found = Plan()
    classes = [kind for kind in _own(module, type) if kind.__name__ in _top(tree)]
    for kind in classes:  # they must be known before any parameter asks for them
        if _makeable(kind):
            drawing.names.add(kind.__name__, module.__name__, kind)
            found.makers[kind.__name__] = Subject(kind.__name__, "class", kind, None, [])
            drawing.makers[kind] = _maker(found, kind.__name__)
    others = [kind for kind in _borrowed(module, found)
              if drawing.names.add(kind.__name__, kind.__module__, kind)]  # fmt: skip
    for kind in others:
        found.makers[kind.__name__] = Subject(kind.__name__, "class", kind, None, [])
        found.members[kind.__name__] = []
        drawing.makers.setdefault(kind, _maker(found, kind.__name__))
    for kind in others:
        found.makers[kind.__name__].parameters = parameters(kind.__init__, kind, None, drawing)
    for kind in classes:
        name = kind.__name__
        if name in found.makers:
            maker = found.makers[name]
            maker.node = nodes.get(f"{name}.__init__")
            maker.parameters = parameters(kind.__init__, kind, maker.node, drawing)
            maker.settings = read_by(maker.node, drawing.functions) if drawing.files else ()
            maker.documentation = inspect.getdoc(kind) or ""
            found.subjects.append(maker)
        found.members[name] = list(_members(kind, nodes, drawing, name in found.makers))
        found.subjects.extend(found.members[name])
    for function in _own(module, FunctionType):
        node = nodes.get(function.__name__)
        if node is not None:
            drawing.names.add(function.__name__, module.__name__, function)
            found.subjects.append(_subject(function.__name__, "function", function, node, drawing))
    return found


def _own(module: ModuleType, kind: type) -> list[Any]:
    found = {}
    for name, value in list(vars(module).items()):
        plain = inspect.unwrap(value) if callable(value) and not isinstance(value, type) else value
        mine = isinstance(plain, kind) and getattr(plain, "__module__", "") == module.__name__
        if mine and getattr(value, "__name__", "") == name:
            found[name] = value
    return list(found.values())


def _borrowed(module: ModuleType, found: Plan) -> list[Any]:
    """List the classes that a module takes from others of its project, and what those need."""
    own = {name for name, kind in vars(module).items() if _is_near_class(kind, module)}
    homes = dict.fromkeys([module, *(sys.modules[vars(module)[name].__module__] for name in own)])
    kinds: dict[str, type] = {}
    for home in homes:
        for name, kind in vars(home).items():
            if _is_near_class(kind, module) and kind.__name__ == name and name not in found.makers:
                kinds.setdefault(name, kind)
    return [kind for kind in kinds.values() if _makeable(kind)]


def _is_near_class(kind: object, module: ModuleType) -> bool:
    """Say whether something is a class of another module of the project, and no error."""
    if not isinstance(kind, type) or issubclass(kind, BaseException):
        return False
    return kind.__module__ != module.__name__ and _is_near(module, kind.__module__)


def _is_near(module: ModuleType, other: str) -> bool:
    """Say whether a module is of the same package, or a file of the same folder."""
    if other.partition(".")[0] == module.__name__.partition(".")[0]:
        return True
    files = (getattr(sys.modules.get(other), "__file__", None), getattr(module, "__file__", None))
    folders = [Path(file).parent for file in files if file]
    return len(folders) == 2 and folders[0] == folders[1]


def _top(tree: ast.Module) -> set[str]:
    return {node.name for node in tree.body if isinstance(node, ast.ClassDef)}


def _nodes(tree: ast.Module) -> Iterator[tuple[str, Function]]:
    for node in tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node.name, node
        elif isinstance(node, ast.ClassDef):
            for inner in node.body:
                if isinstance(inner, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    yield f"{node.name}.{inner.name}", inner


def _makeable(kind: type) -> bool:
    refused = issubclass(kind, enum.Enum) or inspect.isabstract(kind)
    protocol = getattr(kind, "_is_protocol", False) or hasattr(kind, "__required_keys__")
    return not (refused or protocol or _is_stored(kind) or kind.__name__.startswith("_"))


def stored_by(module: ModuleType) -> list[str]:
    """List the classes of a module whose objects are kept in a database."""
    return [kind.__name__ for kind in _own(module, type) if _is_stored(kind)]


def _is_stored(kind: type) -> bool:
    """Say whether a class is one of Django's models, or helps them."""
    return any(each.__module__.startswith("django.db.models") for each in kind.__mro__)


def _maker(found: Plan, name: str) -> Draw:
    def draw(chance: random.Random, depth: int) -> Recipe:
        if depth < _DEEPEST or (depth <= 0 and name not in found.makers):
            return None  # objects that need objects of their own kind have no end
        return made(found.makers[name], chance, depth - 1)[1]

    return draw


Took = tuple[Parameter, int, Recipe]  # a parameter, the place of the option, what it made
Taken = list[Took]


def made(subject: Subject, chance: random.Random, depth: int = DEPTH) -> tuple[Taken, Made]:
    """Draw a call of a subject; give which option made each argument too."""
    positional: list[Recipe] = []
    named: list[tuple[str, Recipe]] = []
    taken: Taken = []
    for parameter in subject.parameters:
        if parameter.optional and (depth <= -2 or chance.random() < 0.35):
            continue
        for _ in range(chance.randrange(4) if parameter.way == "rest" else 1):
            place, value = parameter.draw(chance, depth)
            taken.append((parameter, place, value))
            if parameter.way == "named" or parameter.optional:
                named.append((parameter.name, value))
            else:
                positional.append(value)
    return taken, Made(subject.name, tuple(positional), tuple(named))


def _members(
    kind: type, nodes: dict[str, Function], drawing: Drawing, makeable: bool
) -> Iterator[Subject]:
    # Reading annotations may add them to the class that is walked through.
    for name, value in list(vars(kind).items()):
        node = nodes.get(f"{kind.__name__}.{name}")
        if node is None or (name.startswith("_") and name not in _KEPT_DUNDERS):
            continue
        static = isinstance(value, _WRAPPED)
        if not static and not makeable:
            continue
        if static:
            subject = _subject(name, "static", getattr(kind, name), node, drawing)
            drawing.names.add(kind.__name__, kind.__module__, kind)
        elif isinstance(value, property) or type(value).__name__ == "cached_property":
            subject = Subject(name, "property", value, node, [])
            getter = getattr(value, "fget", None) or getattr(value, "func", None)
            subject.result = _hints(getter).get("return", inspect.Parameter.empty)
        elif callable(value):
            subject = _subject(name, "method", value, node, drawing, kind)
            subject.form = _KEPT_DUNDERS.get(name, "")
            if name == "__hash__":
                continue
        else:
            continue
        subject.owner = kind.__name__
        yield subject


def _subject(
    name: str, kind: str, call: Any, node: Function, drawing: Drawing, owner: type | None = None
) -> Subject:
    plain = inspect.unwrap(call)
    return Subject(
        name, kind, call, node, parameters(call, owner, node, drawing),
        documentation=inspect.getdoc(call) or "",
        result=_hints(plain).get("return", inspect.Parameter.empty),
        coroutine=inspect.iscoroutinefunction(plain),
        stream=inspect.isgeneratorfunction(plain),
        settings=read_by(node, drawing.functions) if drawing.files else (),
    )  # fmt: skip


def _hints(call: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    attempt(lambda: found.update(typing.get_type_hints(inspect.unwrap(call))))
    return found


def parameters(
    call: Any, owner: type | None, node: Function | None, drawing: Drawing
) -> list[Parameter]:
    """List the parameters of a function, the bound one left out."""
    signatures: list[inspect.Signature] = []
    attempt(lambda: signatures.append(inspect.signature(call)))
    if not signatures:
        return []
    hints = _hints(owner) | _hints(call) if isinstance(owner, type) and node is None else {}
    hints = hints or _hints(call)
    found: list[Parameter] = []
    every = list(signatures[0].parameters.values())
    for each in every[1:] if owner is not None else every:
        parameter = _parameter(each, hints, node, drawing, owner)
        if parameter is not None:
            found.append(parameter)
    return found


def _parameter(
    each: inspect.Parameter,
    hints: dict[str, Any],
    node: Function | None,
    drawing: Drawing,
    owner: type | None,
) -> Parameter | None:
    empty = inspect.Parameter.empty
    if each.kind is each.VAR_KEYWORD:
        return None
    ways: dict[Any, str] = {each.VAR_POSITIONAL: "rest", each.KEYWORD_ONLY: "named"}
    way = ways.get(each.kind, "positional")
    parameter = Parameter(each.name, way, each.default is not empty, [], [])
    draw = drawing.of(hints[each.name], each.name) if each.name in hints else None
    if each.name == "other" and hints.get("other") is object and owner in drawing.makers:
        draw = drawing.makers[owner]
    if draw is not None:
        parameter.options, parameter.weights = only(draw)
        parameter.typed = True
        parameter.hint = hints[each.name]
    else:
        scope = node if node is not None else ast.parse("def f(): pass").body[0]
        assert isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef))
        guessed(parameter, scope, drawing, each.default)
    text = reaches(node, owner, drawing.functions) if drawing.files else ""
    if text and is_path(each.name, hints.get(each.name), text):
        plain = hints.get(each.name) is str
        shelf = Shelf(each.name, text, drawing.pools.own, drawing.names, plain)
        parameter.options, parameter.weights = only(shelf)
        parameter.stored, parameter.plain = True, 0
    if drawing.files and f"<{each.name}>" in read_by(node, drawing.functions):
        parameter.options, parameter.weights = only(lambda chance, _: chance.choice(NAMES))
        parameter.typed = True
    if each.default in (True, False) and isinstance(each.default, bool):
        parameter.known.append(not each.default)
    return parameter


def constant(text: str) -> Named:
    """Give an expression as a recipe."""
    return Named(text)
