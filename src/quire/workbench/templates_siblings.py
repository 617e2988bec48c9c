"""Edit templates for what one statement has and another one beside it lacks."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .rows import Row
from .scope import Place, word_of
from .source import Edit
from .templates_clues import idle
from .templates_statements import insert_after, insert_before, own_line, under

_TWICE = 4.5  # bits for an operand that counts as often as another one in a statement beside it
_APART = 3.5  # bits for adding a second one only where it is another one
_CHOICES = 4.5  # bits for going through what another loop goes through
_ENTRY = 6.5  # bits for adding what another table has for the same key
_BOTH_WAYS = 4.0  # bits for asking the same of two places the other way round
_AMOUNT = 3.5  # bits for adding what a statement beside it sets
_MEASURE = 3.0  # bits for taking off on one side what is taken off on the other
_DIRECTIONS = 3.0  # bits for noting the other direction, too
_EITHER = 4.0  # bits for what is in either of two arguments
_TAKEN = 3.0  # bits for taking off on one side what is put in on the other
_TABLE = 2.5  # bits for comparing by a table that nothing reads
_TOO = 3.0  # bits for asking for what changes as the others do that are asked for
_BLANK = 4.5  # bits for a new row that begins with nothing, not with a copy


def counted_again(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Multiply an operand as one is in a statement beside it: `a + 2 * b` and `c + d + e`."""
    beside = (each for each in place.block(node) if each is not node)
    times = dict.fromkeys(
        value
        for each in beside
        if isinstance(each, ast.Assign)
        for inner in ast.walk(each.value)
        for value in _times(inner)
    )
    if not times or not isinstance(node.value, ast.BinOp):
        return
    for operand in _operands(node.value):
        if isinstance(operand, (ast.Name, ast.Attribute)):
            for number in times:
                new = f"{number} * {place.text(operand)}"
                yield place.swap(operand, new, f"`{new}`"[:90], _TWICE, "wrap")


def _times(node: ast.AST) -> Iterator[int]:
    """Yield the number that a product multiplies by."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        for side in (node.left, node.right):
            if isinstance(side, ast.Constant) and type(side.value) is int:
                yield side.value


def _operands(node: ast.expr) -> Iterator[ast.expr]:
    """Yield what a sum adds up."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
        yield from _operands(node.left)
        yield from _operands(node.right)
    else:
        yield node


def another_one(place: Place, node: ast.AugAssign) -> Iterator[Edit]:
    """Add a second part only where it is not the first one again: `if i != n - 1 - i`."""
    block = place.block(node)
    index = block.index(node) if node in block else 0
    before = block[index - 1] if index else None
    if before is None or not own_line(place, node):
        return
    same = isinstance(before, (ast.AugAssign, ast.Assign)) and _target(place, before)
    if same != place.text(node.target) or not isinstance(before, (ast.AugAssign, ast.Assign)):
        return
    pairs = list(_differences(before.value, node.value))
    if len(pairs) != 1:
        return
    one, two = map(place.text, pairs[0])
    new = under(place, node, f"{one} != {two}", place.text(node))
    yield place.swap(node, new, f"only if `{one} != {two}`"[:90], _APART, "condition")


def _target(place: Place, node: ast.AugAssign | ast.Assign) -> str:
    return place.text(node.target if isinstance(node, ast.AugAssign) else node.targets[0])


def _differences(one: ast.AST, two: ast.AST) -> Iterator[tuple[ast.AST, ast.AST]]:
    """Yield the innermost expressions by which two that are built alike differ."""
    if ast.dump(one) == ast.dump(two):
        return
    inner = list(ast.iter_child_nodes(one)), list(ast.iter_child_nodes(two))
    alike = type(one) is type(two) and len(inner[0]) == len(inner[1])
    if not alike or not isinstance(one, (ast.Subscript, ast.Attribute, ast.Call)):
        yield one, two
        return
    for left, right in zip(*inner):
        yield from _differences(left, right)


def same_choices(place: Place, node: ast.For | ast.comprehension) -> Iterator[Edit]:
    """Go through the same list of constants as another loop does."""
    if not isinstance(node.iter, (ast.Tuple, ast.List)):
        return
    own = place.text(node.iter)
    loops = (each for each in place.nodes if isinstance(each, (ast.For, ast.comprehension)))
    others = [place.text(n.iter) for n in loops if isinstance(n.iter, (ast.Tuple, ast.List))]
    for other in dict.fromkeys(others):
        if other != own:
            span = (place.source.start(node.iter), place.source.end(node.iter), other)
            yield place.put([span], f"`{other}`, as there"[:90], _CHOICES, "reuse")


def other_entry(place: Place, node: ast.Subscript) -> Iterator[Edit]:
    """Add the entry that another table of the file has for the same key."""
    if not isinstance(node.ctx, ast.Load) or not isinstance(node.slice, ast.Name):
        return
    if not place.types(node) <= {"int", "float"} or isinstance(place.parent(node), ast.BinOp):
        return
    own, key = place.text(node.value), node.slice.id
    tables = [
        place.text(each.value)
        for each in place.source.nodes
        if isinstance(each, ast.Subscript) and isinstance(each.slice, ast.Name)
    ]
    for table in [t for t in dict.fromkeys(tables) if t.startswith("self.") and t != own][:3]:
        new = f"{place.text(node)} + {table}[{key}]"
        yield place.swap(node, new, f"`{new}`"[:90], _ENTRY, "grown")


def blank(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Begin a new row with zeros, not with a copy of the last one."""
    copied = _copied(node.value)
    if copied is None or not isinstance(node.targets[0], ast.Name):
        return
    added = {name for each in place.nodes for name in _adds_to_entry(each)}
    if node.targets[0].id not in added:
        return
    text = place.text(copied)
    kinds = place.types(copied)
    for new in ("{}", f"[0] * len({text})") if not kinds else _empty(kinds, text):
        yield place.swap(node.value, new, f"`{new}`, no copy"[:90], _BLANK, "copy")


def _empty(kinds: set[str], text: str) -> Iterator[str]:
    if kinds & {"list", "tuple"}:
        yield f"[0] * len({text})"


def _adds_to_entry(node: ast.AST) -> Iterator[str]:
    """Yield the name of what a statement adds to an entry of."""
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Subscript):
        yield word_of(node.target.value)


def _copied(node: ast.expr) -> ast.expr | None:
    """Give what an expression is a copy of."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
        part = node.slice
        return node.value if (part.lower, part.upper, part.step) == (None,) * 3 else None
    if isinstance(node, ast.Call) and word_of(node.func) == "list" and len(node.args) == 1:
        return node.args[0]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.value if node.func.attr == "copy" else None
    return None


def both_ways(place: Place, node: ast.Compare) -> Iterator[Edit]:
    """Ask the same with the places exchanged: `a[i] == b[j] and a[j] == b[i]`."""
    sides = (node.left, node.comparators[0])
    one, two = (side if isinstance(side, ast.Subscript) else None for side in sides)
    if one is None or two is None or len(node.ops) != 1 or not isinstance(node.ops[0], ast.Eq):
        return
    first, second = place.text(one.slice), place.text(two.slice)
    if first != second and place.text(one.value) != place.text(two.value):
        other = f"{place.text(one.value)}[{second}] == {place.text(two.value)}[{first}]"
        if other not in place.source.text:
            new = f"{place.text(node)} and {other}"
            yield place.swap(node, new, f"`{other}`, too"[:90], _BOTH_WAYS, "condition")


def same_amount(place: Place, node: ast.AugAssign) -> Iterator[Edit]:
    """Add what a statement beside it sets the same thing to, not just one."""
    if not isinstance(node.value, ast.Constant) or node.value.value != 1:
        return
    target = place.text(node.target)
    sets = (each for each in place.nodes if isinstance(each, ast.Assign))
    values = (each.value for each in sets if place.text(each.targets[0]) == target)
    for value in values:
        if isinstance(value, (ast.Subscript, ast.Name, ast.Attribute)):
            new = place.text(value)
            yield place.swap(node.value, new, f"`{new}` instead of `1`"[:90], _AMOUNT, "reuse")


def same_measure(place: Place, node: ast.Compare) -> Iterator[Edit]:
    """Measure both sides from the same: `abs(a - goal) < abs(b - goal)`."""
    sides = (node.left, node.comparators[0])
    calls = [side for side in sides if isinstance(side, ast.Call) and len(side.args) == 1]
    if len(calls) < len(sides) or place.text(calls[0].func) != place.text(calls[1].func):
        return
    for whole, bare in (calls, calls[::-1]):
        like, given = whole.args[0], bare.args[0]
        if isinstance(like, ast.BinOp) and isinstance(given, (ast.Name, ast.Attribute)):
            between = place.source.text[place.source.end(like.left) : place.source.end(like)]
            new = f"{place.text(given)}{between}"
            yield place.swap(given, new, f"`{new}`, as there"[:90], _MEASURE, "grown")


def both_directions(place: Place, node: ast.Expr) -> Iterator[Edit]:
    """Note what goes with each of two for the other one as well: `near[b].append(a)`."""
    call = node.value
    if not isinstance(call, ast.Call) or len(call.args) != 1 or not own_line(place, node):
        return
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    if not isinstance(owner, ast.Subscript) or not place.in_loop(node):
        return
    one, two = owner.slice, call.args[0]
    if isinstance(one, ast.Name) and isinstance(two, ast.Name):
        text = f"{place.text(owner.value)}[{two.id}].{word_of(call.func)}({one.id})"
        if text not in place.source.text:
            yield insert_after(place, node, text, f"insert `{text}`"[:90], _DIRECTIONS)


def of_both_given(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Take what is in either of two arguments: `set(a) | set(b)`."""
    given = [each.arg for each in place.function.args.args if each.arg != "self"]
    alone = len(node.args) == 1 and not node.keywords and word_of(node.func) == "set"
    if not alone or word_of(node.args[0]) not in given:
        return
    own = word_of(node.args[0])
    for other in (each for each in given if each != own):
        both = f"set({other})"
        alike = place.known.types.get(other, set()) == place.known.types.get(own, set())
        if alike and both not in place.source.text:
            new = f"{place.text(node)} | {both}"
            yield place.swap(node, new, f"`{new}`, of both"[:90], _EITHER, "grown")


def taken_from(place: Place, node: ast.If) -> Iterator[Edit]:
    """Take off where a condition found some what is put in elsewhere: `runs[n - 1] -= 1`."""
    test = node.test
    if not isinstance(test, ast.Compare) or not isinstance(test.left, ast.Subscript):
        return
    if not isinstance(test.ops[0], ast.Gt) or getattr(test.comparators[0], "value", 1) != 0:
        return
    own = place.text(test.left)
    steps = [each for each in node.body if isinstance(each, ast.AugAssign)]
    table = f"{place.text(test.left.value)}["
    puts = [each for each in steps if place.text(each.target).startswith(table)]
    if (
        puts
        and own_line(place, node.body[0])
        and own not in map(place.text, (p.target for p in puts))
    ):
        text = f"{own} -= 1"
        yield insert_before(place, node.body[0], text, f"insert `{text}`"[:90], _TAKEN)


def looked_up(place: Place, node: ast.Compare) -> Iterator[Edit]:
    """Compare what a table says of two, where nothing reads the table: `loud[a] < loud[b]`."""
    sides = (node.left, node.comparators[0])
    ordered = isinstance(node.ops[0], (ast.Lt, ast.Gt, ast.LtE, ast.GtE))
    if len(node.ops) != 1 or not ordered or any(isinstance(s, ast.Constant) for s in sides):
        return
    given = {each.arg for each in place.function.args.args}
    for name in sorted(set(idle(place)) & given):
        if place.known.types.get(name, set()) & {"list", "dict", "tuple"}:
            source = place.source
            spans = [
                (source.start(side), source.end(side), f"{name}[{place.text(side)}]")
                for side in sides
            ]
            yield place.put(spans, f"by `{name}`", _TABLE, "wrap")


def asked_too(place: Place, node: ast.BoolOp) -> Iterator[Edit]:
    """Ask for all that a loop changes in the same way: `while a or b or c`."""
    loop = place.parent(node)
    names = [value.id for value in node.values if isinstance(value, ast.Name)]
    if not isinstance(loop, ast.While) or len(names) < len(node.values):
        return
    steps = [each for each in loop.body if isinstance(each, ast.AugAssign)]
    kinds = {word_of(each.target): (type(each.op), ast.dump(each.value)) for each in steps}
    word = "and" if isinstance(node.op, ast.And) else "or"
    for name, kind in kinds.items():
        if name and name not in names and all(kinds.get(each) == kind for each in names):
            new = f"{place.text(node)} {word} {name}"
            yield place.swap(node, new, f"`{word} {name}`", _TOO, "condition")


TABLE: list[Row] = [
    ((ast.If,), taken_from),
    ((ast.Compare,), looked_up),
    ((ast.Assign,), counted_again),
    ((ast.AugAssign,), another_one),
    ((ast.For, ast.comprehension), same_choices),
    ((ast.Assign,), blank),
    ((ast.Compare,), both_ways),
    ((ast.AugAssign,), same_amount),
    ((ast.BoolOp,), asked_too),
    ((ast.Call,), of_both_given),
    ((ast.Compare,), same_measure),
    ((ast.Expr,), both_directions),
    ((ast.Subscript,), other_entry),
]
