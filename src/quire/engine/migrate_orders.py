"""Orders for a migration in plain words, read into what the workbench is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from msgspec import Struct

from quire.engine import migrate_forms as forms
from quire.engine.clauses import POLITE, clauses
from quire.engine.refactor_words import is_context, is_settled
from quire.protocol.items import Json

_LONGEST = 400
_FILE = re.compile(r"(?<![\w/.-])(?:[\w.-]+/[\w./-]*\w/?|[\w-]+\.py)(?![\w/])")
_QUOTES = re.compile(r"[\u201c\u201d\u2018\u2019](?!s\b)")
_SHORT = re.compile(r"\bpy(?:thon)?3(\d{1,2})\b", re.IGNORECASE)
_DEPRECATED = re.compile(r"deprecat", re.IGNORECASE)
_OTHER_NAMES = re.compile(
    r"\.(?:py|md|rst|txt|json|ya?ml|toml|cfg|ini|csv|html?|css|jsx?|tsx?|sh|com|org|net|io|de)$",
    re.IGNORECASE,
)
_DATABASE = re.compile(r"\b(?:database|db|django|alembic|schema|seed)\b", re.IGNORECASE)
# What may follow an order: it tells why, or what is kept anyway, or what a migration may need.
_ASIDE = (
    r"[\s,;(]*(?:(?:at\s+the\s+moment|currently|right\s+now|for\s+now|today)\b(?:[^.;]|\.(?=\d))*"
    r"|[\w.`]+(?:(?:\s*,\s*|\s+and\s+|\s+)[\w.`]+){0,4}?\s+(?:is|are|was|were|has\s+been|have\s+been)"
    r"\s+(?:gone|removed|dropped|deprecated|missing|no\s+longer)\b[^.;)]*"
    r"|(?:but\s+|and\s+|please\s+)*keep\s+(?:all\s+)?(?:the|their)\s+(?:test\s+|file\s+|old\s+|same\s+)*names?"
    r"|(?:including|with|and|plus)\s+[\w\s,-]+\s+(?:if|where|when|as)\s+(?:needed|necessary|required)"
    r"|one\s+(?:file|rule)\s+at\s+a\s+time)\)?"
)


class Wish(Struct, frozen=True, kw_only=True):
    """What the workbench is asked for, the libraries it takes, and the aim in words."""

    order: Json
    needs: tuple[str, ...]
    aim: str


def read_wish(text: str) -> Wish | None:
    """Return the migration that an order asks for; None where it asks for none, or unclearly.

    One clause says it; the others only tell of it.
    """
    lowered = text.lower()
    if not any(letters in lowered for letters, *_ in _FORMS):
        return None
    whole, *others = clauses(text)
    found = _read(whole, text)
    if found is not None or not others:
        return found
    for clause in others:
        wish = _read(clause, text)
        if wish is not None and found is not None and wish.order != found.order:
            return None
        if wish is None and not (is_context(clause) or _aside().fullmatch(clause.rstrip(" .!"))):
            return None
        found = found or wish
    return found


def _read(clause: str, text: str) -> Wish | None:
    plain = " ".join(_QUOTES.sub("`", clause).split()).rstrip(" .!?,;")
    plain = _SHORT.sub(r"py3.\1", plain)
    if len(plain) > _LONGEST:
        return None
    start = _polite().match(plain)
    bodies = dict.fromkeys((plain[start.end() :] if start else plain, plain))
    lowered = plain.lower()
    for letters, many, make in _FORMS:
        if letters not in lowered or (many is _LATER and not _DEPRECATED.search(text)):
            continue
        for body in bodies:
            for form in many:
                found = _compiled(form).fullmatch(body)
                if found and _is_settled(found["rest"]):
                    wish = make(found.groupdict(""), body, text)
                    if wish is not None:
                        return wish
    return None


@cache
def _compiled(form: str) -> re.Pattern[str]:
    """Compile a form when an order may have it: all of them would cost a start 50 ms."""
    return re.compile(form, re.IGNORECASE)


@cache
def _polite() -> re.Pattern[str]:
    title = r"(?:(?:refactor(?:ing)?|migration|chore)\s*[:\u2013-]\s*)?"
    return re.compile(title + POLITE, re.IGNORECASE)


@cache
def _aside() -> re.Pattern[str]:
    return re.compile(_ASIDE, re.IGNORECASE)


def _is_settled(rest: str) -> bool:
    """Tell whether what follows an order asks for no more work."""
    if is_settled(rest):
        return True
    found = _aside().match(rest)
    return found is not None and is_settled(rest[found.end() :])


def _syntax(parts: dict[str, str], _body: str, _text: str) -> Wish:
    version = parts["version"]
    aim = f"I look for older syntax that Python {version} has a better form of (ruff's rules)."
    return Wish(order={"what": "syntax", "version": version}, needs=("ruff",), aim=aim)


def _unittest(parts: dict[str, str], body: str, text: str) -> Wish | None:
    if parts.get("these") and not re.search(r"unittest|testcase", text, re.IGNORECASE):
        return None
    aim = "I look for unittest classes that pytest can take over, file by file."
    paths = [each.rstrip("/.") for each in _FILE.findall(body[: len(body) - len(parts["rest"])])]
    order: Json = {"what": "unittest", "paths": list(dict.fromkeys(paths))}
    return Wish(order=order, needs=(), aim=aim)


def _setup(_parts: dict[str, str], _body: str, _text: str) -> Wish:
    aim = "I read what setup is told in plain values, and write it as pyproject.toml."
    return Wish(order={"what": "setup"}, needs=(), aim=aim)


def _shipped(parts: dict[str, str], _body: str, text: str) -> Wish | None:
    if parts.get("these") and not _DEPRECATED.search(text):
        return None
    aim = "I look for deprecated calls of the standard library that have an exact successor."
    return Wish(order={"what": "shipped"}, needs=("libcst",), aim=aim)


def _gone(parts: dict[str, str], _body: str, _text: str) -> Wish:
    old = parts["old"]
    aim = f"I look for uses of {old} that have an exact successor."
    return Wish(order={"what": "shipped", "old": old}, needs=("libcst",), aim=aim)


def _files(parts: dict[str, str], body: str, _text: str) -> Wish | None:
    path = parts.get("file", "")
    if path.endswith("pyproject.toml") or (not path and _DATABASE.search(body)):
        return None
    told = path or "the project's own rule files"
    order: Json = {"what": "files", "paths": [path] if path else []}
    return Wish(order=order, needs=("libcst",), aim=f"I look where the rules of {told} apply.")


def _names(parts: dict[str, str], _body: str, _text: str) -> Wish | None:
    old, new = (re.sub(r"\(\)$", "", parts[key]) for key in ("old", "new"))
    if parts["old"].endswith("()") != parts["new"].endswith("()"):
        old, new = parts["old"], parts["new"]
    clear = all("." in each or "(" in each for each in (old, new))
    if not clear or " " in new.partition("(")[0] or any(map(_OTHER_NAMES.search, (old, new))):
        return None
    order: Json = {"what": "names", "old": old, "new": new}
    aim = f"I look for every use of {old}, however it is imported, and put {new} there."
    return Wish(order=order, needs=("libcst",), aim=aim)


_Make = Callable[[dict[str, str], str, str], Wish | None]
_LATER = forms.SHIPPED[2:]
# The letters that an order of some forms holds, the forms, and what makes a wish of them.
_FORMS: tuple[tuple[str, tuple[str, ...], _Make], ...] = (
    ("3", forms.SYNTAX, _syntax),
    ("3", forms.RUNS, _shipped),
    ("pytest", forms.UNITTEST, _unittest),
    ("self.assert", forms.UNITTEST, _unittest),
    ("pyproject", forms.SETUP, _setup),
    ("setup.", forms.SETUP, _setup),
    ("deprecat", forms.GONE[:3], _gone),
    (" gone", forms.GONE[:3], _gone),
    ("deprecat", forms.SHIPPED[:2], _shipped),
    ("to ", _LATER, _shipped),
    ("pkg_resources", forms.GONE[3:], _gone),
    ("distutils", forms.GONE[3:], _gone),
    ("rule", forms.FILES, _files),
    ("migrat", forms.FILES, _files),
    ("mapping", forms.FILES, _files),
    (".", forms.NAMES, _names),
)  # fmt: skip
