"""What stands around the verb of an order: courtesy, reasons, and clauses that ask for no work."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from quire.engine.clauses import LONGEST, POLITE, clauses
from quire.engine.kinds import kind_of
from quire.engine.parts import begins_work

# The letters with which what a form matches may begin, and the form.
Row = tuple[tuple[str, ...], str]

_OF_OTHER_JOBS = ("repair", "explain", "status", "review")
# These limit the work of another clause, or tell its place and manner.
_LIMITS = (
    r"\W*(?:please\s+|and\s+)*(?:(?:make|be)\s+sure\b(?!\s+to\b)|ensure\b|(?:don't|dont|do\s+not"
    r"|never|no)\b|(?:put|place|save|store|keep|leave|use|stick|prefer|call|name)\b"
    r"|(?:make|get|write|add|create|change|fix|do)\s+(?:it|them|that|this|one|some)\b)"
)
# A test that is only named is none that is to be repaired.
_TEST_FILE = r"`?\S*\btest_\w+\.py\b`?"
# A reason or a place before an order, set off by a comma: "For m.py, write tests".
_LEAD = (
    r"\W*(?:before|after|since|because|as|for|in|to|while|when|now\s+that|given|with|once|if"
    r"|(?:i|we)(?:'m|'re|'ve)?(?!\s+(?:need|want|would\s+like)\s+(?!to\b)))\b(?:[^,.\n]|\.(?=\w)){1,90},\s+"
)


@cache
def compiled(form: str) -> re.Pattern[str]:
    """Compile a form when an order may have it: all of them at a start would cost 200 ms."""
    return re.compile(form, re.IGNORECASE)


def beginnings(clause: str) -> tuple[str, ...]:
    """Return a clause without the courtesy before its verb, and without a reason before that."""
    short = clause[:LONGEST]
    polite = compiled(POLITE)
    found = [polite.sub("", short, count=1)]
    lead = compiled(_LEAD).match(short)
    if lead is not None:
        found.append(polite.sub("", short[lead.end() :], count=1))
    return tuple(found)


def begins(rows: Iterable[Row], clause: str) -> bool:
    """Tell whether a clause begins, behind what is polite, with one of these forms."""
    return any(
        rest.lower().startswith(letters) and compiled(form).match(rest)
        for rest in beginnings(clause)
        for letters, form in rows
    )


def is_aside(clause: str) -> bool:
    """Tell whether a clause asks for no work of its own."""
    if compiled(_LIMITS).match(clause):
        return True
    told = compiled(_TEST_FILE).sub("them", clause)
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
