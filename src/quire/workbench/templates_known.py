"""Edit templates for what known algorithms need: orders of loops, roots, sentinels, keys."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from .rows import Row
from .scope import Place, word_of
from .source import Edit
from .templates_clues import idle
from .templates_statements import insert_before, own_line, step
from .units import FUNCTIONS

_LOOPS = 4.0  # bits for two nested loops the other way round
_WHOLE = 4.5  # bits for an answer only where all were reached
_ROOTS = 3.0  # bits for joining what stands for groups
_KEPT = 3.0  # bits for the best so far
_GUARD = 3.0  # bits for asking for the next one, too
_FIRST = 4.0  # bits for an entry for nothing at all
_SENTINEL = 4.0  # bits for one more that ends what is left
_ROOT = 2.5  # bits for whole roots
_PLACE = 3.5  # bits for a sort by another place of what is sorted
_PARENT = 3.0  # bits for not going back where one came from
_HIT = 3.0  # bits for asking whether what is found is there
_HEAP = 3.0  # bits for the greatest of a heap
_BOTH = 4.0  # bits for two calls that are both made
_APART = 3.5  # bits for two parts of a key that are added up
_OWN = 2.5  # bits for a list of one's own, or for the caller's
_PAIR = 2


def loops_exchanged(place: Place, node: ast.For) -> Iterator[Edit]:
    """Exchange two nested loops: the inner one runs through for each turn of the outer one."""
    inner = node.body[0]
    if len(node.body) != 1 or not isinstance(inner, ast.For) or node.orelse or inner.orelse:
        return
    heads = [(place.source.start(n.target), place.source.end(n.iter)) for n in (node, inner)]
    taken = {n.id for n in ast.walk(node.target) if isinstance(n, ast.Name)}
    if taken & {n.id for n in ast.walk(inner.iter) if isinstance(n, ast.Name)}:
        return
    texts = [place.source.text[low:high] for low, high in heads]
    spans = [(*heads[0], texts[1]), (*heads[1], texts[0])]
    yield place.put(spans, "exchange two loops", _LOOPS, "swap")


def all_reached(place: Place, node: ast.Return) -> Iterator[Edit]:
    """Answer with a list only where it holds all: else there was no way."""
    name = word_of(node.value)
    if node not in place.function.body or "list" not in place.known.types.get(name, {"list"}):
        return
    loops = (each for each in place.function.body if isinstance(each, ast.While))
    inner = (n for each in loops for n in ast.walk(each) if isinstance(n, ast.Attribute))
    filled = {place.text(each.value) for each in inner if each.attr == "append"}
    if not name or name not in filled:
        return
    for number in (each.arg for each in place.function.args.args):
        if place.known.types.get(number, set()) == {"int"}:
            new = f"{name} if len({name}) == {number} else []"
            yield place.swap(node.value or node, new, f"`{new}`"[:90], _WHOLE, "condition")


def roots(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Join what stands for two groups where it has been looked up: `up[ra] = rb`."""
    target = node.targets[0]
    if not isinstance(target, ast.Subscript) or not isinstance(node.value, ast.Name):
        return
    stands: dict[str, str] = {}
    for each in place.nodes:
        call = each.value if isinstance(each, ast.Assign) else None
        if isinstance(each, ast.Assign) and isinstance(call, ast.Call) and len(call.args) == 1:
            stands[word_of(call.args[0])] = word_of(each.targets[0])
    key, value = word_of(target.slice), node.value.id
    if stands.get(key) and stands.get(value):
        spans = [
            (place.source.start(target.slice), place.source.end(target.slice), stands[key]),
            (place.source.start(node.value), place.source.end(node.value), stands[value]),
        ]
        words = f"`{stands[key]}` and `{stands[value]}`, which stand for all"
        yield place.put(spans, words[:90], _ROOTS, "name")


def best_of_all(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Keep the best so far in an inner function that sets a name of the outer one."""
    name = node.targets[0]
    around = next((each for each in place.ancestors(node) if isinstance(each, FUNCTIONS)), None)
    if around is None or not isinstance(node.value, ast.BinOp):
        return
    outer = {n for each in around.body if isinstance(each, ast.Nonlocal) for n in each.names}
    if isinstance(name, ast.Name) and name.id in outer:
        for function in ("max", "min"):
            new = f"{function}({name.id}, {place.text(node.value)})"
            yield place.swap(node.value, new, f"`{new}`"[:90], _KEPT, "grown")


def and_the_next(place: Place, node: ast.While) -> Iterator[Edit]:
    """Ask for the next one as well where a loop takes two steps at once."""
    name = word_of(node.test)
    for each in (n for part in node.body for n in ast.walk(part)):
        inner = each.value if isinstance(each, ast.Attribute) else None
        if isinstance(inner, ast.Attribute) and word_of(inner.value) == name != "":
            new = f"{name} and {place.text(inner)}"
            yield place.swap(node.test, new, f"`and {place.text(inner)}`"[:90], _GUARD, "condition")
            return


def nothing_yet(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Begin a table of sums or places with an entry for nothing at all."""
    name = word_of(node.targets[0])
    if not isinstance(node.value, ast.Dict) or node.value.keys or not name:
        return
    looked = [n for n in place.nodes if isinstance(n, ast.BinOp) and isinstance(n.op, ast.Sub)]
    if f"{name}.get(" in place.source.text or (looked and f"in {name}" in place.source.text):
        for new, more in (("{0: 1}", 0.0), ("{0: -1}", 0.5), ("{0: 0}", 1.0)):
            yield place.swap(node.value, new, f"begin with `{new}`", _FIRST + more, "entry")


def one_more(place: Place, node: ast.For) -> Iterator[Edit]:
    """Go through one more that ends what is left on a stack."""
    pops = [n for part in node.body for n in ast.walk(part) if isinstance(n, ast.While)]
    call = node.iter
    given = call.args[0] if isinstance(call, ast.Call) and call.args else call
    if not pops or ".pop()" not in " ".join(map(place.text, pops)):
        return
    if isinstance(given, (ast.Name, ast.Attribute)):
        new = f"{place.text(given)} + [0]"
        yield place.swap(given, new, f"`{new}`, to end with"[:90], _SENTINEL, "grown")


def whole_root(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Take a whole root: that of a large number is not exact."""
    inner = node.args[0] if len(node.args) == 1 else None
    if word_of(node.func) != "int" or "math" not in place.known.modules.values():
        return
    if isinstance(inner, ast.Call) and word_of(inner.func) == "sqrt":
        new = f"math.isqrt({place.text(inner.args[0])})"
        yield place.swap(node, new, f"`{new}`"[:90], _ROOT, "library")


def sorted_by(place: Place, node: ast.For) -> Iterator[Edit]:
    """Sort by another part of what a loop takes apart."""
    call = node.iter
    if not isinstance(call, ast.Call) or word_of(call.func) != "sorted" or call.keywords:
        return
    if isinstance(node.target, ast.Tuple):
        end = place.source.end(call) - 1
        for number in range(1, len(node.target.elts)):
            key = f", key=lambda item: item[{number}]"
            words = f"by `{place.text(node.target.elts[number])}`"
            yield place.put([(end, end, key)], words[:90], _PLACE, "key")


def not_back(place: Place, node: ast.For) -> Iterator[Edit]:
    """Do not go back where one came from: a name was given for it and nothing reads it."""
    given = [each.arg for each in place.function.args.args]
    inner = [n for n in place.nodes if isinstance(n, FUNCTIONS)]
    given += [each.arg for function in inner for each in function.args.args]
    unread = set(idle(place)) & set(given)
    if isinstance(node.target, ast.Name) and own_line(place, node.body[0]):
        for name in sorted(unread):
            text = f"if {node.target.id} == {name}:\n{step(place)}continue"
            yield insert_before(place, node.body[0], text, f"not back to `{name}`", _PARENT)


def is_there(place: Place, node: ast.Compare) -> Iterator[Edit]:
    """Ask whether what was sought stands where it would: `i < len(row) and row[i] == x`."""
    index = word_of(node.left)
    for each in place.nodes if index else ():
        call = each.value if isinstance(each, ast.Assign) else None
        if not isinstance(each, ast.Assign) or not isinstance(call, ast.Call):
            continue
        searches = word_of(call.func).startswith("bisect") and len(call.args) >= _PAIR
        if searches and word_of(each.targets[0]) == index:
            row, item = place.text(call.args[0]), place.text(call.args[1])
            new = f"{place.text(node)} and {row}[{index}] == {item}"
            yield place.swap(node, new, f"`{row}[{index}] == {item}`"[:90], _HIT, "condition")


def greatest(place: Place, node: ast.Subscript) -> Iterator[Edit]:
    """Look for the greatest of a heap: only the least has its place."""
    owner = place.text(node.value)
    if place.text(node.slice) != "-1" or "heap" not in place.source.text:
        return
    if f"heapify({owner})" in place.source.text or f"heappush({owner}," in place.source.text:
        yield place.swap(node, f"max({owner})", f"`max({owner})`"[:90], _HEAP, "library")


def both_called(place: Place, node: ast.BoolOp) -> Iterator[Edit]:
    """Make both calls of a function, for what they do, and then join the answers."""
    calls = [each for each in node.values if isinstance(each, ast.Call)]
    names = {word_of(each.func) for each in calls}
    if len(calls) == len(node.values) and len(names) == 1 and names & set(place.locals):
        word = "all" if isinstance(node.op, ast.And) else "any"
        new = f"{word}([{', '.join(map(place.text, calls))}])"
        yield place.swap(node, new, f"`{new}`, each of them"[:90], _BOTH, "effect")


def key_apart(place: Place, node: ast.Tuple) -> Iterator[Edit]:
    """Keep two parts of a key apart that are added up: different ones would come to the same."""
    last = node.elts[-1] if node.elts else None
    if isinstance(last, ast.BinOp) and isinstance(last.op, ast.Add) and len(node.elts) > 1:
        new = f"{place.text(last.left)}, {place.text(last.right)}"
        span = (place.source.start(last), place.source.end(last), new)
        yield place.put([span], f"`{new}`, apart"[:90], _APART, "brackets")


def of_its_own(place: Place, node: ast.AugAssign) -> Iterator[Edit]:
    """Make a list of one's own instead of changing the caller's: `path = path + [node]`."""
    name = word_of(node.target)
    listed = isinstance(node.value, ast.List) or "list" in place.known.types.get(name, ())
    if listed and isinstance(node.op, ast.Add) and name in _given(place, node):
        new = f"{name} = {name} + {place.bare(node.value, 12)}"
        start, end = place.source.start(node), place.source.end(node)
        yield place.put([(start, end, new)], f"`{new}`, its own"[:90], _OWN, "copy")


def in_the_callers(place: Place, node: ast.Assign) -> Iterator[Edit]:
    """Change the caller's list: a parameter that gets a new value changes nothing for others."""
    name = node.targets[0]
    answers = any(isinstance(n, ast.Return) and n.value is not None for n in place.nodes)
    if answers or not isinstance(name, ast.Name) or name.id not in _given(place, node):
        return
    if place.known.types.get(name.id, {"list"}) <= {"list"}:
        end = place.source.end(name)
        yield place.put([(end, end, "[:]")], f"`{name.id}[:]`, the caller's", _OWN, "slice")


def _given(place: Place, node: ast.AST) -> set[str]:
    """Name what the function around a node was given."""
    around = next((n for n in place.ancestors(node) if isinstance(n, FUNCTIONS)), place.function)
    return {each.arg for each in around.args.args}


TABLE: list[Row] = [
    ((ast.For,), loops_exchanged),
    ((ast.Return,), all_reached),
    ((ast.Assign,), roots),
    ((ast.Assign,), best_of_all),
    ((ast.While,), and_the_next),
    ((ast.Assign,), nothing_yet),
    ((ast.For,), one_more),
    ((ast.Call,), whole_root),
    ((ast.For,), sorted_by),
    ((ast.For,), not_back),
    ((ast.Compare,), is_there),
    ((ast.Subscript,), greatest),
    ((ast.BoolOp,), both_called),
    ((ast.Tuple,), key_apart),
    ((ast.AugAssign,), of_its_own),
    ((ast.Assign,), in_the_callers),
]
