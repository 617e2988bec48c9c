"""Edit templates that insert a statement made from others of the function or its file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from . import templates_borrowed as kin
from . import templates_clues as clues
from .predicates import Choice, results
from .scope import Place
from .source import Edit
from .templates_statements import answers, insert_after, insert_before, own_line, statements

MOST_PIECES = 160
_NEVER_FILLED = 2.0  # bits by which it is likelier that a collection is filled which nothing fills
# A list in itself has no end for whoever looks into it.
_INTO_ITSELF = re.compile(r"(?:self\.)?(\w+)\.(?:append|add|extend|insert)\((?:self\.)?\1\)$")
_ENDS = ("return", "raise", "break", "continue")
_IN_ORDER = 1.5  # bits by which it is likelier that a list is sorted that is read in two places
_NOTHING = 2.0  # bits by which a statement is likelier where nothing is done


def copies(place: Place) -> Iterator[Edit]:
    """Insert a statement that is made from others of the same function."""
    pieces = _pieces(place)
    for node in (each for each in statements(place) if each not in place.unreached):
        for piece in pieces:
            if piece.text != place.text(node):
                kind = f"insert `{piece.text}`"[:90]
                if isinstance(node, ast.Pass):
                    yield place.swap(node, piece.text, kind, piece.bits - _NOTHING, "insert")
                if not piece.text.startswith(_ENDS):  # nothing behind it would run
                    yield insert_before(place, node, piece.text, kind, piece.bits)
        block = place.block(node)
        if block and block[-1] is node and not isinstance(node, (ast.Return, ast.Raise)):
            for piece in pieces:
                kind = f"insert `{piece.text}`"[:90]
                yield insert_after(place, node, piece.text, kind, piece.bits)


_READY = (("sorted({0})", {"list", "tuple", "set"}, 5.3), ("list({0})", {"list", "set"}, 6.0),
          ("dict({0})", {"dict"}, 6.0), ("{0}.strip()", {"str"}, 6.0),
          ("{0}.lower()", {"str"}, 6.0),
          ("abs({0})", {"int", "float"}, 6.5), ("str({0})", {"int"}, 7.5),
          ("set({0})", {"list"}, 7.5))  # fmt: skip


def readied(place: Place) -> Iterator[Edit]:
    """Make what a function is given ready for its work, before all else."""
    body = place.function.body
    first = body[1:] if ast.get_docstring(place.function) is not None else body
    arguments = place.function.args
    for name in [a.arg for a in (*arguments.args, *arguments.kwonlyargs)]:
        neighbours = _by_neighbours(place, name)
        for form, kinds, bits in _READY:
            bits -= _IN_ORDER * (neighbours and form.startswith("sorted"))
            if first and place.known.types.get(name, set()) & kinds and own_line(place, first[0]):
                text = f"{name} = {form.format(name)}"
                yield insert_before(place, first[0], text, f"begin with `{text}`"[:90], bits)


def _by_neighbours(place: Place, name: str) -> bool:
    """Say whether a function looks at a list in more than one place at a time."""
    indexes = {
        place.text(node.slice)
        for node in place.nodes
        if isinstance(node, ast.Subscript) and getattr(node.value, "id", "") == name
    }
    return len(indexes) > 1


def _pieces(place: Place) -> list[Choice]:
    """List one-line statements: those of the function and its kin, then variations of them."""
    found: dict[str, float] = {}
    for kind in _KINDS:
        for text, bits in kind(place):
            found[text] = min(bits, found.get(text, bits))
    for call in place.nodes:
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            _call_pieces(place, call, found)
    for name in place.locals:
        _name_pieces(place, name, found)
    if not any(isinstance(n, ast.Return) and n.value is not None for n in place.nodes):
        found["return"] = 6.5
    found.update(_other_answer(place))
    for value in results(place):
        found.setdefault(f"return {value.text}".rstrip(), 6.0 + value.bits)
    for word in ("break", "continue"):
        found.setdefault(word, 9.0)
    found.update(_memberships(place))
    for refusal in clues.refusals(place):
        found.setdefault(refusal.text, 5.0 + refusal.bits)
    sane = (item for item in found.items() if not _INTO_ITSELF.match(item[0]))
    ordered = sorted(sane, key=lambda item: (item[1], item[0]))
    return [Choice(text, bits) for text, bits in ordered[:MOST_PIECES]]


def _own(place: Place) -> Iterator[tuple[str, float]]:
    """Yield the one-line statements of the function itself."""
    for node in statements(place):
        text = place.text(node)
        if isinstance(node, (ast.Assign, ast.AugAssign, ast.Expr)) and "\n" not in text:
            yield text, 8.0


def _other_answer(place: Place) -> dict[str, float]:
    """Propose to say yes where a function only ever says no, and the other way round."""
    given = answers(place)
    return {f"return {other}": 4.5 for other in {"True", "False"} - given} if given else {}


def _name_pieces(place: Place, first: str, found: dict[str, float]) -> None:
    """Propose what could be done to a name: set it, count, fill, return it."""
    names = place.locals
    types = place.known.types.get(first, set())
    for second in names:
        other = place.known.types.get(second, set())
        if first != second:
            found.setdefault(f"{first} = {second}", 9.0 if types & other else 11.0)
    if types & {"int", "float"}:
        found.setdefault(f"{first} += 1", 9.0)
        found.setdefault(f"{first} -= 1", 9.5)
    if types & {"list", "deque"}:
        found.update({f"{first}.append({n})": 9.0 for n in names if n != first})
        found.setdefault(f"{first}.pop()", 10.0)
        found.setdefault(f"{first} = []", 10.0)
    if types & {"set"}:
        found.update({f"{first}.add({n})": 9.0 for n in names if n != first})
    found.setdefault(f"return {first}", 8.5)


def _memberships(place: Place) -> dict[str, float]:
    """Propose to put into a collection what the function looks for in it."""
    found: dict[str, float] = {}
    begun = clues.begun(place)
    for node in place.nodes:
        if not isinstance(node, ast.Compare) or not isinstance(node.ops[0], (ast.In, ast.NotIn)):
            continue
        item, owner = place.text(node.left), place.text(node.comparators[0])
        types = place.types(node.comparators[0])
        if isinstance(node.comparators[0], (ast.Name, ast.Attribute)):
            sure = _NEVER_FILLED * (owner in begun)
            if not types or "set" in types:
                found[f"{owner}.add({item})"] = 6.0 - sure
            if not types or types & {"list", "deque"}:
                found[f"{owner}.append({item})"] = 6.5 - sure
            if "dict" in types:
                found.update({f"{owner}[{item}] = {name}": 8.0 for name in place.locals})
    return found


def _call_pieces(place: Place, node: ast.Call, found: dict[str, float]) -> None:
    """Vary a method call: the same method on the same object with other names."""
    if not isinstance(place.parent(node), ast.Expr) or len(node.args) > 1:
        return
    function = place.text(node.func)
    for name in place.values:
        if not function.startswith(f"{name}."):
            found.setdefault(f"{function}({name})", 8.5)


_KINDS = (
    *(_own, kin.borrowed, kin.renamed, kin.calls, kin.attributes, kin.sums),
    *(clues.carried_on, clues.told, clues.entered),
)
