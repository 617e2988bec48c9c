"""Edit templates for what a function does elsewhere: after twins, other branches, other entries."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .rows import Row
from .scope import WORD, Place, constant_int, word_of
from .source import Edit
from .templates_partners import renamed
from .templates_statements import insert_after, line_span, own_line, step

_TWIN = 3.0  # bits for what follows the same statement elsewhere
_ELSE = 4.5  # bits for putting in something else where a condition does not hold
_UNREAD = 2.0  # bits by which a name is likelier that nothing reads
_TO_THE_END = 3.0  # bits for the last part, which reaches to an end that nothing reads
_TO_ANOTHER = 6.5  # bits for the last part, which reaches to another name
_CROSSED = 3.5  # bits for two factors that are exchanged across a comparison
_ENTRY = 4.0  # bits for an entry that is read and never set anew
_OTHER = 3.5  # bits for going on as long as another list lasts
_NEXT = 5.0  # bits for asking of the next part, too
_SHORT = 120
_PLAIN = (ast.AugAssign, ast.Expr, ast.Assign)
_PARTS = (ast.Name, ast.Attribute, ast.Subscript)


def after_twin(place: Place, node: ast.stmt) -> Iterator[Edit]:
    """Do after a statement what is done after the same one elsewhere."""
    text, own = place.text(node), _next(place, node)
    if not own_line(place, node):
        return
    seen = {place.text(own) if own else ""}
    for other in place.nodes:
        if other is node or type(other) is not type(node) or place.text(other) != text:
            continue
        after = _next(place, other)
        new = place.text(after) if isinstance(after, _PLAIN) else ""
        if new and new not in seen and "\n" not in new:
            seen.add(new)
            yield insert_after(place, node, new, f"`{new}` here, too"[:90], _TWIN)


def _next(place: Place, node: ast.AST) -> ast.stmt | None:
    """Give the statement that follows one in its block."""
    block = place.block(node) if isinstance(node, ast.stmt) else []
    return next(iter(block[block.index(node) + 1 :]), None) if node in block else None


def otherwise_kept(place: Place, node: ast.If) -> Iterator[Edit]:
    """Put something else into a list where a condition does not hold: each turn owes one."""
    last = node.body[-1]
    call = last.value if isinstance(last, ast.Expr) else None
    loop = place.parent(node)
    if node.orelse or not isinstance(call, ast.Call) or not isinstance(loop, ast.For):
        return
    if word_of(call.func) != "append" or not own_line(place, node):
        return
    names = [each.id for each in ast.walk(loop.target) if isinstance(each, ast.Name)]
    read = {n.id for n in ast.walk(ast.Module(loop.body, [])) if isinstance(n, ast.Name)}
    choices = [(name, _ELSE - _UNREAD * (name not in read)) for name in names]
    for value, bits in [*choices, ("None", _ELSE + 1), ("0", _ELSE + 1)]:
        new = f"{place.text(call.func)}({value})"
        if new not in place.text(loop):
            text = f"else:\n{step(place)}{new}"
            yield insert_after(place, node, text, f"otherwise `{new}`"[:90], bits)


def to_the_end(place: Place, loop: ast.For) -> Iterator[Edit]:
    """Do after a loop for the last part what it does for those before: it ends elsewhere."""
    names = {each.id for each in ast.walk(loop.target) if isinstance(each, ast.Name)}
    if not own_line(place, loop):
        return
    for each in loop.body:
        low, high = line_span(place, each)
        text = place.source.text[low:high]
        found = names & set(WORD.findall(text))
        branch = isinstance(each, ast.If) and not each.orelse and len(each.body) == 1
        inner = each.body[0] if isinstance(each, ast.If) else each
        adds = isinstance(inner, (ast.Expr, ast.AugAssign))
        if len(found) == 1 and adds and len(text) < _SHORT and (branch or each is inner):
            for name, bits in _ends(place, loop):
                new = place.text(each).replace("\n" + place.source.indent(low), "\n")
                new = renamed(new, dict.fromkeys(found, name))
                shown = new.splitlines()[-1].strip()
                yield insert_after(place, loop, new, f"`{shown}` after the loop"[:90], bits)


def _ends(place: Place, loop: ast.For) -> Iterator[tuple[str, float]]:
    """Yield the names of what may be the end of all, those first that nothing reads."""
    loads = {n.id for n in place.nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    arguments = place.parameters
    inside = set(WORD.findall(place.text(loop)))
    for name in arguments:
        if name not in ("self", "cls") and name not in inside:
            yield name, _TO_ANOTHER if name in loads else _TO_THE_END


def crossed(place: Place, node: ast.Compare) -> Iterator[Edit]:
    """Exchange what two products or sums end with: `a.top * b.base < b.top * a.base`."""
    left, right = node.left, node.comparators[0]
    if not isinstance(left, ast.BinOp) or not isinstance(right, ast.BinOp):
        return
    one, two = left.right, right.right
    ends = isinstance(one, _PARTS) and isinstance(two, _PARTS)
    if len(node.ops) == 1 and ends and type(left.op) is type(right.op):
        source = place.source
        spans = [
            (source.start(one), source.end(one), place.text(two)),
            (source.start(two), source.end(two), place.text(one)),
        ]
        yield place.put(spans, f"exchange `{place.text(one)}` and `{place.text(two)}`", _CROSSED)


def next_entry(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Set an entry anew that is read elsewhere, where those before it are."""
    block = place.block(node)
    stored = [_entry(each) for each in block]
    owner, index = _entry(node)
    number = [i for who, i in stored if who == owner]
    if not owner or len(number) < len(("this", "another")) or index != max(number):
        return
    read = {constant_int(n.slice) for n in place.nodes if isinstance(n, ast.Subscript)}
    if index + 1 in read and own_line(place, node):
        names = [n.id for n in ast.walk(node.value) if isinstance(n, ast.Name)]
        for name in dict.fromkeys(names):
            if name in place.values and name != owner:
                new = f"{owner}[{index + 1}] = {name}"
                yield insert_after(place, node, new, f"insert `{new}`"[:90], _ENTRY)


def _entry(node: ast.stmt) -> tuple[str, int]:
    """Give the name and the number of the entry that a statement sets."""
    target = node.targets[0] if isinstance(node, ast.Assign) else None
    if not isinstance(target, ast.Subscript) or not isinstance(target.value, ast.Name):
        return "", 0
    index = constant_int(target.slice)
    return (target.value.id, index) if index is not None else ("", 0)


def other_list(place: Place, node: ast.While) -> Iterator[Edit]:
    """Go on as long as one of two lists lasts: `while i < len(a) or j < len(b)`."""
    test = node.test
    if not isinstance(test, ast.Compare) or not isinstance(test.left, ast.Name):
        return
    inner = list(ast.walk(node))
    moved = {word_of(n.target) for n in inner if isinstance(n, ast.AugAssign)} - {test.left.id}
    items = [n for n in inner if isinstance(n, ast.Subscript) and isinstance(n.slice, ast.Name)]
    pairs = {(word_of(n.slice), place.text(n.value)) for n in items}
    for index, owner in sorted(pairs):
        other = f"{index} < len({owner})"
        if index in moved and owner not in place.text(test):
            for word, bits in (("or", _OTHER), ("and", _OTHER + 1)):
                new = f"{place.text(test)} {word} {other}"
                yield place.swap(test, new, f"`{word} {other}`"[:90], bits, "condition")


def next_part(place: Place, node: ast.Compare) -> Iterator[Edit]:
    """Ask of the next part, too: `node[1] is None and node[2] is None`."""
    part = node.left
    if not isinstance(part, ast.Subscript) or len(node.ops) != 1:
        return
    index = constant_int(part.slice)
    if index is None or index < 0 or not isinstance(part.value, (ast.Name, ast.Attribute)):
        return
    read = {constant_int(n.slice) for n in place.nodes if isinstance(n, ast.Subscript)}
    targets = [n for n in place.nodes if isinstance(n, ast.Tuple) and isinstance(n.ctx, ast.Store)]
    most = max((len(each.elts) for each in targets), default=0)
    text = place.text(node)
    rest = place.source.text[place.source.end(part) : place.source.end(node)]
    around = place.text(place.statement(node))
    for other in (index + 1, index - 1):
        new = f"{place.text(part.value)}[{other}]{rest}"
        if other < 0 or new in around or (other not in read and other >= most):
            continue
        for word in ("and", "or"):
            whole = f"{text} {word} {new}"
            yield place.swap(node, whole, f"`{word} {new}`"[:90], _NEXT, "condition")


def neither(place: Place, node: ast.BoolOp) -> Iterator[Edit]:
    """Ask whether there are values at all, of each: 0 and "" are values."""
    asked = [v.operand if isinstance(v, ast.UnaryOp) else v for v in node.values]
    denied = {isinstance(value, ast.UnaryOp) for value in node.values}
    if len(denied) > 1 or not all(isinstance(each, _PARTS) for each in asked):
        return
    if any(place.types(each) and "NoneType" not in place.types(each) for each in asked):
        return
    word = " and " if isinstance(node.op, ast.And) else " or "
    sign = "is None" if denied == {True} else "is not None"
    new = word.join(f"{place.text(each)} {sign}" for each in asked)
    yield place.swap(node, new, f"`{new}`"[:90], _CROSSED, "condition")


TABLE: list[Row] = [
    (_PLAIN, after_twin),
    ((ast.If,), otherwise_kept),
    ((ast.For,), to_the_end),
    ((ast.Compare,), crossed),
    ((ast.Compare,), next_part),
    ((ast.Assign,), next_entry),
    ((ast.While,), other_list),
    ((ast.BoolOp,), neither),
]
