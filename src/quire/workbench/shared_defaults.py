"""A default argument that is made once and changed by calls: made anew in each call instead."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import CodeType

from .candidates import Candidate
from .scope import Knowledge, Place
from .signatures import Signed
from .slots import Store, defaults
from .source import Edit
from .suspects import Suspect, Suspicion
from .templates_statements import indented, own_line, step
from .units import Unit

_BITS = 1.0  # bits: nobody means what one call leaves to the next
_MAKERS = ("list", "dict", "set", "deque", "defaultdict", "Counter", "OrderedDict")


@dataclass(eq=False)
class Shared(Signed):
    """A function together with the places that hold one of its defaults."""

    stores: list[Store] = field(default_factory=list)

    def swap(self, code: CodeType) -> None:
        """Run the new code, which makes the default itself."""
        super().swap(code)
        for store in self.stores:
            store.put(None)

    def restore(self) -> None:
        """Give code and default back."""
        super().restore()
        for store in self.stores:
            store.back()


def candidates(
    suspects: list[Suspect], suspicion: Suspicion, known: dict[Unit, Knowledge]
) -> Iterator[Candidate]:
    """Yield for each default that calls may change the function that makes it anew."""
    for suspect in suspects:
        unit = suspect.unit
        lines = (unit.node.lineno, unit.node.end_lineno or suspect.line)
        away = suspicion.bits(unit.source.path, *lines)
        for slot in defaults(unit):
            shared = Shared(unit.source, unit.node, unit.owners, unit.live, slot.stores)
            edit = _made_anew(Place(shared, known[unit]), slot.expression, slot.title)
            if edit is not None:
                yield Candidate((edit,), (shared,), edit.bits + away)


def _made_anew(place: Place, default: ast.expr, title: str) -> Edit | None:
    """Make a default None, and the value at the start of the body."""
    name = title.rpartition("(")[2].rstrip(")")
    body = place.function.body
    first = body[1 if ast.get_docstring(place.function, clean=False) is not None else 0 :]
    text = place.text(default)
    if not _changeable(default) or not first or not own_line(place, first[0]) or "\n" in text:
        return None
    start = place.source.start(default)
    low = place.source.line_start(place.source.start(first[0]))
    lines = (f"if {name} is None:", f"{step(place)}{name} = {text}")
    made = "".join(indented(place, first[0], line) for line in lines)
    spans = [(start, start + len(text), "None"), (low, low, made)]
    return place.put(spans, f"make `{text}` anew in each call", _BITS, "default")


def _changeable(default: ast.expr) -> bool:
    if isinstance(default, ast.Call):
        return isinstance(default.func, ast.Name) and default.func.id in _MAKERS
    return isinstance(default, (ast.List, ast.Dict, ast.Set))
