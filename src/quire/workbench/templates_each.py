"""Edit templates for what holds of each part: bounds of numbers, membership, signs, brackets."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .scope import Place, word_of
from .source import Edit
from .templates_statements import insert_after, own_line

_SURE = 1.5  # bits for what nobody means otherwise
_GROUPED = 4.0  # bits for other brackets around conditions
_APART = 5.0  # bits for a function of each operand, not of the whole
_DOUBLED = 5.5  # bits for what is taken twice, as on both sides
_MEMBER = 6.0  # bits for membership in place of the same place
_BACK = 4.0  # bits for the last n, of which there may be none
_BREADTH = 4.5  # bits for the length of the first row in place of that of all rows
_SAME = 2.0  # bits by which that is likelier where the same length was taken before
_CROSSED = 4.0  # bits for exchanged constants in two statements that are alike otherwise
_TURNED = 4.0  # bits for parts of a text exchanged the other way
_NEW_BEST = 3.5  # bits for a list that begins with a new best
_TAKEN_TOO = 4.0  # bits for taking off the other count that a condition asks for
_EITHER_END = 5.0  # bits for exchanged elements where they are put in and taken out


def asked_of_each(place: Place, node: ast.BoolOp) -> Iterator[Edit]:
    """Ask of each constant what is asked of the last one: `1 and 2 in row` asks for 2 only."""
    last = node.values[-1]
    bare = node.values[:-1]
    if not isinstance(last, ast.Compare) or len(last.ops) != 1:
        return
    if not isinstance(last.ops[0], (ast.In, ast.NotIn, ast.Eq)):
        return
    if not all(isinstance(each, ast.Constant) for each in bare):
        return
    source = place.source
    tail = source.text[source.end(last.left) : source.end(last)]
    spans = [(source.end(each), source.end(each), tail) for each in bare]
    yield place.put(spans, f"each {tail.strip()}"[:90], _SURE, "slip")


def grouped(place: Place, node: ast.BoolOp) -> Iterator[Edit]:
    """Read `a and b or c` as `a and (b or c)`, and `a or b and c` the other way."""
    if not isinstance(node.op, ast.Or):
        return
    source = place.source
    first, last = (_joined(place, each) for each in (node.values[0], node.values[-1]))
    around = ([(first[-1], node)] if first else []) + ([(node, last[0])] if last else [])
    for begin, end in around:
        start, stop = source.start(begin), source.end(end)
        spans = [(start, start, "("), (stop, stop, ")")]
        yield place.put(spans, "other brackets: `and` of the whole", _GROUPED, "brackets")


def _joined(place: Place, node: ast.expr) -> list[ast.expr]:
    """Give what an `and` without brackets of its own joins."""
    if not isinstance(node, ast.BoolOp) or not isinstance(node.op, ast.And):
        return []
    before = place.source.text[: place.source.start(node)].rstrip()
    after = place.source.text[place.source.end(node) :].lstrip()
    return [] if before.endswith("(") and after.startswith(")") else node.values


def distributed(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Take a function of each operand: `abs(a) + abs(b)`, not `abs(a + b)`."""
    if not isinstance(node.func, ast.Name) or node.func.id != "abs" or len(node.args) != 1:
        return
    inner = node.args[0]
    if isinstance(inner, ast.BinOp) and isinstance(inner.op, (ast.Add, ast.Sub)):
        sign = "+" if isinstance(inner.op, ast.Add) else "-"
        left, right = place.text(inner.left), place.text(inner.right)
        for each in dict.fromkeys((sign, "+")):
            new = f"abs({left}) {each} abs({right})"
            yield place.swap(node, new, f"`{new}`"[:90], _APART, "wrap")


def doubled(place: Place, node: ast.Return | ast.Assign) -> Iterator[Edit]:
    """Take a margin twice, as there is one on either side, wherever a statement adds it."""
    if node.value is None:
        return
    source = place.source
    found: dict[str, list[ast.expr]] = {}
    for each in ast.walk(node.value):
        if not isinstance(each, ast.BinOp) or not isinstance(each.op, (ast.Add, ast.Sub)):
            continue
        if isinstance(each.right, (ast.Attribute, ast.Name)) and _is_number(place, each.right):
            found.setdefault(place.text(each.right), []).append(each.right)
    for text, places in found.items():
        spans = sorted((source.start(each), source.start(each), "2 * ") for each in places)
        bits = _DOUBLED - 1.0 * (len(places) > 1)
        yield place.put(spans, f"`2 * {text}` instead of `{text}`"[:90], bits, "wrap")


def _is_number(place: Place, node: ast.expr) -> bool:
    types = place.types(node)
    return not types or bool(types & {"int", "float"})


def member(place: Place, node: ast.Compare) -> Iterator[Edit]:
    """Ask whether an element is among others, not whether it stands at the same place there."""
    if len(node.ops) != 1 or not isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
        return
    sides = (node.left, node.comparators[0])
    word = "in" if isinstance(node.ops[0], ast.Eq) else "not in"
    for one, two in (sides, sides[::-1]):
        if not isinstance(one, ast.Subscript) or not isinstance(two, ast.Subscript):
            continue
        same = place.text(one.slice) == place.text(two.slice)
        if same and place.text(one.value) != place.text(two.value):
            new = f"{place.text(one)} {word} {place.text(two.value)}"
            yield place.swap(node, new, f"`{new}`"[:90], _MEMBER, "compare")


def last_ones(place: Place, node: ast.Subscript) -> Iterator[Edit]:
    """Take the last n, of which there may be none: `row[-0:]` is the whole row."""
    part = node.slice
    if not isinstance(part, ast.Slice) or part.upper is not None or part.step is not None:
        return
    low = part.lower
    if not isinstance(low, ast.UnaryOp) or not isinstance(low.op, ast.USub):
        return
    if not isinstance(low.operand, (ast.Name, ast.Attribute)):
        return
    owner, number = place.text(node.value), place.text(low.operand)
    new = f"max(0, len({owner}) - {number})"
    yield place.swap(low, new, f"`{owner}[{new}:]`"[:90], _BACK, "slip")


def either_end(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Exchange two elements both where a pair is put in and where it is taken out."""
    target, call = node.targets[0], node.value
    if not isinstance(target, ast.Tuple) or len(target.elts) != 2 or not _takes(call):
        return
    store = _store(place, call)
    pairs = [
        each.args[-1]
        for each in place.nodes
        if isinstance(each, ast.Call) and _puts(each) and _store(place, each) == store
    ]
    tuples = [each for each in pairs if isinstance(each, ast.Tuple) and len(each.elts) == 2]
    if not tuples or len(tuples) != len(pairs):
        return
    source = place.source
    spans = []
    for each in (*tuples, target):
        one, two = each.elts
        spans.append((source.start(one), source.end(one), place.text(two)))
        spans.append((source.start(two), source.end(two), place.text(one)))
    yield place.put(sorted(spans), f"pairs of `{store}` the other way round", _EITHER_END, "swap")


def _takes(call: ast.expr) -> bool:
    return isinstance(call, ast.Call) and word_of(call.func) in ("heappop", "pop", "popleft", "get")


def _puts(call: ast.Call) -> bool:
    return word_of(call.func) in ("heappush", "append", "appendleft", "put") and bool(call.args)


def _store(place: Place, call: ast.expr) -> str:
    """Give the text of what a call puts into or takes out of."""
    if not isinstance(call, ast.Call):
        return ""
    if word_of(call.func).startswith("heap"):
        return place.text(call.args[0]) if call.args else ""
    return place.text(call.func.value) if isinstance(call.func, ast.Attribute) else ""


def breadth(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Take the length of the first row: `cols = len(grid[0])`, not `len(grid)`."""
    text = place.text(node)
    if getattr(node.func, "id", "") != "len" or not node.args:
        return
    owner = place.text(node.args[0])
    rows = (each.value for each in place.nodes if isinstance(each, ast.Subscript))
    if not any(isinstance(row, ast.Subscript) and place.text(row.value) == owner for row in rows):
        return
    before = (each for each in place.nodes if isinstance(each, ast.Call) and each is not node)
    again = any(place.text(each) == text and each.lineno <= node.lineno for each in before)
    new = f"len({owner}[0])"
    yield place.swap(
        node, new, f"`{new}` instead of `{text}`"[:90], _BREADTH - _SAME * again, "reuse"
    )


def crossed(place: Place, node: ast.stmt) -> Iterator[Edit]:
    """Exchange the constants of two statements that follow each other and are alike otherwise."""
    block = place.block(node)
    after = block[block.index(node) + 1 :][:1] if node in block else []
    pairs = [pair for other in after for pair in zip(ast.walk(node), ast.walk(other))]
    if any(type(one) is not type(two) or isinstance(one, ast.JoinedStr) for one, two in pairs):
        return
    source = place.source
    others = [
        (one, two)
        for one, two in pairs
        if isinstance(one, ast.Constant) and isinstance(two, ast.Constant)
        and one.value != two.value
    ]  # fmt: skip
    if len(others) != 1:
        return
    one, two = others[0]
    spans = [
        (source.start(one), source.end(one), place.text(two)),
        (source.start(two), source.end(two), place.text(one)),
    ]
    words = f"exchange `{place.text(one)}` and `{place.text(two)}`"
    yield place.put(spans, words[:90], _CROSSED, "swap")


def turned(place: Place, node: ast.BinOp) -> Iterator[Edit]:
    """Exchange two parts the other way: `row[4:] + row[:4]`, not `row[-4:] + row[:-4]`."""
    if not isinstance(node.op, ast.Add):
        return
    cuts: list[ast.expr] = []
    owners: set[str] = set()
    for part in (node.left, node.right):
        if not isinstance(part, ast.Subscript) or not isinstance(part.slice, ast.Slice):
            return
        owners.add(place.text(part.value))
        cuts += [each for each in (part.slice.lower, part.slice.upper) if each is not None]
    texts = {place.text(each) for each in cuts}
    if len(owners) != 1 or len(cuts) != len(("left", "right")) or len(texts) != 1:
        return
    text = texts.pop()
    new = text[1:] if text.startswith("-") else f"-{place.bare(cuts[0], 13)}"
    spans = [(place.source.start(each), place.source.end(each), new) for each in cuts]
    yield place.put(spans, f"`{new}` instead of `{text}`, in both"[:90], _TURNED, "slice")


def new_best(place: Place, node: ast.If) -> Iterator[Edit]:
    """Begin a list of the best ones anew where there is a better one than all before."""
    test = node.test
    if not isinstance(test, ast.Compare) or not isinstance(test.ops[0], (ast.Gt, ast.Lt)):
        return
    sides = {place.text(test.left), place.text(test.comparators[0])}
    kept = (each for each in node.body if isinstance(each, ast.Assign))
    if not any({place.text(each.targets[0]), place.text(each.value)} == sides for each in kept):
        return
    for each in node.body:
        call = each.value if isinstance(each, ast.Expr) else None
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Attribute):
            continue
        if call.func.attr == "append" and call.args:
            new = f"{place.text(call.func.value)} = [{place.text(call.args[0])}]"
            yield place.swap(each, new, f"`{new}`"[:90], _NEW_BEST, "augment")


def taken_too(place: Place, node: ast.If) -> Iterator[Edit]:
    """Take off each count that a condition asks for: `if a > 0 and b > 0: a -= 1`."""
    asked = node.test.values if isinstance(node.test, ast.BoolOp) else []
    names = [each.left for each in asked if isinstance(each, ast.Compare)]
    steps = {
        place.text(each.target): each
        for each in node.body
        if isinstance(each, ast.AugAssign) and isinstance(each.op, ast.Sub)
    }
    for name in (place.text(each) for each in names if isinstance(each, (ast.Name, ast.Subscript))):
        if steps and name not in steps and len(asked) == len(names):
            last = list(steps.values())[-1]
            text = f"{name} -= {place.text(last.value)}"
            if own_line(place, last):
                yield insert_after(place, last, text, f"insert `{text}`"[:90], _TAKEN_TOO)
