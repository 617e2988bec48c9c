"""Cut a query into tokens."""

from __future__ import annotations

import re
from typing import NamedTuple

from rowquery.errors import QueryError

KEYWORDS = set("select from where order by asc desc limit and or not like".split())
PATTERN = re.compile(
    r"(?P<space>\s+)|(?P<number>\d+(\.\d+)?)|(?P<string>'([^']|'')*')"
    r"|(?P<name>[^\W\d]\w*)|(?P<symbol><=|>=|!=|[<>=(),*])"
)


class Token(NamedTuple):
    """A piece of a query: its kind, its value and where it starts."""

    kind: str
    value: object
    position: int


def tokenize(text: str) -> list[Token]:
    """Return the tokens of a query; the last one has the kind "end".

    The kinds are "word" for keywords, "name", "number", "string", "symbol" and "end".
    """
    tokens = []
    position = 0
    while position < len(text):
        found = PATTERN.match(text, position)
        if found is None:
            raise QueryError(f"unexpected {text[position]!r}", position)
        kind, value = found.lastgroup, found.group()
        if kind == "name" and value.lower() in KEYWORDS:
            kind, value = "word", value.lower()
        elif kind == "number":
            value = float(value) if "." in value else int(value)
        elif kind == "string":
            value = value[1:-1].replace("''", "'")
        if kind != "space":
            tokens.append(Token(kind, value, position))
        position = found.end()
    tokens.append(Token("end", None, len(text)))
    return tokens
