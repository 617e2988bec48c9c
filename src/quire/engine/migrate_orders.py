"""Orders for a migration in plain words, read into what the workbench is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct

from quire.engine import migrate_aims, migrate_forms, migrate_names
from quire.engine.clauses import LONGEST, POLITE, clauses
from quire.engine.migrate_words import compiled, flat, speaks_against
from quire.engine.refactor_words import is_context, is_settled
from quire.protocol.items import Json

_LONGEST = 400
_OTHER_NAMES = re.compile(
    r"\.(?:py|md|rst|txt|json|ya?ml|toml|cfg|ini|csv|html?|css|jsx?|tsx?|sh|com|org|net|io|de)$",
    re.IGNORECASE,
)
_DATABASE = re.compile(r"\b(?:database|db|django|alembic|schema|seed)\b", re.IGNORECASE)
_TITLE = r"(?:(?:refactor(?:ing)?|migration|chore|task|todo)\s*[:\u2013-]\s*)?"


class Wish(Struct, frozen=True, kw_only=True):
    """What the workbench is asked for, the libraries it takes, and the aim in words."""

    order: Json
    needs: tuple[str, ...]
    aim: str


def read_wish(text: str) -> Wish | None:
    """Return the migration that an order asks for; None where it asks for none, or unclearly.

    The whole text tells its ingredients; of a long one, one clause asks and the others tell.
    """
    lowered = text.lower()
    if not any(letters in lowered for letters, _ in _READERS):
        return None
    whole, *others = clauses(text)
    found = _read(whole)
    if found is not None or not others or len(text) <= _LONGEST // 2:
        return found
    for clause in others:
        wish = _read(clause)
        if wish is not None and found is not None and wish.order != found.order:
            return None
        if wish is None and flat(clause) and not is_context(clause):
            return None
        found = found or wish
    return found


def _read(clause: str) -> Wish | None:
    if len(clause) > LONGEST:
        return None
    plain = flat(clause)
    if len(plain) > _LONGEST:
        return None
    start = compiled(_TITLE + POLITE).match(plain)
    lowered = plain.lower()
    cut = start.end() if start else 0
    # `time.clock` begins with no courtesy.
    body = plain[cut:] if cut and plain[cut - 1] in " ,:" else plain
    bodies = dict.fromkeys((body, plain))
    for letters, reader in _READERS:
        if letters not in lowered:
            continue
        for body in bodies:
            order = reader(body)
            if order is not None:
                return _wish(order)
    return None


def _wish(order: Json) -> Wish:
    needs, aim = _TOLD[str(order["what"])]
    if "old" in order and order["what"] == "shipped":
        aim = "I look for uses of {old} that have an exact successor."
    if order.get("version") == "":
        aim = (
            "I look for older syntax that the oldest Python which the project allows has a better "
            "form of (ruff's rules)."
        )
    told = ", ".join(str(each) for each in _listed(order)) or "the project's own rule files"
    return Wish(order=order, needs=needs, aim=aim.format(**{"told": told, **order}))


def _listed(order: Json) -> list[object]:
    paths = order.get("paths")
    return paths if isinstance(paths, list) else []


_TOLD: dict[str, tuple[tuple[str, ...], str]] = {
    "syntax": (
        ("ruff",),
        "I look for older syntax that Python {version} has a better form of (ruff's rules).",
    ),
    "unittest": ((), "I look for unittest classes that pytest can take over, file by file."),
    "setup": ((), "I read what setup is told in plain values, and write it as pyproject.toml."),
    "shipped": (
        ("libcst",),
        "I look for deprecated calls of the standard library that have an exact successor.",
    ),
    "files": (("libcst",), "I look where the rules of {told} apply."),
    "names": (
        ("libcst",),
        "I look for every use of {old}, however it is imported, and put {new} there.",
    ),
}


def _files(body: str) -> Json | None:
    for form in migrate_forms.FILES:
        found = compiled(form).fullmatch(body)
        if found is None or not is_settled(found["rest"]):
            continue
        path = found.groupdict().get("file") or ""
        if path.endswith("pyproject.toml") or (not path and _DATABASE.search(body)):
            continue
        return {"what": "files", "paths": [path] if path else []}
    return None


def _ruled(body: str) -> Json | None:
    """Read where the rules of a migration are told anywhere, and that they be applied."""
    found = dict.fromkeys(compiled(r"[\w./-]+\.(?:toml|ya?ml|json)\b").findall(body))
    verb = compiled(r"\b(?:apply|use|run|follow|take|migrat(?:e|ing)|convert|port)\b")
    noun = compiled(r"\b(?:migration\s+)?(?:rules?|mapping|rule\s?files?)\b")
    against = speaks_against(body, ("run",)) or compiled(r"\blint|\bpyproject").search(body)
    if against or len(found) > 1 or not verb.search(body) or not noun.search(body):
        return None
    if not found and not compiled(r"\bmigration\s+rules?\b").search(body):
        return None
    if found and not compiled(r"\bmigrat|\brules?\b.*\bapply|\bapply\b.*\brules?").search(body):
        return None
    return {"what": "files", "paths": list(found)}


def _names(body: str) -> Json | None:
    for form in migrate_forms.NAMES:
        found = compiled(form).fullmatch(body)
        if found and is_settled(found["rest"]):
            order = _pair(found["old"], found["new"])
            if order is not None:
                return order
    return None


def _pair(first: str, second: str) -> Json | None:
    old, new = (re.sub(r"\(\)$", "", each) for each in (first, second))
    if first.endswith("()") != second.endswith("()"):
        old, new = first, second
    clear = all("." in each or "(" in each for each in (old, new))
    if not clear or " " in new.partition("(")[0] or any(map(_OTHER_NAMES.search, (old, new))):
        return None
    return {"what": "names", "old": old, "new": new}


# The letters that an order of some kind holds, and what reads it, the clearest first.
_READERS: tuple[tuple[str, Callable[[str], Json | None]], ...] = (
    ("rule", _files),
    ("migrat", _files),
    ("mapping", _files),
    ("rule", _ruled),
    ("mapping", _ruled),
    (".", _names),
    ("moderni", migrate_aims.modern),
    ("pyproject", migrate_aims.setup),
    ("pep", migrate_aims.setup),
    ("pytest", migrate_aims.unittest),
    ("py.test", migrate_aims.unittest),
    ("self.assert", migrate_aims.unittest),
    (".", migrate_names.gone),
    ("imp", migrate_names.gone),
    ("cgi", migrate_names.gone),
    ("utc", migrate_names.gone),
    ("deprecat", migrate_names.gone),
    ("pkg_resources", migrate_names.gone),
    ("distutils", migrate_names.gone),
    (".", migrate_names.named),
    ("3", migrate_aims.syntax),
    ("deprecat", migrate_names.deprecated),
)
