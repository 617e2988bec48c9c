"""Lists the small faults that a source text can be given, and draws some of them by a seed."""

from __future__ import annotations

import ast
import builtins
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

import msgspec

SHORT = 12  # characters below which a text is a key, a mark or a word, and no message
OPERATORS: dict[type[ast.AST], tuple[str, tuple[str, ...]]] = {
    ast.Lt: ("<", ("<=", ">")),
    ast.LtE: ("<=", ("<", ">=")),
    ast.Gt: (">", (">=", "<")),
    ast.GtE: (">=", (">", "<=")),
    ast.Eq: ("==", ("!=",)),
    ast.NotEq: ("!=", ("==",)),
    ast.Is: ("is", ("is not",)),
    ast.IsNot: ("is not", ("is",)),
    ast.In: ("in", ("not in",)),
    ast.NotIn: ("not in", ("in",)),
    ast.Add: ("+", ("-",)),
    ast.Sub: ("-", ("+",)),
    ast.Mult: ("*", ("/", "+")),
    ast.Div: ("/", ("*", "//")),
    ast.FloorDiv: ("//", ("/",)),
    ast.Mod: ("%", ("//", "*")),
    ast.BitAnd: ("&", ("|",)),
    ast.BitOr: ("|", ("&",)),
    ast.LShift: ("<<", (">>",)),
    ast.RShift: (">>", ("<<",)),
    ast.And: ("and", ("or",)),
    ast.Or: ("or", ("and",)),
}
RAISED = ("ValueError", "TypeError", "KeyError", "RuntimeError", "IndexError")
CAUGHT = ("ValueError", "TypeError", "KeyError", "AttributeError", "IndexError")
CALLABLE = frozenset(name for name in dir(builtins) if name[0].islower())
LOSABLE = (ast.Expr, ast.Assign, ast.AugAssign, ast.Continue, ast.Break)
ATOMS = (
    ast.Name, ast.Attribute, ast.Subscript, ast.Call, ast.Constant, ast.List, ast.Dict, ast.Set,
    ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp,
)  # fmt: skip
# Places inside f-strings are wrong before Python 3.12; what is nested has faults of its own.
APART = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.JoinedStr)

Function = ast.FunctionDef | ast.AsyncFunctionDef


class Place(msgspec.Struct, frozen=True):
    """Where a fault fits: the bytes from `start` to `end` may become any of `choices`.

    `line` is the first line of the `function` that it is in.
    """

    kind: str
    function: str
    line: int
    start: int
    end: int
    choices: tuple[str, ...]


class Fault(msgspec.Struct, frozen=True):
    """One fault: in `file`, the bytes from `start` to `end` become `new`."""

    file: str
    kind: str
    function: str
    line: int
    start: int
    end: int
    new: str


class _Source(msgspec.Struct, frozen=True):
    data: bytes
    lines: tuple[int, ...]

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        last, column = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
        return self.lines[node.lineno - 1] + node.col_offset, self.lines[last - 1] + column

    def text(self, node: ast.expr | ast.stmt) -> str:
        start, end = self.span(node)
        return self.data[start:end].decode()

    def enclosed(self, node: ast.expr) -> str:
        text = self.text(node)
        return text if isinstance(node, ATOMS) else f"({text})"


class _Spot(msgspec.Struct, frozen=True):
    """A node of a function, with what makers of faults look at."""

    source: _Source
    node: ast.AST
    names: tuple[str, ...]
    attributes: tuple[str, ...]


_Change = tuple[int, int, tuple[str, ...]]


def list_places(text: str) -> list[Place]:
    """Return where faults fit into the functions of a text; a text with bad syntax has none."""
    try:
        tree = ast.parse(text)
    except SyntaxError:
        return []
    source = _source(text)
    functions = [node for node in ast.walk(tree) if isinstance(node, Function)]
    places = {place for function in functions for place in _places_in(source, function)}
    return sorted(places, key=lambda place: (place.start, place.end, place.kind, place.choices))


def with_fault(text: str, fault: Fault) -> str | None:
    """Return the text with the fault; None if that means the same or is no Python."""
    data = text.encode()
    changed = (data[: fault.start] + fault.new.encode() + data[fault.end :]).decode()
    try:
        same = ast.dump(ast.parse(changed)) == ast.dump(ast.parse(text))
    except SyntaxError:
        return None
    return None if same else changed


def draw(texts: Mapping[str, str], seed: str) -> dict[str, list[Fault]]:
    """Return for each kind its faults in the texts of files, one a place, in an order by seed."""
    rng = random.Random(seed)
    drawn: dict[str, list[Fault]] = {kind: [] for kind in KINDS}
    for file in sorted(texts):
        for place in list_places(texts[file]):
            drawn[place.kind].append(_fault(file, place, rng.choice(place.choices)))
    for faults in drawn.values():
        rng.shuffle(faults)
    return drawn


def _fault(file: str, place: Place, new: str) -> Fault:
    kind, function, line = place.kind, place.function, place.line
    return Fault(file, kind, function, line, place.start, place.end, new)


def _source(text: str) -> _Source:
    data = text.encode()
    lines = [0]
    for line in data.splitlines(keepends=True):
        lines.append(lines[-1] + len(line))
    return _Source(data, tuple(lines))


def _places_in(source: _Source, function: Function) -> Iterator[Place]:
    nodes = list(_own_nodes(function))
    names, attributes = _local_names(function, nodes), _attribute_names(nodes)
    for node in (function, *nodes):
        spot = _Spot(source, node, names, attributes)
        for kind, maker in MAKERS.items():
            for start, end, choices in maker(spot):
                if start < end and choices:
                    yield Place(kind, function.name, function.lineno, start, end, choices)


def _own_nodes(function: Function) -> Iterator[ast.AST]:
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, APART) or _is_remark(node):
            continue
        yield node
        waiting += ast.iter_child_nodes(node)


def _is_remark(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _local_names(function: Function, nodes: Sequence[ast.AST]) -> tuple[str, ...]:
    given = function.args
    parameters = {each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)}
    stored = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    return tuple(sorted((parameters | stored) - {"self", "cls"}))


def _attribute_names(nodes: Sequence[ast.AST]) -> tuple[str, ...]:
    return tuple(sorted({node.attr for node in nodes if isinstance(node, ast.Attribute)}))


def _operators(spot: _Spot) -> Iterator[_Change]:
    match spot.node:
        case ast.Compare(left=left, ops=[comparison], comparators=[right]):
            yield from _exchanged(spot.source, left, comparison, right)
        case ast.BinOp(left=left, op=operator, right=right):
            if not (_is_text(left) or _is_text(right)):
                yield from _exchanged(spot.source, left, operator, right)
        case ast.AugAssign(target=target, op=operator, value=value) if not _is_text(value):
            yield from _exchanged(spot.source, target, operator, value)
        case ast.BoolOp(op=junction, values=[left, right, *_]):
            yield from _exchanged(spot.source, left, junction, right)
        case ast.UnaryOp(op=ast.Not(), operand=operand) as negation:
            yield *spot.source.span(negation), (spot.source.enclosed(operand),)


def _exchanged(
    source: _Source, left: ast.expr, operator: ast.AST, right: ast.expr
) -> Iterator[_Change]:
    symbol, choices = OPERATORS.get(type(operator), ("", ()))
    start, end = source.span(left)[1], source.span(right)[0]
    between = source.data[start:end]
    if symbol and symbol.encode() in between and b"#" not in between:
        start += between.index(symbol.encode())
        yield start, start + len(symbol), choices


def _is_text(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str | bytes)
    return isinstance(node, ast.JoinedStr)


def _conditions(spot: _Spot) -> Iterator[_Change]:
    match spot.node:
        case ast.BoolOp(op=junction, values=values) as condition:
            word, _ = OPERATORS[type(junction)]
            texts = [spot.source.enclosed(value) for value in values]
            rests = [texts[:left_out] + texts[left_out + 1 :] for left_out in range(len(texts))]
            choices = (f"({f' {word} '.join(rest)})" for rest in rests)
            yield *spot.source.span(condition), tuple(dict.fromkeys(choices))
        case ast.IfExp(body=body, orelse=otherwise) as choice:
            branches = (spot.source.enclosed(body), spot.source.enclosed(otherwise))
            yield *spot.source.span(choice), branches


def _constants(spot: _Spot) -> Iterator[_Change]:
    if isinstance(spot.node, ast.Constant):
        choices = _other_values(spot.node.value, spot.source.text(spot.node))
        yield *spot.source.span(spot.node), choices


def _other_values(value: object, text: str) -> tuple[str, ...]:
    match value:
        case bool():
            return (str(not value),)
        case int():
            return str(value + 1), str(value - 1)
        case None:
            return "0", "False", "''"
        case str() if 0 < len(value) < SHORT and text[0] in "'\"" and text[1:3] != text[0] * 2:
            shorter = (value[:at] + value[at + 1 :] for at in range(len(value)))
            return tuple(dict.fromkeys(repr(each) for each in shorter))
    return ()


def _names(spot: _Spot) -> Iterator[_Change]:
    node = spot.node
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in spot.names:
        others = tuple(name for name in spot.names if name != node.id)
        yield *spot.source.span(node), others


def _attributes(spot: _Spot) -> Iterator[_Change]:
    node = spot.node
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
        end = spot.source.span(node)[1]
        others = tuple(name for name in spot.attributes if name != node.attr)
        yield end - len(node.attr.encode()), end, others


def _arguments(spot: _Spot) -> Iterator[_Change]:
    arguments = spot.node.args if isinstance(spot.node, ast.Call) else []
    for first, second in pairwise(arguments):
        one, other = spot.source.text(first), spot.source.text(second)
        starred = isinstance(first, ast.Starred) or isinstance(second, ast.Starred)
        if one != other and not starred:
            (start, end), (next_start, next_end) = map(spot.source.span, (first, second))
            between = spot.source.data[end:next_start].decode()
            yield start, next_end, (other + between + one,)


def _lost_arguments(spot: _Spot) -> Iterator[_Change]:
    match spot.node:
        case ast.Call(args=args, keywords=[*others, ast.keyword(arg=str(), value=value)]):
            before = [*args, *(keyword.value for keyword in others)]
            if before:
                start, end = spot.source.span(before[-1])[1], spot.source.span(value)[1]
                # Parentheses around a value are no part of its node.
                removed = spot.source.data[start:end]
                if removed.count(b"(") == removed.count(b")"):
                    yield start, end, ("",)


def _lost_calls(spot: _Spot) -> Iterator[_Change]:
    match spot.node:
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) as call:
            if name in CALLABLE and not isinstance(argument, ast.Starred):
                yield *spot.source.span(call), (spot.source.enclosed(argument),)
        case ast.Call(func=ast.Attribute(value=value), args=[], keywords=[]) as call:
            yield *spot.source.span(call), (spot.source.enclosed(value),)


def _bounds(spot: _Spot) -> Iterator[_Change]:
    match spot.node:
        case ast.Subscript(slice=ast.Slice(lower=lower, upper=upper)):
            bounds = [bound for bound in (lower, upper) if bound is not None]
        case ast.Call(func=ast.Name(id="range"), args=[end] | [_, end, *_]):
            bounds = [] if isinstance(end, ast.Starred) else [end]
        case _:
            bounds = []
    for bound in bounds:
        yield *spot.source.span(bound), _moved(spot.source, bound)


def _moved(source: _Source, bound: ast.expr) -> tuple[str, str]:
    text = source.text(bound)
    try:
        return str(int(text) + 1), str(int(text) - 1)
    except ValueError:
        return f"{source.enclosed(bound)} + 1", f"{source.enclosed(bound)} - 1"


def _exceptions(spot: _Spot) -> Iterator[_Change]:
    match spot.node:
        case ast.Raise(exc=ast.Call(func=ast.Name(id=name) as raised)):
            yield *spot.source.span(raised), tuple(each for each in RAISED if each != name)
        case ast.ExceptHandler(type=ast.Name(id=name) as caught):
            yield *spot.source.span(caught), tuple(each for each in CAUGHT if each != name)


def _lost_statements(spot: _Spot) -> Iterator[_Change]:
    for statement in _statements_with_neighbours(spot.node):
        if isinstance(statement, LOSABLE) and not _is_remark(statement):
            yield *spot.source.span(statement), ("pass",)


def _lost_guards(spot: _Spot) -> Iterator[_Change]:
    for statement in _statements_with_neighbours(spot.node):
        match statement:
            case ast.If(body=[ast.Return() | ast.Raise() | ast.Continue()], orelse=[]):
                yield *spot.source.span(statement), ("pass",)


def _statements_with_neighbours(node: ast.AST) -> Iterator[ast.stmt]:
    for field in ("body", "orelse", "finalbody"):
        block = getattr(node, field, None)
        if isinstance(block, list) and len(block) > 1:
            yield from block


MAKERS: dict[str, Callable[[_Spot], Iterator[_Change]]] = {
    "operator": _operators,
    "condition": _conditions,
    "constant": _constants,
    "name": _names,
    "attribute": _attributes,
    "arguments": _arguments,
    "argument lost": _lost_arguments,
    "call lost": _lost_calls,
    "bound": _bounds,
    "exception": _exceptions,
    "statement lost": _lost_statements,
    "guard lost": _lost_guards,
}
KINDS = tuple(MAKERS)
