"""Methods that do not name the object they belong to: `def sink(grid)` without `self`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from .candidates import Candidate
from .scope import Knowledge, Place
from .source import Edit
from .units import Unit

_BITS = 1.0
_FIRST = ("self", "cls", "mcs", "_", "klass", "metacls")


@dataclass(eq=False)
class Signed(Unit):
    """A function whose signature is edited."""

    whole: ClassVar[bool] = True

    def holds(self, edit: Edit) -> bool:
        """Say whether an edit changes only this function, its signature included."""
        inside = all(self.start <= s.start and s.end <= self.end for s in edit.spans)
        return edit.path == self.source.path and inside


def candidates(units: list[Unit]) -> Iterator[Candidate]:
    """Yield for each method without an object of its own the method that has one.

    Tests that fail in the call do not run it: whether it is suspect says nothing.
    """
    for unit in units:
        arguments = unit.node.args
        named = [*arguments.posonlyargs, *arguments.args]
        free = bool(unit.node.decorator_list) or unit.node.name.startswith("__")
        if not unit.owners or free or arguments.vararg or (named and named[0].arg in _FIRST):
            continue
        signed = Signed(unit.source, unit.node, unit.owners, unit.live)
        place = Place(signed, Knowledge())
        source = unit.source.text
        begin = source.find("(", source.find("def ", unit.start))
        text = "self, " if named or arguments.kwonlyargs else "self"
        if 0 < begin < unit.body_start:
            edit = place.put([(begin + 1, begin + 1, text)], "take `self`", _BITS, "signature")
            yield Candidate((edit,), (signed,), edit.bits)
