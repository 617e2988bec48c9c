"""Orders for a refactoring in plain words, read into what the workbench is asked for."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from quire.engine import refactor_forms, refactor_signatures
from quire.engine.clauses import clauses
from quire.engine.refactor_arguments import read_arguments
from quire.engine.refactor_reading import read_roles
from quire.engine.refactor_wishes import Make, Wish, Words
from quire.engine.refactor_words import (
    LONGEST,
    PATH,
    begun,
    is_context,
    is_settled,
    place,
    tells_docs,
    thing,
    ticked,
)

__all__ = ["Wish", "read_wish"]
FORMS = (*refactor_signatures.FORMS, *refactor_forms.FORMS)
_IT = re.compile(
    r"\b(?:it|this|(?:this|that|the)\s+(?:function|method|class|variable|constant|name|module"
    r"|parameter|argument))(?=\s+(?:to|in|into|as|from|over|out|after|every|please|pls|too|now|directly|instead|\W)|\W*$)",
    re.IGNORECASE,
)
# Where one sentence first names a thing and then says what is to become of it.
_TURN = re.compile(
    r"[\s,;:\u2013\u2014-]+(?:so\s+|please\s+|and\s+|then\s+|can you\s+|could you\s+)*"
    r"(?=(?:rename|change|move|put|inline|call|remove|drop|delete|relocate|get\s+rid\s+of)\s+it\b)",
    re.IGNORECASE,
)


# Why it is wished for, and what an order of this kind holds anyway.
_REASON = re.compile(
    r",\s+(?:it(?:'s| is)|because|since|as (?:it|they|this)|which (?:is|are)|(?:please )?don'?t"
    r" forget|do not forget)\b[^\n.]*\.?$",
    re.IGNORECASE,
)


def read_wish(text: str) -> Wish | None:
    """Return the refactoring that an order asks for; None where it asks for none, or unclearly.

    One clause says it; the others only tell of it.
    """
    text = _REASON.sub("", text)
    found = _clause_wish(text) if _candidates(text.lower()) else None
    if found is not None or len(text) > LONGEST:
        return found
    plain = ticked(text).rstrip(" .!?,;")
    body, _ = begun(plain)
    return read_arguments(plain) or read_arguments(body) or read_roles(plain)


def _clause_wish(text: str) -> Wish | None:
    whole, *others = clauses(text)
    found = _read(whole)
    if found is not None or not others:
        return found
    found = None
    for at, clause in enumerate(others):
        before = others[at - 1] if at else ""
        wish = _read(clause, before)
        if wish is not None and found is not None:
            return None
        if wish is None and not is_context(clause):
            return None
        found = found or wish
    return found


def _read(clause: str, before: str = "") -> Wish | None:
    """Return what one clause asks for; `it` is what this clause or the one before tells of."""
    plain = ticked(clause)
    if len(plain) > LONGEST:
        return None
    wish = _formed(plain)
    if wish is not None:
        return wish
    turn = _TURN.search(plain)
    told = (plain[: turn.start()], plain[turn.end() :]) if turn else (ticked(before), plain)
    if not told[0] or len(told[0]) > LONGEST:
        return None
    thing = _subject(told[0])
    named, number = _IT.subn(lambda _: thing, told[1], count=1) if thing else ("", 0)
    return _formed(named) if number else None


def _formed(plain: str) -> Wish | None:
    body, ahead = begun(plain)
    for start in dict.fromkeys((body, plain)):
        lowered = start.lower()
        for begins, form, make in _candidates(lowered):
            if begins and not lowered.startswith(begins):
                continue
            wish = _made(form, make, start, ahead if start is body else "")
            if wish is not None:
                return wish
    return None


def _made(form: str, make: Make, start: str, ahead: str) -> Wish | None:
    found = _pattern(form).fullmatch(start)
    parts = _words(found, ahead) if found else None
    if parts is None or not is_settled(parts.get("rest", "")):
        return None
    wish = make(parts)
    return _documented(wish, parts.get("rest", "")) if wish is not None else None


def _candidates(lowered: str) -> list[tuple[tuple[str, ...], str, Make]]:
    """Return the forms that an order may have by its letters, with how it would begin."""
    return [
        (begins, form, make)
        for (begins, rows), form, make in FORMS
        if (not begins or any(each in lowered for each in begins))
        and all(any(each in lowered for each in row) for row in rows)
    ]


def _documented(wish: Wish, rest: str) -> Wish:
    if wish.order["do"] not in ("rename", "move") or not tells_docs(rest):
        return wish
    return msgspec.structs.replace(wish, order={**wish.order, "docs": True})


def _words(found: re.Match[str], ahead: str) -> Words:
    """Return what a form found, under one key where it has several places for it."""
    parts: Words = {"ahead": ahead} if ahead else {}
    for key, value in found.groupdict().items():
        plain = key.strip("_").rstrip("23")
        if value is None:
            continue
        if plain.endswith("_tick"):
            plain = plain.removesuffix("_tick")
            parts[f"{plain}_quoted"] = "yes"
        parts.setdefault(plain.removesuffix("_path"), value)
    return parts


def _subject(told: str) -> str:
    """Return the one thing that a sentence tells of, as an order would name it; else nothing."""
    found = _subjects()[0].match(told)
    if found is None:
        return ""
    parts = _words(found, "")
    kind = parts.get("name_kind") or parts.get("name_after") or ""
    place = parts.get("place", "") or parts.get("name_owner", "")
    rest = told[found.end() :]
    named = kind or "name_quoted" in parts or re.search(r"[_.\d]|\w[A-Z]", parts["name"])
    if not named or _subjects()[1].search(rest):
        return ""
    word = f"`{parts['name']}`"
    return " ".join(filter(None, (kind, word, f"in {place}" if place else "")))


@cache
def _subjects() -> tuple[re.Pattern[str], re.Pattern[str]]:
    opening = r"[^\w`]*(?:(?:the\s+name|our|right now|currently|at the moment|so|well)[,:]?\s+)?"
    lives = (
        r"(?:,?\s+(?:which\s+)?(?:lives|is|sits|resides|stays|was\s+put|stands)"
        r"(?:\s+(?:currently|defined|located|still|now|at the moment))*(?=\s+(?:in|inside)\s))?"
    )
    subject = rf"{opening}{thing()}{lives}{place('place')}(?=\W|$)"
    return (
        re.compile(subject, re.IGNORECASE),
        re.compile(rf"`|\b{PATH}|\b\w+_\w+\b|\w\(\)"),
    )


@cache
def _pattern(form: str) -> re.Pattern[str]:
    """Compile a form when an order holds one of its words: all of them take a second."""
    return re.compile(form, re.IGNORECASE)
