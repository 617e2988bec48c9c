"""Orders for a migration in plain words, read into what the workbench is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from msgspec import Struct

from quire.protocol.items import Json

_POLITE = (
    r"\W*(?:(?:please|now|then|just|hey|hi|quire|also|ok|first|next)\b\W*"
    r"|(?:can|could|would|will) you\W+|i (?:want|need|would like) you to\W+|i'd like you to\W+"
    r"|let's\W+|help me(?: to)?\W+)*"
)
_TURN = r"(?:convert|migrate|port|move|switch|change|rewrite|translate|turn)"
_THE = r"(?:(?:the|all|my|our|this|these|every|any)\s+)*"
_CODE = r"(?:code(?:\s?base)?|project|package|repo(?:sitory)?|syntax|files?|source(?:s| code)?|it)"
_FILES = re.compile(r"(?<![\w/.-])([\w./-]+\.toml)\b")
_PLACE = re.compile(r"(?:\bin|\bof|\bunder)\s+(?:the\s+)?((?=[\w./-]*[/.])[\w./-]*\w)(?![\w/])")
_QUOTES = re.compile(r"`|[\u201c\u201d\u2018\u2019]")
_OLD_NEW = r"(?P<old>[A-Za-z_$][^\s]*?(?:\([^)]*\))?)\s+(?:with|by)\s+(?P<new>[A-Za-z_$].*?)"


class Wish(Struct, frozen=True, kw_only=True):
    """What the workbench is asked for, the libraries it takes, and the aim in words."""

    order: Json
    needs: tuple[str, ...]
    aim: str


def read_wish(text: str) -> Wish | None:
    """Return the migration that an order asks for; None where it asks for none, or unclearly."""
    plain = " ".join(_QUOTES.sub("", text).split()).rstrip(" .!?")
    lowered = plain.lower()
    for letters, form, make in _FORMS:
        found = _compiled(form).fullmatch(plain) if letters in lowered else None
        if found:
            return make(found.groupdict(""), plain)
    return None


@cache
def _compiled(form: str) -> re.Pattern[str]:
    """Compile a form when an order may have it: all of them cost a start 5 ms."""
    return re.compile(_POLITE + form, re.IGNORECASE)


def _syntax(parts: dict[str, str], _text: str) -> Wish:
    version = parts["version"]
    aim = f"I look for older syntax that Python {version} has a better form of (ruff's rules)."
    return Wish(order={"what": "syntax", "version": version}, needs=("ruff",), aim=aim)


def _unittest(_parts: dict[str, str], text: str) -> Wish:
    place = _PLACE.search(text)
    aim = "I look for unittest classes that pytest can take over, file by file."
    order: Json = {"what": "unittest", "paths": [place[1]] if place else []}
    return Wish(order=order, needs=(), aim=aim)


def _setup(_parts: dict[str, str], _text: str) -> Wish:
    aim = "I read what setup is told in plain values, and write it as pyproject.toml."
    return Wish(order={"what": "setup"}, needs=(), aim=aim)


def _shipped(_parts: dict[str, str], _text: str) -> Wish:
    aim = "I look for deprecated calls of the standard library that have an exact successor."
    return Wish(order={"what": "shipped"}, needs=("libcst",), aim=aim)


def _files(_parts: dict[str, str], text: str) -> Wish:
    paths = _FILES.findall(text)
    told = ", ".join(paths) or "the project's own rule files"
    order: Json = {"what": "files", "paths": paths}
    return Wish(order=order, needs=("libcst",), aim=f"I look where the rules of {told} apply.")


def _names(parts: dict[str, str], _text: str) -> Wish | None:
    old, new = (re.sub(r"\(\)$", "", parts[key]) for key in ("old", "new"))
    if parts["old"].endswith("()") != parts["new"].endswith("()"):
        old, new = parts["old"], parts["new"]
    clear = all("." in each or "(" in each for each in (old, new))
    if not clear or " " in new.partition("(")[0]:
        return None
    order: Json = {"what": "names", "old": old, "new": new}
    aim = f"I look for every use of {old}, however it is imported, and put {new} there."
    return Wish(order=order, needs=("libcst",), aim=aim)


_Make = Callable[[dict[str, str], str], Wish | None]
_VERSION = r"python\s*(?P<version>3\.\d+)\+?"
# The letters that an order of a form holds, the form, and what makes a wish of it.
_FORMS: tuple[tuple[str, str, _Make], ...] = (
    ("python",
     rf"(?:upgrade|moderni[sz]e|migrate|update|convert|port|bring)\s+(?:{_THE}{_CODE}\s+)*"
     rf"(?:up\s+)?(?:to|for)\s+{_VERSION}(?:\s+(?:syntax|features|idioms|style))?", _syntax),
    ("python",
     rf"use\s+{_VERSION}\s+(?:syntax|features|idioms)(?:\s+(?:everywhere|in .*))?", _syntax),
    ("pytest",
     rf"{_TURN}\s+(?:over\s+)?(?:{_THE}(?:unit\s?)?tests?(?:\s+(?:suite|files?|cases?))?\s+)?"
     r"(?:(?:in|under)\s+[\w./-]+\s+)?(?:over\s+)?(?:from\s+unittest\s+)?to\s+(?:use\s+)?pytest",
     _unittest),
    ("pytest", r"use\s+pytest\s+instead\s+of\s+unittest(?:\s+(?:everywhere|in\s.*))?", _unittest),
    ("pytest",
     rf"{_TURN}\s+{_THE}(?:unittest|unit\s?test)s?\b.*\bto\s+pytest(?:\s+style)?(?:\s.*)?",
     _unittest),
    ("pytest", rf"{_TURN}\s+{_THE}tests?\b.*\bfrom\s+unittest\s+to\s+pytest(?:\s.*)?", _unittest),
    ("pyproject",
     rf"{_TURN}\s+{_THE}setup\.(?:py|cfg)(?:\s+and\s+setup\.(?:py|cfg))?\s+(?:in)?to\s+(?:a\s+)?"
     r"pyproject(?:\.toml)?", _setup),
    ("pyproject",
     rf"{_TURN}\s+(?:{_THE}{_CODE}\s+)?(?:over\s+)?to\s+(?:a\s+)?pyproject(?:\.toml)?", _setup),
    ("pyproject",
     rf"(?:get rid of|remove|drop|replace)\s+{_THE}setup\.(?:py|cfg)\W+"
     r"(?:and\s+use|in favou?r of|with|by)\s+(?:a\s+)?pyproject(?:\.toml)?", _setup),
    ("deprecated",
     rf"(?:replace|update|remove|moderni[sz]e)\s+{_THE}deprecated\s+(?:(?:stdlib|python|standard"
     r"[ -]library)\s+)*(?:apis?|calls?|functions?|names?|stdlib)(?:\s+(?:calls?|apis?))?"
     r"(?:\s+(?:everywhere|with their successors|in (?:the|this|my) \w+))?", _shipped),
    ("deprecat", rf"(?:fix|remove|resolve|clear)\s+{_THE}deprecation\s+warnings?", _shipped),
    ("rule",
     rf"(?:apply|run|use)\s+{_THE}(?:migration rules?|rules?(?=\s+(?:in|from|of)))\b.*", _files),
    ("migration", rf"(?:apply|run|use)\s+{_THE}migrations?\b.*", _files),
    ("replace",
     rf"replace\s+{_THE}(?:(?:deprecated|old|obsolete)\s+)?(?:api\s+|function\s+|call\s+|name\s+"
     rf"|class\s+)?{_OLD_NEW}"
     r"(?:\s+(?:everywhere|throughout|in (?:all|every|the|this|my) .*))?", _names),
)  # fmt: skip
