"""Which skeleton an order asks for, under which name, and what more it asks."""

from __future__ import annotations

import keyword
import re
import unicodedata
from functools import cache
from typing import Literal

from msgspec import Struct

Kind = Literal["package", "cli", "web", "suite"]

_POLITE = (
    r"^\W*((please|now|then|just|hey|hi|quire|also|ok|first)\b\W*|(can|could|would|will) you\W+"
    r"|i (want|need|would like)( you to)?\W+|i'd like( you to)?\W+|let's\W+|help me( to)?\W+)*"
)
_VERB = (
    r"(create|make|scaffold|start|generate|bootstrap|build|write|add|init(iali[sz]e)?"
    r"|set ?up|prepare|give me|begin)\b\W+(me\W+|us\W+)?"
)
_KIND_OF = (
    r"((a|an|the|some|new|small|simple|minimal|basic|empty|tiny|python|little|skeleton( for| of)?"
    r"|project( for| with)?|click(-based)?|argparse(-based)?|wsgi|asgi|wsgiref|starlette|json"
    r"|rest(ful)?|http|plain|flask|fastapi|django|typer|pytest|unittest)\W+)*"
)
# What a word for the thing stands for, after the letters that an order for it holds; the first
# row that matches decides.
_KINDS: tuple[tuple[Kind, tuple[str, ...], str], ...] = (
    ("suite", ("test",),
     r"(test suite|tests? (folder|set-?up|infrastructure|environment)|testing)\b"),
    ("cli", ("cli", "command"),
     r"(cli\b|command[- ]line (tool|app(lication)?|interface|program|utility))"),
    ("web", ("web", "service", "server", "api"),
     r"(web[- ]?(service|server|app(lication)?|api)|(http |json )?(service|api|server)\b"
     r"|micro-?service|rest api)"),
    ("package", ("package", "library", "project", "lib"), r"(package|library|project|lib\b)"),
)  # fmt: skip
_WEB_APP = r"\b(flask|fastapi|django|starlette|wsgi|asgi|aiohttp|tornado)\W+(app(lication)?|site)\b"
_SET_UP = r"(set ?up|prepare|initiali[sz]e)\W+((unit|some|the)\W+)*(tests|testing|pytest)\b"
# The project that is there is prepared for work by another job.
_THERE = re.compile(
    _POLITE + r"(set ?up|prepare|initiali[sz]e)\W+((up|for)\W+)*(the|this|my|our)\W+(\w+\W+)?"
    r"(package|library|project|code|repo\w*|lib|environment)\b",
    re.IGNORECASE,
)
# "Add a library" asks for a dependency; only what stands by itself is added.
_ADDED = ("suite", "web")
_BEGINNINGS: tuple[tuple[Kind, tuple[str, ...], str], ...] = (
    *(
        (kind, letters, (_VERB if kind in _ADDED else _VERB.replace("|add|", "|")) + _KIND_OF + it)
        for kind, letters, it in _KINDS
    ),
    ("web", ("app", "site"), f"{_VERB}.{{0,30}}{_WEB_APP}"),
    ("suite", ("test",), _SET_UP),
)  # fmt: skip
_NAMED = re.compile(
    r"\b(?:called|named|with the name|name it|call it)\s+(?:[`'\"“]([^`'\"”\n]{1,60})[`'\"”]"
    r"|([A-Za-z_][\w.-]*))",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"^\s+(?:[`'\"]([^`'\"\n]{1,60})[`'\"]|([A-Za-z_][\w-]*))(?=\s*[.,;!]?\s*($|that\b|which\b|with\b|to\b|for\b|in\b))"
)
_MORE = re.compile(r"\b(that|which|to|for|where|with)\b\s+(.+)", re.IGNORECASE | re.DOTALL)
_NOTHING_MORE = re.compile(
    r"\W*((some |a few |passing |unit )*tests?|this (project|code|package|repo\w*|folder)"
    r"|(it|them|this|me|us|my project)|pytest|unittest|argparse|click|wsgiref|wsgi|starlette"
    r"|asgi|(a )?(src )?layout|src|(a )?pyproject(\.toml)?|python|the standard library|stdlib"
    r"|and|[,.&]|\s)*\W*",
    re.IGNORECASE,
)
_FRAMEWORKS = ("argparse", "click", "typer", "wsgiref", "starlette", "flask", "fastapi", "django",
               "aiohttp", "tornado")  # fmt: skip
_OF_COMMANDS = ("argparse", "click", "typer")
_WITH_COMMAND = re.compile(
    r"\b(with|and|plus)\s+((a|an|its|small|simple)\s+)*(cli|command[- ]line\s+\w+|command)\b",
    re.IGNORECASE,
)
_STOP = frozenset({"that", "which", "to", "for", "with", "in", "here", "and", "please"})


class Wish(Struct, frozen=True, kw_only=True):
    """A skeleton that is wished for; `name` is empty where the order gives none.

    `framework` is the library that the order names; `more` is what the skeleton cannot hold.
    """

    kind: Kind
    name: str = ""
    framework: str = ""
    more: str = ""


def read_wish(text: str) -> Wish | None:
    """Read an order; None when it asks for no skeleton."""
    lowered = text.lower()
    if _THERE.match(text):
        return None
    for kind, letters, beginning in _BEGINNINGS:
        told = any(each in lowered for each in letters)
        found = _compiled(beginning).match(text) if told else None
        if found is None:
            continue
        rest = text[found.end() :]
        named = _NAMED.search(text) or _BARE.match(rest)
        name = next((each for each in named.groups()[:2] if each), "") if named else ""
        if name.lower() in _STOP:
            name = ""
        framework = next((each for each in _FRAMEWORKS if each in lowered), "")
        if kind == "package":
            kind, rest = _narrower(rest, framework)
        return Wish(kind=kind, name=name, framework=framework, more=_more(rest, named))
    return None


def _narrower(rest: str, framework: str) -> tuple[Kind, str]:
    """Return what a package is asked for as, and the words that say no more than that."""
    plain = _WITH_COMMAND.sub(" ", rest)
    if plain != rest or framework in _OF_COMMANDS:
        return "cli", plain
    return ("web" if framework else "package"), rest


@cache
def _compiled(beginning: str) -> re.Pattern[str]:
    """Compile a form when an order may have it: all of them cost a start 5 ms."""
    return re.compile(_POLITE + beginning, re.IGNORECASE)


def _more(rest: str, named: re.Match[str] | None) -> str:
    """Return what an order says of behaviour, in its own words."""
    told = rest.replace(named[0].strip(), " ", 1) if named else rest
    found = _MORE.search(told)
    if found is None or _NOTHING_MORE.fullmatch(found[2]):
        return ""
    return " ".join(found[2].split()).rstrip(".!")


def sanitized(name: str, stdlib: frozenset[str]) -> tuple[str, str]:
    """Return a name as a distribution and as a package: `My App 2` is my-app-2 and my_app_2.

    What would shadow the standard library or is a word of Python gets an ending.
    """
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain)
    package = "_".join(words) or "app"
    if package[0].isdigit():
        package = f"app_{package}"
    if package in stdlib or keyword.iskeyword(package) or package in ("test", "tests", "src"):
        package = f"{package}_app"
    return package.replace("_", "-"), package
