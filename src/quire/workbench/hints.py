"""What names and documentation say in words, as a hint which edits are likely."""

from __future__ import annotations

import ast
import re

from .scope import Place
from .source import Edit

HINT = 1.5  # bits by which an edit is likelier that does what the words say
_HINTS = (  # beginnings of words, and what stands in code that does so
    (r"sort|order", ("sort",)),
    (r"revers|descend|backward", ("revers", "[::-1]", "-1")),
    (r"uniq|distinct|duplicate", ("set(", "not in ")),
    (r"lower|upper|capital|(ignore|insensitive|same)\W+case|case\W+(ignor|insens)",
     ("lower", "upper", "casefold", "title", "capitalize")),
    (r"absolute|distance|difference|deviation", ("abs(",)),
    (r"round|decimals?", ("round(",)),
    (r"cop(y|ies)|unchanged|untouched", ("copy", "[:]", "list(", "dict(")),
    (r"strip|whitespace|trim|surround|blank", ("strip",)),
    (r"empty|nothing", ("if not ",)),
    (r"none\b|missing|absent|unknown", (" is None", " is not None", "not in ")),
    (r"inclusi|including", ("<=", ">=", "+ 1")),
    (r"exclusi|excluding", ("<", ">", "- 1")),
    (r"at\W+least", (">=",)),
    (r"at\W+most|up\W+to", ("<=",)),
    (r"more\W+than|greater|above|over\b", (">",)),
    (r"less\W+than|fewer|below|under\b", ("<",)),
    (r"even\b|odd\b", ("% 2",)),
    (r"negative", ("< 0", "-")),
    (r"positive", ("> 0",)),
    (r"sums?\b|total", ("sum(", "sum)", "+=")),
    (r"averages?\b|mean\b", ("/ len(", "sum(")),
    (r"largest|maxim|greatest|highest|longest", ("max(", "max)")),
    (r"smallest|minim|lowest|shortest", ("min(", "min)")),
    (r"whole|integer", ("int(", "//")),
    (r"remainder|wraps?\b|cycl|modul", ("%",)),
    (r"last\b|end\b", ("[-1]",)),
    (r"first\b|begin", ("[0]",)),
)  # fmt: skip
_PATTERNS = tuple((re.compile(rf"\b(?:{words})", re.IGNORECASE), found) for words, found in _HINTS)


def marks(place: Place) -> tuple[str, ...]:
    """Give what the words about a function make likely in its code.

    The words are its name, its documentation and the names of the tests that fail.
    """
    said = " ".join(
        (
            place.unit.name.replace("_", " "),
            ast.get_docstring(place.function) or "",
            *(name.replace("_", " ") for name in sorted(place.known.told)),
        )
    )
    return tuple(
        dict.fromkeys(mark for words, found in _PATTERNS if words.search(said) for mark in found)
    )


def hinted(place: Place, edit: Edit, likely: tuple[str, ...]) -> bool:
    """Say whether an edit brings in what words make likely and what was not there."""
    text = place.source.text
    return any(
        mark in span.text + text[span.end : span.end + 1]
        and mark not in text[span.start : span.end + 1]
        for span in edit.spans
        for mark in likely
    )
