"""The names in an order, marked, so that the words between them tell their roles."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from quire.engine.refactor_words import KINDS, STOP

_KIND = (
    r"(?:function|method|class|variable|constant|parameter|argument|attribute|property|module|package|file|"
    + "|".join(k for k in KINDS if k not in ("test", "fixture", "script", "helper"))
    + r")"
)
_NO_NAME = (
    rf"(?:{STOP}|(?:is|are|was|has|have|should|must|can|could|may|might|will|would|needs?|ought|too"
    r"|so|but|not|nobody|where|when|while|what|who|how|if|no|name|names|signature|order|default"
    r"|new|own|another|second|first|last|two|three|unused|optional|extra|further|directly|inline"
    r"|please|now|again|better|instead|before|after|lives?|belongs?|does|says|call|calls|somewhere"
    r"|from|over|helper|local|temporary|private|public|temp|old|good|bad|wrong|useless|dead|only"
    r"|annotations?|hints?|definitions?|calls|value|values|list|docs?|docstrings?|level|like"
    r"|keyword|positional|additional|required|boolean|obsolete|existing|every|each|single|small"
    r"|we|i|you|he|she|they|be|part|up|down|off|here|there|with)\b)"
)
_FILE = r"(?:[\w.-]+/)*[\w-]+\.py\b"
_IDENT = r"(?!\d)\w+(?:\.\w+)*"
_CALLED = r"(?:\((?P<args>[^()]*)\))"
_CODED = (
    rf"(?:(?-i:[A-Z]?[a-z]\w*[A-Z]\w*|(?!__)\w*[a-z0-9A-Z]_\w+|_\w+|[A-Z][A-Z0-9]*\d[A-Z0-9]*)"
    rf"|{_IDENT}(?=\([^()]*\))|(?!e\.g|i\.e)[A-Za-z_]\w*\.[A-Za-z_]\w+(?:\.\w+)*)"
)
_RANGE = (
    r"(?:lines?\s+|\bl)?(?P<first>\d+)\s*(?:-|\u2013|\u2014|\.\.+|to|through|thru|until|till)\s*"
    r"(?:line\s+|l)?(?P<last>\d+)"
)


class Name(Struct, frozen=True, kw_only=True):
    """A name in an order: its word, the word for its kind, its arguments, whether it is marked."""

    word: str
    kind: str = ""
    args: str | None = None
    marked: bool = False


class Marked(Struct, frozen=True, kw_only=True):
    """An order with @n for its names, #n for its files and %n for ranges of lines."""

    text: str
    names: tuple[Name, ...]
    files: tuple[str, ...]
    ranges: tuple[tuple[int, int], ...]


@cache
def _tokens() -> re.Pattern[str]:
    kinded = rf"(?P<kind>{_KIND})s?\s+(?:called\s+|named\s+|name\s+)?"
    name = rf"`(?P<tick>{_IDENT})(?:\([^()`]*\))?`|(?P<coded>{_CODED})(?:\((?P<args>[^()]*)\))?"
    return re.compile(
        rf"`?(?P<file>(?<![\w/]){_FILE})`?(?:\s*[:\s(]\s*(?P<lines>{_RANGE})\)?)?"
        rf"|\((?:lines?\s+)(?P<first3>\d+)\s*(?:-|\u2013|to)\s*(?P<last3>\d+)\)"
        rf"|lines?\s+(?P<first2>\d+)\s*(?:-|\u2013|\u2014|\.\.+|to|through|thru|until|till|and)\s*"
        rf"(?P<last2>\d+)"
        rf"|(?:{kinded})?(?<![\w`.])(?:{name})(?:\s+(?P<after>{_KIND})\b)?"
        rf"|(?P<kind2>{_KIND})\s+(?:called\s+|named\s+|name\s+)?(?!{_NO_NAME})(?P<word>[A-Za-z]\w*)\b"
        rf"|(?<![\w.])(?!{_NO_NAME}|{_KIND}\b)(?P<word2>[A-Za-z]\w*)\s+(?P<kind3>{_KIND})\b(?!\s+\w*[_`])"
        rf"|(?:(?<=move )|(?<=take )|(?<=pull )|(?<=get ))(?!{_NO_NAME})(?P<word4>[A-Za-z_]\w*)"
        r"(?=\s+(?:out\s+of|from)\s+`?[\w./]+\.py)"
        rf"|(?<= be )(?P<word5>(?-i:[A-Z])[a-z]\w*)(?=\W*$)"
        rf"|(?:(?<=called )|(?<=named )|(?<=name: )|(?<=call it )|(?<=name it )|(?<= as ))"
        rf"(?!{_NO_NAME})(?P<word3>[A-Za-z_]\w*)\b",
        re.IGNORECASE,
    )


@cache
def _places() -> re.Pattern[str]:
    return re.compile(
        rf"(@(?P<name>\d)\s+(?:in|of|from)\s+)(?!{_NO_NAME})([a-z]\w*)\b", re.IGNORECASE
    )


@cache
def _typo() -> re.Pattern[str]:
    return re.compile(r"\b(?:typo|spelling|misspel\w+)\b", re.IGNORECASE)


def marked(plain: str) -> Marked:
    """Return an order with its names, files and ranges of lines marked."""
    names: list[Name] = []
    files: list[str] = []
    ranges: list[tuple[int, int]] = []

    def mark(found: re.Match[str]) -> str:
        told = found.groupdict()
        first = told["first"] or told["first2"] or told["first3"]
        if told["file"]:
            files.append(told["file"])
            text = f" #{len(files) - 1} "
            if not first:
                return text
        else:
            text = ""
        if first:
            last = told["last"] or told["last2"] or told["last3"]
            ranges.append((int(first), int(last)))
            return f"{text} %{len(ranges) - 1} "
        names.append(_name(told))
        return f" @{len(names) - 1} "

    def add(word: str) -> str:
        names.append(Name(word=word))
        return f"@{len(names) - 1}"

    def inner(found: re.Match[str]) -> bool:
        return names[int(found["name"])].kind in ("variable", "parameter", "argument", "method")

    text = " ".join(_tokens().sub(mark, plain).split())
    text = _places().sub(lambda found: found[1] + add(found[3]) if inner(found) else found[0], text)
    if _typo().search(text):
        text = re.sub(r"(?<= be )([a-z]\w+)$", lambda found: add(found[1]), text)
    return Marked(text=text, names=tuple(names), files=tuple(files), ranges=tuple(ranges))


def _name(told: dict[str, str | None]) -> Name:
    kind = told["kind"] or told["kind2"] or told["kind3"] or told["after"] or ""
    clear = told["tick"] or told["coded"]
    word = clear or told["word"] or told["word2"] or told["word3"] or told["word4"]
    word = word or told["word5"] or ""
    kind = KINDS.get(kind.lower(), kind.lower())
    return Name(word=word, kind=kind, args=told["args"], marked=bool(clear))
