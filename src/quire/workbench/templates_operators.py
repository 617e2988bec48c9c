"""Edit templates for operators: comparisons, arithmetic, boolean logic, negation."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Union

from .scope import Place, constant_int, level
from .source import Edit

_COMPARE = {
    ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!=",
    ast.Is: "is", ast.IsNot: "is not", ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip
_BESIDE = {">": -1, "<": 1, ">=": -1, "<=": 1}  # from a bound to the one number left out
_NEAR = {  # operator → likely intended ones, with bits
    "<": {"<=": 1.5, ">": 2.5, ">=": 3.5, "!=": 4, "==": 5},
    "<=": {"<": 1.5, ">=": 2.5, ">": 3.5, "==": 4.5, "!=": 5},
    ">": {">=": 1.5, "<": 2.5, "<=": 3.5, "!=": 4, "==": 5},
    ">=": {">": 1.5, "<=": 2.5, "<": 3.5, "==": 4.5, "!=": 5},
    "==": {"!=": 2.5, "<=": 4, ">=": 4, "<": 5, ">": 5, "is": 6, "in": 5},
    "!=": {"==": 2.5, "<": 4, ">": 4, "<=": 5, ">=": 5, "is not": 6, "not in": 5},
    "is": {"is not": 2.5, "==": 4},
    "is not": {"is": 2.5, "!=": 4},
    "in": {"not in": 2.5, "==": 5},
    "not in": {"in": 2.5, "!=": 5},
}
_ARITHMETIC: dict[type, str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%",
    ast.Pow: "**", ast.LShift: "<<", ast.RShift: ">>", ast.BitAnd: "&", ast.BitOr: "|",
    ast.BitXor: "^", ast.MatMult: "@",
}  # fmt: skip
_LIKE_ITS_KIN = 2.5  # bits by which it is likelier that a statement counts as one beside it does
_ORDERS = ("<", "<=", ">", ">=")
_OF_TEXTS = 2.5  # bits for the order of what was only asked to be equal, and is no number
_UNORDERED = {"str", "bytes", "bool", "NoneType"}
_KIN = [
    {"+", "-"}, {"*", "/", "//", "%"}, {"/", "//"}, {"*", "**"}, {"<<", ">>"}, {"&", "|", "^"},
    {"//", "%"}, {"//", ">>"}, {"*", "<<"},
]  # fmt: skip

_EXCLUSIVE = 2.0  # bits more for what is in just one of two
_STRANGE = 2.0  # bits for products and rests where a place beside another one is named
_SUMS = ("+", "-", "*", "/", "//", "%", "**")


def comparisons(place: Place, node: ast.Compare) -> Iterator[Edit]:
    """Change a comparison's operator."""
    operands = [node.left, *node.comparators]
    for index, operator in enumerate(node.ops):
        old = _COMPARE[type(operator)]
        low, high = _between(place, operands[index], operands[index + 1], old)
        right = operands[index + 1]
        texts = bool(place.types(operands[index])) and place.types(operands[index]) <= _UNORDERED
        for new, bits in _NEAR[old].items():
            kind = f"compare with `{new}` instead of `{old}`"
            odd = _OF_TEXTS * (texts and old not in _ORDERS and new in _ORDERS)
            yield place.put([(low, high, new)], kind, bits + odd, "compare")
        if old in ("==", "<", "<=") and constant_int(right) in (0, 1):
            value = constant_int(right) or 0
            span = (low, place.source.end(right), f"<= {value + 1}" if old != "<" else "<= 1")
            yield place.put([span], f"compare with `{span[2]}`", 4.5, "compare")
        beside = constant_int(right)
        if beside is not None and old in _BESIDE:
            other = f"!= {beside + _BESIDE[old]}"
            span = (low, place.source.end(right), other)
            yield place.put([span], f"compare with `{other}`", 4.0, "compare")
        if isinstance(right, ast.Constant) and isinstance(right.value, str) and old in _ORDERS:
            yield from _as_number(place, operands[index], right, right.value)
    yield from _both_sides(place, node)
    if len(node.ops) == 1 and type(node.ops[0]) in (ast.In, ast.NotIn, ast.Lt, ast.Gt):
        yield swap_operands(place, node, node.left, node.comparators[0], 5.5)


def _as_number(place: Place, left: ast.expr, right: ast.expr, digits: str) -> Iterator[Edit]:
    """Compare numbers, not texts of digits."""
    if digits.isdecimal():
        source = place.source
        spans = [
            (source.start(left), source.end(left), f"int({place.text(left)})"),
            (source.start(right), source.end(right), str(int(digits))),
        ]
        yield place.put(spans, f"compare the number with {digits}", 2.5, "compare")


def _both_sides(place: Place, node: ast.Compare) -> Iterator[Edit]:
    """Take both bounds of a range in, or leave both out."""
    names = {_COMPARE[type(operator)] for operator in node.ops}
    if len(node.ops) < 2 or len(names) > 1 or not names <= set(_ORDERS):
        return
    old = names.pop()
    new = _with_or_without(old)
    operands = [node.left, *node.comparators]
    places = [_between(place, *both, old) for both in zip(operands, operands[1:])]
    words = f"compare with `{new}` instead of `{old}` on both sides"
    yield place.put([(low, high, new) for low, high in places], words, 3.5, "compare")


def _with_or_without(sign: str) -> str:
    """Give the order that takes the bound in, or leaves it out."""
    return sign[0] if sign.endswith("=") else f"{sign}="


def all_signs(place: Place, node: ast.BoolOp) -> Iterator[Edit]:
    """Take the bounds of several parts of a condition in, or leave them out."""
    tests = [each for each in node.values if isinstance(each, ast.Compare) and len(each.ops) == 1]
    for old in _ORDERS:
        same = [each for each in tests if _COMPARE[type(each.ops[0])] == old]
        if len(same) > 1:
            new = _with_or_without(old)
            spans = [(*_between(place, each.left, each.comparators[0], old), new) for each in same]
            words = f"compare with `{new}` instead of `{old}` throughout"
            yield place.put(spans, words, 3.5, "compare")


def _between(place: Place, left: ast.AST, right: ast.AST, old: str) -> tuple[int, int]:
    """Find the operator between two operands, past closing brackets."""
    low, high = place.source.end(left), place.source.start(right)
    gap = place.source.text[low:high]
    words = old.split()
    begin = gap.find(words[0])
    end = gap.find(words[-1], begin + (len(words[0]) if len(words) > 1 else 0)) + len(words[-1])
    return low + begin, low + end


def swap_operands(place: Place, node: ast.AST, left: ast.AST, right: ast.AST, bits: float) -> Edit:
    """Exchange two operands."""
    source = place.source
    spans = [
        (source.start(left), source.end(left), _dress(place, node, right)),
        (source.start(right), source.end(right), _dress(place, node, left)),
    ]
    return place.put(spans, "exchange the operands", bits, "swap")


def _dress(place: Place, parent: ast.AST, node: ast.AST) -> str:
    return place.bare(node, level(parent) + 1)


def arithmetic(place: Place, node: ast.BinOp) -> Iterator[Edit]:
    """Change, exchange or drop what a binary operator joins."""
    old = _ARITHMETIC[type(node.op)]
    low, high = _between(place, node.left, node.right, old)
    index = isinstance(place.parent(node), (ast.Subscript, ast.Slice))
    for new, bits in _other_operators(old):
        if new == "%" and place.types(node.left) == {"str"}:
            continue
        kind = f"`{new}` instead of `{old}`"
        strange = _STRANGE * (index and old in "+-" and new not in "+-")
        yield place.put([(low, high, new)], kind, bits + strange, "arithmetic")
    if isinstance(node.op, (ast.FloorDiv, ast.Div)):
        new = f"int({place.text(node.left)} / {place.bare(node.right, 13)})"
        yield place.swap(node, new, f"`{new}`, towards zero"[:90], 4.5, "arithmetic")
    if not isinstance(node.op, ast.Mult):
        turned = index and constant_int(node.left) is not None  # `1 - i` for `i - 1`
        yield swap_operands(place, node, node.left, node.right, 1.5 if turned else 4.5)
    if isinstance(node.op, ast.Add) and place.types(node) & {"int", "float"}:
        for name, bits in (("max", 5.0), ("min", 5.5)):
            new = f"{name}({place.text(node.left)}, {place.text(node.right)})"
            yield place.swap(node, new, f"`{new}`, one of both"[:90], bits, "arithmetic")
    for keep in (node.left, node.right):
        kind = f"drop an operand of `{old}`"
        yield place.swap(node, place.text(keep), kind, 5.5, "drop")


def _other_operators(old: str) -> Iterator[tuple[str, float]]:
    seen = {old}
    for kin in _KIN:
        if old in kin:
            for new in sorted(kin - seen):
                seen.add(new)
                yield new, 2.5 + _EXCLUSIVE * (new == "^")
    # Nobody types a bit operator where they mean arithmetic: such an edit only fits the tests.
    stray = 9.5 if old in _SUMS else 5.0
    for new in ("+", "-", "*", "//", "/", "%", "&", "|", "^"):
        if new not in seen:
            yield new, stray if new in "&|^" else 5.0


def assigned_operators(place: Place, node: ast.AugAssign) -> Iterator[Edit]:
    """Change the operator of an augmented assignment, or make it a plain one."""
    old = _ARITHMETIC[type(node.op)]
    low, high = _between(place, node.target, node.value, old + "=")
    for new, bits in _other_operators(old):
        yield place.put([(low, high, new + "=")], f"`{new}=` instead of `{old}=`", bits, "augment")
    yield place.put([(low, high, "=")], f"assign instead of `{old}=`", 4.5, "augment")
    if isinstance(node.op, ast.Sub):
        text = f"{place.text(node.value)} - {place.text(node.target)}"
        spans = [(low, high, "="), (place.source.start(node.value), place.source.end(node.value),
                                    text)]  # fmt: skip
        yield place.put(spans, "subtract the other way round", 6, "augment")


def plain_assignments(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Turn an assignment into an augmented one."""
    if len(node.targets) != 1 or isinstance(node.targets[0], (ast.Tuple, ast.List)):
        return
    low, high = _between(place, node.targets[0], node.value, "=")
    target, value = place.text(node.targets[0]), place.text(node.value)
    if not isinstance(node.targets[0], ast.Name) or place.in_loop(node):
        for new, bits in ((f"max({target}, {value})", 5.0), (f"min({target}, {value})", 5.5),
                          (f"{place.bare(node.value, 12)} + {target}", 6.5)):  # fmt: skip
            yield place.swap(node.value, new, f"`{new}` instead of `{value}`"[:90], bits, "grown")
    owner = node.targets[0]
    if isinstance(owner, ast.Subscript) and not isinstance(owner.slice, ast.Slice):
        for default in ("0", "[]", "''", *_decimals(place)):
            new = (f"{place.text(owner.value)}.get({place.text(owner.slice)}, {default})"
                   f" + {place.bare(node.value, 12)}")  # fmt: skip
            yield place.swap(node.value, new, f"`{new}`"[:90], 6.5, "grown")
    kin = _kin(place, node)
    united = 4.5 if place.types(node.value) == {"set"} else 8.0
    for operator, bits in (("+", 4.5), ("-", 6.0), ("*", 6.0), ("|", united)):
        yield place.put([(low, high, operator + "=")], f"`{operator}=` instead of `=`",
                        bits - _LIKE_ITS_KIN * (operator in kin), "augment")  # fmt: skip


def _kin(place: Place, node: ast.Assign) -> set[str]:
    """Give the operators with which statements beside one count in the same table."""
    owner = getattr(node.targets[0], "value", None)
    if owner is None:
        return set()
    text = place.text(owner)
    beside = (each for each in place.block(node) if isinstance(each, ast.AugAssign))
    alike = (n for n in beside if place.text(getattr(n.target, "value", n.target)) == text)
    return {_ARITHMETIC[type(each.op)] for each in alike}


def _decimals(place: Place) -> list[str]:
    """Give the calls of constants that the function's file makes, such as Decimal("0")."""
    found = [
        place.source.segment(node)
        for node in place.source.nodes
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and len(node.args) == 1
        and isinstance(node.args[0], ast.Constant)
    ]
    return list(dict.fromkeys(text for text in found if len(text) < 24))[:4]


def logic(place: Place, node: ast.BoolOp) -> Iterator[Edit]:
    """Change `and`/`or`, or drop an operand."""
    old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
    spans: list[tuple[int, int, str]] = []
    for left, right in zip(node.values, node.values[1:]):
        low, high = _between(place, left, right, old)
        spans.append((low, high, new))
    kind = f"`{new}` instead of `{old}`"
    yield place.put(spans, kind, 2.5, "logic")
    if len(spans) > 1:
        for span in spans:
            yield place.put([span], kind, 3.5, "logic")
    for gone in node.values:
        kept = [place.bare(v, level(node) + 1) for v in node.values if v is not gone]
        words = f"drop the condition `{place.text(gone)[:40]}`"
        yield place.swap(node, f" {old} ".join(kept), words, 4.5, "drop")
    for value in node.values:
        if not isinstance(value, (ast.Compare, ast.UnaryOp, ast.BoolOp)):
            text = f"not {place.bare(value, 6)}"
            yield place.swap(value, text, f"`{text}`"[:90], 3.0, "negate")
    if len(node.values) == 2 and isinstance(node.values[0], (ast.Compare, ast.Call, ast.Subscript)):
        yield swap_operands(place, node, node.values[0], node.values[1], 6)


def unary(place: Place, node: ast.UnaryOp) -> Iterator[Edit]:
    """Drop a `not` or a sign."""
    denies = isinstance(node.op, ast.Not)
    kind, bits = ("drop the `not`", 3.0) if denies else ("drop the sign", 4.0)
    yield place.swap(node, place.text(node.operand), kind, bits, "negate")


def conditions(place: Place, node: ast.AST) -> Iterator[Edit]:
    """Negate a condition, or make it constant."""
    test = getattr(node, "test", None)
    if not isinstance(test, ast.expr) or isinstance(node, ast.Assert):
        return
    text = place.bare(test, 5)
    if not isinstance(test, (ast.Compare, ast.UnaryOp)):
        yield place.swap(test, f"not {text}", "negate the condition", 3.0, "negate")
    elif isinstance(test, ast.Compare) and len(test.ops) > 1:
        yield place.swap(test, f"not ({place.text(test)})", "negate the condition", 4, "negate")
    for constant in ("True", "False"):
        kind = f"make the condition always {constant.lower()}"
        yield place.swap(test, constant, kind, 9, "constant-condition")


def choices(place: Place, node: ast.IfExp) -> Iterator[Edit]:
    """Exchange or drop the branches of a conditional expression."""
    source = place.source
    spans = [
        (source.start(node.body), source.end(node.body), place.text(node.orelse)),
        (source.start(node.orelse), source.end(node.orelse), place.text(node.body)),
    ]
    yield place.put(spans, "exchange the two branches", 3.5, "swap")
    for kept in (node.body, node.orelse):
        yield place.swap(node, place.text(kept), "keep one branch only", 6, "drop")


Binary = Union[ast.BinOp, ast.BoolOp]
