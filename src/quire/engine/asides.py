"""What stands around the clause of an order: whether it asks for a work of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quire.engine.clauses import clauses
from quire.engine.orders import kind_of
from quire.engine.parts import begins_work

_OF_OTHER_JOBS = ("repair", "explain", "status", "review")
# These limit the work of another clause, or tell its place and manner.
_LIMITS = re.compile(
    r"\W*(?:please\s+|and\s+)*(?:(?:make|be)\s+sure\b(?!\s+to\b)|ensure\b|(?:don't|dont|do\s+not"
    r"|never|no)\b|(?:put|place|save|store|keep|leave|use|stick|prefer|call|name)\b"
    r"|(?:make|get|write|add|create|change|fix|do)\s+(?:it|them|that|this|one|some)\b)",
    re.IGNORECASE,
)
# A test that is only named is none that is to be repaired.
_TEST_FILE = re.compile(r"`?\S*\btest_\w+\.py\b`?")


def is_aside(clause: str) -> bool:
    """Tell whether a clause asks for no work of its own."""
    if _LIMITS.match(clause):
        return True
    told = _TEST_FILE.sub("them", clause)
    return not begins_work(told) and kind_of(told) not in _OF_OTHER_JOBS


def with_context(text: str) -> Iterator[tuple[str, str]]:
    """Yield each clause of a text with what stands around it, the first one before all others.

    The reader takes the first that is an order of its job. A later clause is only worth that
    where everything else is an aside (see `is_aside`): otherwise the order asks for more.
    """
    pieces = clauses(text)[1:] or (text,)
    for place, piece in enumerate(pieces):
        others = (*pieces[:place], *pieces[place + 1 :])
        if place == 0 or all(map(is_aside, others)):
            yield piece, "\n".join(others)
