"""Edit templates for what comes in pairs: left and right, first and last, rows and columns."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import combinations

from .scope import WORD, Place
from .source import Edit

_PAIRS = (
    *(("left", "right"), ("start", "end"), ("first", "last"), ("first", "second")),
    *(("min", "max"), ("low", "high"), ("lo", "hi"), ("row", "col"), ("rows", "cols")),
    *(("row", "column"), ("rows", "columns"), ("width", "height"), ("x", "y"), ("i", "j")),
    *(("head", "tail"), ("prev", "next"), ("before", "after"), ("begin", "end"), ("a", "b")),
    *(("lower", "upper"), ("top", "bottom"), ("source", "target"), ("key", "value")),
    *(("l", "r"), ("m", "n"), ("old", "new"), ("up", "down"), ("p", "q")),
    *(("home", "away"), ("debit", "credit"), ("buyer", "seller"), ("sender", "receiver")),
    *(("origin", "target"), ("parent", "child"), ("numerator", "denominator"), ("won", "lost")),
    *(("horizontal", "vertical"), ("north", "south"), ("east", "west"), ("winner", "loser")),
)
_SHORT = 60
_THIRD = 5.5  # bits for a case that is neither
_OPPOSITE = 4.5  # the same where the sign is turned, too: below the one, above the other
_ORDER = re.compile(r"(?<![<>-])[<>](?![<>])")
_ELSE = re.compile(r"\belse\s*:")


def mirrors(place: Place, node: ast.expr) -> list[str]:
    """Give a value's text with one kind of paired names exchanged for their partners."""
    text = place.text(node)
    if len(text) > _SHORT or "\n" in text:
        return []
    words = {part for word in WORD.findall(text) for part in word.split("_")}
    pairs = [pair for pair in _PAIRS if words & set(pair)]
    found = [_exchanged(text, pair) for pair in pairs]
    found += [_exchanged(_exchanged(text, one), two) for one, two in combinations(pairs, 2)]
    return [other for other in dict.fromkeys(found) if other != text and _known(place, other)]


def _exchanged(text: str, pair: tuple[str, str]) -> str:
    partner = {pair[0]: pair[1], pair[1]: pair[0]}

    def other(found: re.Match[str]) -> str:
        return "_".join(partner.get(part, part) for part in found[0].split("_"))

    return WORD.sub(other, text)


def partners(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Hand a call the partner of its last argument as well."""
    if not node.args or node.keywords or isinstance(node.args[-1], ast.Starred):
        return
    end = place.source.end(node.args[-1])
    for other in mirrors(place, node.args[-1]):
        yield place.put([(end, end, f", {other}")], f"add `{other}`"[:90], 6.0, "arguments")


def reflected(place: Place, node: ast.expr) -> Iterator[Edit]:
    """Exchange a value for its partner, or join it with it as the function's others are."""
    stored = isinstance(getattr(node, "ctx", None), ast.Store)
    called = place.called(node)
    if stored or called or isinstance(node, ast.Name):
        return
    text = place.text(node)
    for other in mirrors(place, node):
        yield place.swap(node, other, f"`{other}` instead of `{text}`"[:90], 4.5, "mirror")
        for word, bits in (("+", 7.0), ("and", 7.0), ("or", 7.0)):
            joined = f"{text} {word} {other}"
            yield place.swap(node, joined, f"`{joined}`"[:90], bits, "mirror")


def otherwise(place: Place, node: ast.If) -> Iterator[Edit]:
    """Ask under `else` for the partner of what was asked for: there may be a third case."""
    if not node.orelse or isinstance(node.orelse[0], ast.If):
        return
    source = place.source
    low, high = source.end(node.body[-1]), source.start(node.orelse[0])
    words = list(_ELSE.finditer(source.text, low, high))
    if len(words) != 1:
        return
    others = [*mirrors(place, node.test), *_of_another(place, node.test)]
    opposite = [_turned(node.test, test) for test in (*others, place.text(node.test))]
    for asked, bits in (*((test, _THIRD) for test in others), *((t, _OPPOSITE) for t in opposite)):
        new = f"elif {asked}:"
        if asked:
            spans = [(words[0].start(), words[0].end(), new)]
            yield place.put(spans, f"`{new}`"[:90], bits, "condition")


def _turned(test: ast.expr, other: str) -> str:
    """Give a comparison the opposite sign: below the lower end, above the upper one."""
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return ""
    found = _ORDER.search(other)
    sign = {"<": ">", ">": "<"}[found[0]] if found else ""
    return f"{other[: found.start()]}{sign}{other[found.end() :]}" if found else ""


def _of_another(place: Place, test: ast.expr) -> Iterator[str]:
    """Yield a comparison with another attribute of the same object."""
    left = test.left if isinstance(test, ast.Compare) else None
    if isinstance(left, ast.Attribute):
        held = {
            each.attr
            for each in place.nodes
            if isinstance(each, ast.Attribute) and place.text(each.value) == place.text(left.value)
        }
        start, end = place.source.start(left), place.source.end(left)
        rest = place.source.text[end : place.source.end(test)]
        for name in sorted(held - {left.attr}):
            yield f"{place.source.text[start : end - len(left.attr)]}{name}{rest}"


def _known(place: Place, text: str) -> bool:
    """Say whether all names of an expression are known in the function."""
    try:
        tree = ast.parse(text, mode="eval")
    except SyntaxError:
        return False
    named = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return named - {place.function.name} <= place.names
