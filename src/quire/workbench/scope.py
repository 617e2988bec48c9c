"""What is known at a place in a function: names and types, neighbours, pools of expressions."""

from __future__ import annotations

import ast
import builtins
import functools
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from .source import Edit, SourceFile, Span
from .units import FUNCTIONS, Unit

ATOM = 20
MOST_PLACES = 8  # whose findings are kept: the search goes from one to the next
MAPS = {"dict", "defaultdict", "OrderedDict", "Counter"}
WORD = re.compile(r"[A-Za-z_]\w*")
_GROUPING = (ast.BinOp, ast.BoolOp, ast.Compare, ast.UnaryOp, ast.IfExp)
_LEVELS: dict[type, int] = {
    ast.NamedExpr: 0,
    ast.Yield: 0,
    ast.YieldFrom: 0,
    ast.Lambda: 1,
    ast.IfExp: 2,
    ast.Compare: 6,
    ast.Await: 17,
    ast.Tuple: 0,
    ast.Starred: 0,
}
_OPERATORS: dict[type, int] = {
    ast.Or: 3, ast.And: 4, ast.Not: 5, ast.BitOr: 7, ast.BitXor: 8, ast.BitAnd: 9,
    ast.LShift: 10, ast.RShift: 10, ast.Add: 11, ast.Sub: 11, ast.Mult: 12, ast.Div: 12,
    ast.FloorDiv: 12, ast.Mod: 12, ast.MatMult: 12, ast.USub: 13, ast.UAdd: 13, ast.Invert: 13,
    ast.Pow: 14,
}  # fmt: skip


def level(node: ast.AST) -> int:
    """Give the binding strength of an expression; ATOM needs no parentheses anywhere."""
    operator = getattr(node, "op", None)
    if operator is not None:
        return _OPERATORS.get(type(operator), 0)
    return _LEVELS.get(type(node), ATOM)


@functools.lru_cache(maxsize=50_000)
def level_of_text(text: str) -> int:
    """Give the binding strength of an expression in text; -1 if it is none."""
    if text.isidentifier() or text.isdigit():
        return ATOM
    try:
        return level(ast.parse(text, mode="eval").body)
    except SyntaxError:
        return -1


def needed(parent: ast.AST, node: ast.AST) -> int:
    """Give the binding strength that a child must have to stand bare in its parent."""
    if isinstance(parent, ast.BinOp):
        strength = level(parent)
        right = parent.right is node
        if isinstance(parent.op, ast.Pow):
            right = not right
        return strength + (1 if right else 0)
    if isinstance(parent, (ast.BoolOp, ast.Compare, ast.UnaryOp)):
        return level(parent) + (0 if isinstance(parent, ast.UnaryOp) else 1)
    if isinstance(parent, (ast.Attribute, ast.Await)) or getattr(parent, "func", None) is node:
        return ATOM
    if isinstance(parent, ast.Subscript):
        return ATOM if parent.value is node else 0
    if isinstance(parent, (ast.IfExp, ast.comprehension)):
        return 3
    if isinstance(parent, (ast.Call, ast.List, ast.Set, ast.Dict, ast.Tuple, ast.keyword)):
        return 1
    if isinstance(parent, (ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp, ast.Slice)):
        return 1
    return 0


@dataclass
class Knowledge:
    """What running the tests told about a function and what the project offers it."""

    types: dict[str, set[str]] = field(default_factory=dict)
    places: dict[Any, set[str]] = field(default_factory=dict)  # position → types
    attributes: dict[str, set[str]] = field(default_factory=dict)  # type name → attributes
    literals: dict[str, float] = field(default_factory=dict)  # text → bits
    errors: dict[str, str] = field(default_factory=dict)  # that tests ask for → message
    mistyped: bool = False  # whether tests fail for a value's type
    told: set[str] = field(default_factory=set)  # names of the tests that fail
    functions: dict[str, int] = field(default_factory=dict)  # callable name → arity or -1
    unbound: set[str] = field(default_factory=set)  # names that tests found without a value
    unkeyed: set[str] = field(default_factory=set)  # keys that tests found missing
    lacking: set[str] = field(default_factory=set)  # attributes that tests found missing
    nothing: set[str] = field(default_factory=set)  # attributes that tests asked None for
    outside: bool = False  # whether tests fail for a place outside of a list
    globals: set[str] = field(default_factory=set)  # names of the module
    callables: set[str] = field(default_factory=set)  # those of them that can be called
    modules: dict[str, str] = field(default_factory=dict)  # name here → name of the module
    sources: list[SourceFile] = field(default_factory=list)  # other files that tests run


@dataclass(eq=False)
class Place:
    """One function under repair: its tree with parents, and pools that templates draw from."""

    unit: Unit
    known: Knowledge

    def __post_init__(self) -> None:
        self.source: SourceFile = self.unit.source
        self.function = self.unit.node
        self.parents: dict[ast.AST, ast.AST] = {}
        self.nodes: list[ast.AST] = []
        self.unreached: set[ast.AST] = set()  # nodes of statements that no failing test runs
        self._walk(self.function)
        self.locals = list(dict.fromkeys(_bound_names(self.function)))
        self.used = list(dict.fromkeys(n.id for n in self.nodes if isinstance(n, ast.Name)))
        self.builtins = {name for name in dir(builtins) if not name.startswith("_")}
        called = {n.func.id for n in self.nodes if isinstance(n, ast.Call)
                  and isinstance(n.func, ast.Name)}  # fmt: skip
        self.values = [
            name
            for name in dict.fromkeys([*self.locals, *self.used])
            if name in self.locals or (name not in self.builtins and name not in called)
        ]

        self.expressions = self._expressions()

    @functools.cached_property
    def names(self) -> frozenset[str]:
        """The names of values that can be read here: the function's, its module's, Python's."""
        return frozenset({*self.values, *self.builtins, *self.known.globals})

    @functools.cached_property
    def parameters(self) -> list[str]:
        """The names of what the function is given at a place, `self` among them."""
        arguments = getattr(self.function, "args", None)
        return [each.arg for each in arguments.args] if arguments is not None else []

    def _expressions(self) -> dict[str, set[str]]:
        """List short expressions of the function with their types, for use elsewhere."""
        found: dict[str, set[str]] = {}
        for node in self.nodes:
            kinds = (ast.Subscript, ast.Attribute, ast.Call, ast.BinOp, ast.Tuple)
            if isinstance(node, kinds) and not self.called(node):
                text = self.text(node)
                if len(text) <= 48 and "\n" not in text:
                    found[text] = self.types(node)
        return found

    def _walk(self, node: ast.AST) -> None:
        for child in ast.iter_child_nodes(node):
            self.parents[child] = node
            if isinstance(child, ast.FormattedValue) and not self._placed(child.value):
                continue
            if isinstance(child, (ast.expr_context, ast.operator, ast.cmpop)):
                continue
            if child in (getattr(node, "annotation", None), getattr(node, "returns", None)):
                continue
            if not (isinstance(node, FUNCTIONS) and child in node.decorator_list):
                self.nodes.append(child)
                self._walk(child)

    def _placed(self, node: ast.expr) -> bool:
        """Say whether a value in a text stands where it says: before Python 3.12 it may not."""
        if sys.version_info >= (3, 12):
            return True
        try:
            found = ast.parse(f"({self.text(node)})", mode="eval").body
        except (SyntaxError, ValueError):
            return False
        return ast.dump(found) == ast.dump(node)

    def text(self, node: ast.AST) -> str:
        """Give the author's text of a node."""
        return self.source.segment(node)

    def atom(self, node: ast.AST) -> str:
        """Give the text of a node, in parentheses unless it can stand anywhere."""
        return self.bare(node, ATOM)

    def bare(self, node: ast.AST, strength: int) -> str:
        """Give the text of a node, in parentheses if it binds less than `strength`."""
        text = self.text(node)
        if isinstance(node, ast.GeneratorExp):
            return text if text.startswith("(") else f"({text})"
        return text if level(node) >= strength else f"({text})"

    def parent(self, node: ast.AST) -> ast.AST:
        """Give the node around a node."""
        return self.parents.get(node, self.function)

    def called(self, node: ast.AST) -> bool:
        """Say whether a node is what a call calls."""
        return getattr(self.parent(node), "func", None) is node

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield the nodes around a node, innermost first, up to the function."""
        while node in self.parents:
            node = self.parents[node]
            yield node

    def statement(self, node: ast.AST) -> ast.stmt:
        """Give the statement that holds a node."""
        while not isinstance(node, ast.stmt):
            node = self.parents[node]
        return node

    def block(self, node: ast.stmt) -> list[ast.stmt]:
        """Give the statement list that holds a statement; empty if it stands in none."""
        return next((block for block in blocks(self.parent(node)) if node in block), [])

    def in_loop(self, node: ast.AST) -> bool:
        """Say whether a node stands inside a loop of its own function."""
        for above in self.ancestors(node):
            if isinstance(above, FUNCTIONS):
                return False
            if isinstance(above, (ast.For, ast.While, ast.AsyncFor)):
                return True
        return False

    def types(self, node: ast.AST) -> set[str]:
        """Give the types that an expression had or must have; empty if unknown."""
        seen = self.known.places.get(_position(node))
        if seen:
            return seen
        if isinstance(node, ast.Name):
            return self.known.types.get(node.id, set())
        if isinstance(node, ast.Constant):
            return {type(node.value).__name__}
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return _RESULTS.get(node.func.id, set())
        if isinstance(node, (ast.Compare,)):
            return {"bool"}
        if isinstance(node, ast.BinOp):
            return self.types(node.left) | self.types(node.right)
        return _DISPLAYS.get(type(node), set())

    def swap(self, node: ast.AST, text: str, kind: str, bits: float, group: str = "") -> Edit:
        """Replace a node's text, with parentheses where the place needs them, and only there."""
        start, end = self.source.start(node), self.source.end(node)
        if isinstance(node, ast.expr):
            strength = level_of_text(text)
            if strength < needed(self.parent(node), node):
                text = f"({text})"
            elif strength == ATOM and self._in_parentheses(node, start, end):
                glued = self.source.text[max(0, start - 2) : start - 1].isalnum()
                start, end, text = start - 1, end + 1, f" {text}" if glued else text
        return self.put([(start, end, text)], kind, bits, group)

    def _in_parentheses(self, node: ast.expr, start: int, end: int) -> bool:
        """Say whether parentheses stand around a node for its sake alone."""
        around = self.source.text[start - 1 : start] + self.source.text[end : end + 1]
        return around == "()" and level(node) < ATOM and isinstance(self.parent(node), _GROUPING)

    def put(
        self, spans: Iterable[tuple[int, int, str]], kind: str, bits: float, group: str = ""
    ) -> Edit:
        """Make an edit of this file from raw spans."""
        return Edit(self.source.path, tuple(Span(*span) for span in spans), kind, bits, group)


def _position(node: ast.AST) -> Any:
    line = getattr(node, "lineno", 0)
    end = getattr(node, "end_lineno", 0)
    return line, getattr(node, "col_offset", 0), end, getattr(node, "end_col_offset", 0)


_DISPLAYS: dict[type, set[str]] = {
    ast.List: {"list"}, ast.ListComp: {"list"}, ast.Dict: {"dict"}, ast.DictComp: {"dict"},
    ast.Set: {"set"}, ast.SetComp: {"set"}, ast.Tuple: {"tuple"}, ast.JoinedStr: {"str"},
}  # fmt: skip
_RESULTS: dict[str, set[str]] = {
    "len": {"int"}, "int": {"int"}, "str": {"str"}, "sorted": {"list"}, "list": {"list"},
    "set": {"set"}, "dict": {"dict"}, "tuple": {"tuple"}, "ord": {"int"}, "chr": {"str"},
    "float": {"float"}, "bool": {"bool"}, "any": {"bool"}, "all": {"bool"},
    "isinstance": {"bool"}, "range": {"range"}, "repr": {"str"},
}  # fmt: skip


def _bound_names(function: ast.AST) -> Iterator[str]:
    for node in ast.walk(function):
        if isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, FUNCTIONS) and node is not function:
            yield node.name


def blocks(node: ast.AST) -> Iterator[list[ast.stmt]]:
    """Yield the statement lists directly under a node."""
    for name in ("body", "orelse", "finalbody"):
        block = getattr(node, name, None)
        if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
            yield block


def is_stored(node: ast.AST) -> bool:
    """Say whether a name, an attribute or an entry is set here, not read."""
    return isinstance(getattr(node, "ctx", None), ast.Store)


def word_of(node: ast.AST | None) -> str:
    """Give the last word of a name: `heappush` of `heapq.heappush`; nothing of what is no name."""
    return str(getattr(node, "id", getattr(node, "attr", "")))


def similarity(first: str, second: str) -> float:
    """Give how alike two names are, from 0 to 1."""
    import difflib

    return difflib.SequenceMatcher(None, first, second).ratio()


def constant_int(node: ast.AST | None) -> int | None:
    """Give the value of an integer literal, also of a negative one."""
    if isinstance(node, ast.Constant) and type(node.value) is int:
        return node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = constant_int(node.operand)
        return None if inner is None else -inner
    return None
