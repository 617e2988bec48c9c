"""What a guard is good for: conditions under which the statement after it cannot work."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .scope import MAPS, Place
from .source import Edit

_PROTECTS = 4.0  # bits by which a guard is likelier that keeps its statement from breaking
_DIVIDES = 5.5  # the same for a division by zero
_KEEPS_UP = 4.5  # bits for asking whether there is what a block needs
_SEEN = 2.0  # bits by which that is likelier where tests fail for lack of it
_BINARY = {
    f"__{name}__"
    for name in ("eq", "ne", "lt", "le", "gt", "ge", "add", "sub", "mul", "truediv", "floordiv",
                 "mod", "pow", "and", "or", "xor", "matmul", "radd", "rsub", "rmul")
}  # fmt: skip
_LAST = 5.0  # bits for asking what the last item is
_SHORT = 6  # letters of a mark
_DIVISIONS = (ast.Div, ast.FloorDiv, ast.Mod)
_NEEDS_SOME = {"max", "min", "next"}


def protection(place: Place, node: ast.stmt) -> dict[str, float]:
    """Give the conditions under which a statement divides by zero, finds nothing, or the like.

    With each come the bits by which a guard with it is likelier.
    """
    found: dict[str, float] = {}
    for inner in ast.walk(node):
        found.update(dict.fromkeys(_hazards(place, inner), _PROTECTS))
    for inner in ast.walk(node):
        if isinstance(inner, ast.BinOp) and isinstance(inner.op, _DIVISIONS):
            divisor = place.text(inner.right)
            tests = (f"{divisor} == 0", f"not {divisor}", f"{divisor} <= 0")
            found.update(dict.fromkeys(tests, _DIVIDES))
    return found


def _hazards(place: Place, node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Subscript):
        owner, key = place.text(node.value), place.text(node.slice)
        yield from (f"not {owner}", f"{owner} is None")
        yield from (f"{key} not in {owner}", f"{key} >= len({owner})")
    elif isinstance(node, ast.Attribute):
        yield f"{place.text(node.value)} is None"
    elif isinstance(node, ast.Call):
        yield from (f"not {place.text(emptied)}" for emptied in _emptied(node))


def _emptied(call: ast.Call) -> list[ast.expr]:
    """Give what a call must not find empty."""
    if isinstance(call.func, ast.Name) and call.func.id in _NEEDS_SOME:
        return call.args[:1]
    if isinstance(call.func, ast.Attribute) and call.func.attr in ("pop", "popleft"):
        return [call.func.value]
    return []


def kept_up(place: Place, node: ast.While | ast.If) -> Iterator[Edit]:
    """Go on only while there is what the block needs: a next element, a place in a list."""
    test, asked = node.test, place.text(node.test)
    if isinstance(test, ast.Constant):
        return
    simple = (ast.Assign, ast.AugAssign, ast.Expr, ast.Return)
    parts = [test, *(each for each in node.body if isinstance(each, simple))]
    found: dict[str, float] = {}
    for inner in (each for part in parts for each in ast.walk(part)):
        for text, bits in _needs(place, inner):
            found.setdefault(text, bits)
    names = [place.text(each) for each in ast.walk(test) if isinstance(each, ast.Name)]
    for text, bits in found.items():
        if text not in asked:
            # What is asked of a name's parts comes after what is asked of the name.
            late = any(text.startswith(f"{name}.") for name in names)
            first, second = place.bare(test, 4), text
            for new, more in ((f"{first} and {second}", 0.0), (f"{second} and {first}", 0.5)):
                worse = more if late else 0.5 - more
                yield place.swap(test, new, f"`{new}`"[:90], bits + worse, "condition")


def _needs(place: Place, node: ast.AST) -> Iterator[tuple[str, float]]:
    """Yield the conditions without which an expression raises an error, with bits."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute):
        seen = _SEEN * (node.attr in place.known.nothing)
        yield f"{place.text(node.value)} is not None", _KEEPS_UP - seen
    elif isinstance(node, ast.Subscript) and not place.types(node.value) & MAPS:
        seen = _SEEN * place.known.outside
        if isinstance(node.slice, (ast.Name, ast.BinOp)):
            yield f"{place.text(node.slice)} < len({place.text(node.value)})", _KEEPS_UP - seen
        if isinstance(node.slice, ast.Name):
            yield f"{place.text(node.slice)} >= 0", _KEEPS_UP


def unlike_the_last(place: Place, node: ast.If) -> Iterator[Edit]:
    """Ask what the last item of a list is before it is taken off, not only whether there is one."""
    if not isinstance(node.test, ast.Name) or "list" not in place.types(node.test):
        return
    owner = node.test.id
    if f"{owner}.pop()" not in "".join(map(place.text, node.body)):
        return
    texts = (n for n in place.nodes if isinstance(n, ast.Constant) and isinstance(n.value, str))
    written = (text for text in map(place.text, texts) if len(text) < _SHORT)
    for text in dict.fromkeys(written):
        for sign, more in (("!=", 0.0), ("==", 1.0)):
            new = f"{owner} and {owner}[-1] {sign} {text}"
            yield place.swap(node.test, new, f"`{new}`"[:90], _LAST + more, "condition")


def other_kinds(place: Place) -> Iterator[Edit]:
    """Let an operator of a class decline operands of another kind, as Python asks of it."""
    function, owners = place.function, place.unit.owners
    parameters = function.args.args
    if function.name not in _BINARY or not owners or len(parameters) < 2:
        return
    body = function.body
    first = body[1] if ast.get_docstring(function) is not None and len(body) > 1 else body[0]
    start = place.source.line_start(place.source.start(first))
    indent = place.source.indent(start)
    deeper = indent + ("\t" if "\t" in indent else "    ")
    newline = place.source.newline
    test = f"if not isinstance({parameters[1].arg}, {owners[-1]}):"
    text = f"{indent}{test}{newline}{deeper}return NotImplemented{newline}"
    yield place.put([(start, start, text)], "decline operands of another kind", 6.0, "guard")
