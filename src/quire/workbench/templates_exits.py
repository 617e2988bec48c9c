"""Ways to leave a function or a loop early, and the conditions on which to do so."""

from __future__ import annotations

import ast
import math
from collections.abc import Iterator

from .predicates import Choice, predicates
from .scope import Place
from .source import Edit
from .templates_clues import left_over, names_in, strange, ways_out
from .templates_guards import protection
from .templates_statements import LEFT_OVER, again, insert_before, statements, step

MOST_CONDITIONS = 400
_EARLY = 4.5  # bits for leaving a function before it does anything
_LATER = 6.0  # the same further down
CHEAP = 9.0  # bits up to which a guard is written down at once
_DEAREST = 16.0  # bits of a guard that returns something, at most


def guards(place: Place) -> Iterator[Edit]:
    """Insert `if …: return …` (or break, continue) before a statement, where that is cheap."""
    return _guards(place, -math.inf, CHEAP)


def dear_guards(place: Place) -> Iterator[Edit]:
    """Do the same where it is dear: most of all single edits, and hardly ever the right one."""
    return _guards(place, CHEAP, math.inf)


def _guards(place: Place, over: float, most: float) -> Iterator[Edit]:
    """Yield the guards that cost more than `over` bits, and `most` at most."""
    tab = step(place)
    tests = predicates(place)[:48]
    ways = ways_out(place)[:16]
    for node in statements(place):
        turn = [Choice("continue", 2.0), Choice("break", 2.0)] if place.in_loop(node) else []
        early = _EARLY if _is_first(place, node) else _LATER
        needed, left = protection(place, node), left_over(place, node)
        leaving = [*ways, *again(place, node)]
        for test in tests:
            base = early - needed.get(test.text, 0.0)
            base -= LEFT_OVER * bool(left & names_in(test.text))
            found = [(way, base + test.bits + 2.0) for way in turn]
            dear = ((way, base + test.bits + way.bits + strange(way, test)) for way in leaving)
            found += [(way, bits) for way, bits in dear if bits <= _DEAREST]
            for way, bits in found:
                if over < bits <= most:
                    text = f"if {test.text}:\n{tab}{way.text}"
                    words = f"`{way.text}` if `{test.text}`"[:90]
                    yield insert_before(place, node, text, words, bits)


def exits(place: Place) -> Iterator[tuple[ast.stmt, str, float]]:
    """Yield ways to leave early: before which statement, with what, and the bits."""
    ways = ways_out(place)
    for node in statements(place):
        base = _EARLY if _is_first(place, node) else _LATER
        for way in ways:
            yield node, way.text, base + way.bits
        if place.in_loop(node):
            for word in ("continue", "break"):
                yield node, word, base + 2.0


def guarded(place: Place, node: ast.stmt, action: str, bits: float) -> Iterator[Edit]:
    """Yield the guards that take a way out on some condition."""
    tab = step(place)
    needed = protection(place, node)
    for test in predicates(place, MOST_CONDITIONS):
        text = f"if {test.text}:\n{tab}{action}"
        words = f"`{action}` if `{test.text}`"
        cost = bits + test.bits - needed.get(test.text, 0.0)
        cost += strange(Choice(action, bits), test)
        yield insert_before(place, node, text, words[:90], cost)


def _is_first(place: Place, node: ast.stmt) -> bool:
    """Say whether a statement is the first of its function, or the first after its docstring."""
    body = place.function.body
    documented = len(body) > 1 and ast.get_docstring(place.function) is not None
    return node is body[0] or (documented and node is body[1])
