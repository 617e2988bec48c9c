"""An order that asks for several works, taken apart at the words that join them."""

from __future__ import annotations

import re
from functools import cache

# What the engine has jobs for, or is asked for though it has none.
_WORK = (
    r"fix|repair|debug|correct|make|get|bring|write|add|create|generate|rename|move|extract|inline"
    r"|migrate|convert|upgrade|moderni[sz]e|port|replace|set\s?up|scaffold|remove|drop|delete"
    r"|reorder|review|increase|improve|install|lay out|cover|change|commit|push|deploy|release"
    r"|publish|document|update|optimi[sz]e|refactor|implement|translate|clean up|tidy|merge|tag"
    r"|bump|rewrite|simplify|speed up|format|design|build"
)
_THEN = r"(?:then|also|afterwards|after that|finally|next|plus)"
_JOINED = (
    rf"(?:\s*[;.]\s+(?:and\s+)?(?:{_THEN},?\s+)?|,?\s*\b(?:and|{_THEN})\b(?:\s+{_THEN})?,?\s+)"
    r"(?:please\s+)?"
)
_AHEAD = rf"(?:{_WORK})\s+\S|(?:commit|push|deploy|release|publish)\W*$"
# What an order adds of a work that this work holds anyway, and reports: `add returns None`.
_HELD = (
    r"(?:make|be)\s+sure\b|(?:get|make)\s+(?:it|them|this)\s+(?:done|right)\b|change\s+nothing\b"
    r"|add\s+(?:a\s+)?(?:regression\s+)?test\b(?!s)(?:\s+for\s+(?:it|that|this))?\W*$"
    r"|(?:write|tell|give|send|show|list|report|let)\s+(?:me|us)\s+(?:which|what|if|whether|how"
    r"|the|know)\b"
    r"|make\s+(?:it|them|this)\s+(?:stable|reliable|deterministic|green|work)\b"
    r"|(?:change|do|apply|update|rename|fix|adjust|replace|repair|correct|remove|delete|eliminate"
    r"|get\s+rid\s+of)\s+(?:it|them|that|this)\b[^,.;]{0,40}$"
    r"|(?:get|have|make)\s+(?:(?:all|the|my|our|unit)\s+)*tests?\s+(?:to\s+)?(?:run|running|going)"
    r"\b[^,.;]{0,20}$"
    r"|(?:update|fix|change|adjust|adapt|correct|rename|replace)\s+(?:all\s+)?(?:the\s+|its\s+"
    r"|their\s+)?(?:callers?"
    r"|references?|usages?|uses|imports?|call\s?sites?|occurrences?)\b"
    r"|\w+\s+(?:returns?|raises?|gives?|fails?|is|was|should|must|crash\w*|does|has|doesn't"
    r"|works?)\b"
)
# Wherever a work may end: of what stands between two such places, each must be one by itself.
_ANY_JOINT = re.compile(
    r"\s*\n\s*|(?<=[.!?;:])\s+|\s*[;,]\s+|\s+(?:\+|&|\u2013|--?)\s+"
    r"|\s+(?:and|then|also|plus|as well as|after(?:wards| that| this))\s+",
    re.IGNORECASE,
)
_ITEM = re.compile(r"^\W*(?:[-*+\u2022]|\d+[.)]|\[.\])\s+", re.MULTILINE)
_LEADING = re.compile(
    rf"^\W*(?:(?:and|{_THEN}|after this|as a (?:first|second|last) step)\b,?\s*)+", re.IGNORECASE
)
# A list in one line: its second number stands behind the first item.
_NUMBERED = re.compile(r"(?:^|:\s)\W*1[.)]\s+[^\n]+?\s2[.)]\s+\S")
_NUMBER = re.compile(r"(?<=\S)\s+(?=\d{1,2}[.)]\s+[A-Za-z])")
# Names that an order does the same with, and pairs of an old name and a new one.
_KINDS = r"(?:function|method|class|variable|constant|parameter|module)"
_NAME = r"`?[A-Za-z_][\w.]*(?:\(\))?`?"
_ONE = rf"(?:(?:the\s+)?(?:helper\s+)?{_KINDS}\s+)?(?!(?:the|its|all|then|also)\b){_NAME}"
_PAIR = rf"{_ONE}\s+(?:to|into|->)\s+{_NAME}"
_AND = r"(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*)"
_SAME = re.compile(
    r"(?P<head>\W*(?:please\s+|(?:can|could)\s+you\s+(?:please\s+)?)?(?:move|inline|relocate)\s+)"
    rf"(?P<the>(?:the\s+)?(?:\w+\s+)?(?P<kind>function|method|class|constant|variable)e?s\s+)?"
    rf"(?P<each>{_ONE}(?:{_AND}{_ONE}){{1,7}})"
    r"(?P<rest>(?:\s+(?:both|all))?(?:\s+(?:from|out\s+of|in|into|to|over\s+to)\s[^\n]*)?)",
    re.IGNORECASE,
)
_RENAMED = re.compile(
    r"(?P<head>\W*(?:please\s+|(?:can|could)\s+you\s+(?:please\s+)?)?rename\s+)(?P<the>)(?P<kind>)"
    rf"(?P<each>{_PAIR}(?:{_AND}{_PAIR}){{1,7}})(?P<rest>(?:\s+in\s[^\n]*)?[\s.!]*)",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"\W*(how|what|which|when|where|who|is|are|do|does|did|should|has|have)\b", re.IGNORECASE
)
_BEGINS = re.compile(rf"\W*(?:please\s+|(?:can|could) you\s+)*(?:{_WORK})\s", re.IGNORECASE)
_REPAIRS = re.compile(r"\b(fix|repair|debug|correct|solve)\b", re.IGNORECASE)
_QUOTED = ("Traceback (most recent call last)", ">>> ")
_MOST = 40  # works of one order
_IT = re.compile(r"\b(it|them|that|this|those|these)\b(?!\s+\w)", re.IGNORECASE)


def parts_of(text: str) -> tuple[str, ...]:
    """Return the works that an order names, in its order.

    The whole text stands for one work, and for more than anybody lists.

    A part begins with the verb of a work. A traceback below the first line stays with the part
    that repairs something.
    """
    if _QUESTION.match(text):
        return (text,)
    head, end, tail = (
        text.partition("\n") if any(each in text for each in _QUOTED) else (text, "", "")
    )
    joints = [
        found.span() for found in _joint(listed=_BEGINS.match(head) is not None).finditer(head)
    ]
    begins, ends = [0, *(last for _, last in joints)], [*(first for first, _ in joints), len(head)]
    parts = [head[first:last].strip(" \t,;") for first, last in zip(begins, ends, strict=True)]
    parts = [part for part in parts if part]
    if len(parts) > _MOST:
        return (text,)
    if tail and parts:
        place = next((at for at, part in enumerate(parts) if _REPAIRS.search(part)), -1)
        parts[place] += end + tail
    return tuple(parts)


def itemized(text: str) -> str:
    """Return a text with each item of a list on a line of its own: `1. fix it 2. review it`."""
    return _NUMBER.sub("\n", text) if _NUMBERED.search(text) else text


def same_for_each(text: str) -> tuple[str, ...]:
    """Return one order for each name of an order that does the same with several; none else."""
    found = _SAME.fullmatch(text) or _RENAMED.fullmatch(text)
    if found is None:
        return ()
    kind = f"{found['kind']} " if found["the"] else ""
    names = re.split(_AND, found["each"])
    return tuple(f"{found['head']}{kind}{name}{found['rest']}" for name in names)


def is_list(text: str) -> bool:
    """Tell whether an order is written as a list of items."""
    return len(_ITEM.findall(text)) > 1


def pieces_of(text: str) -> tuple[tuple[str, bool], ...]:
    """Return the smallest parts of an order, each with whether it is an item of a list.

    Names and paths in backticks or quotes are not taken apart.
    """
    found: list[tuple[str, bool]] = []
    begun = ""
    for line in text.split("\n"):
        listed = _ITEM.match(line) is not None
        for number, piece in enumerate(_ANY_JOINT.split(_ITEM.sub("", line, count=1))):
            begun = f"{begun}, {piece}" if begun else _LEADING.sub("", piece)
            if begun.count("`") % 2 == 0 and begun.count("(") <= begun.count(")"):
                found.append((begun.strip(), listed and number == 0))
                begun = ""
    found.append((begun.strip(), False))
    return tuple((piece, listed) for piece, listed in found if piece.strip(" .!,"))


def is_held(text: str) -> bool:
    """Tell whether a text only adds what the work before it holds anyway."""
    return _held().match(text) is not None


def begins_work(text: str) -> bool:
    """Tell whether a text begins with the verb of a work."""
    return _BEGINS.match(text) is not None


def meant(part: str, files: tuple[str, ...]) -> str:
    """Return a part with the files that an earlier part changed in the place of `it`."""
    return _IT.sub(" and ".join(files), part, count=1) if files else part


@cache
def _held() -> re.Pattern[str]:
    return re.compile(rf"\W*(?:please\s+)?(?:{_HELD})", re.IGNORECASE)


@cache
def _joint(*, listed: bool) -> re.Pattern[str]:
    """Return what joins works: in a list of them a comma alone does."""
    joined = rf"(?:{_JOINED}|,\s+)" if listed else _JOINED
    return re.compile(rf"{joined}(?={_AHEAD})(?!{_HELD})", re.IGNORECASE)
