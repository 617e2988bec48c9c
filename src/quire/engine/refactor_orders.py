"""Orders for a refactoring in plain words, read into what the workbench is asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from msgspec import Struct

from quire.protocol.items import Json

_POLITE = (
    r"\W*(?:(?:please|now|then|just|hey|hi|quire|also|ok|first|next)\b\W*"
    r"|(?:can|could|would|will) you\W+|i (?:want|need|would like) you to\W+|i'd like you to\W+"
    r"|let's\W+|help me(?: to)?\W+|(?P<ahead>(?:in|for|at) [^,]{1,80}),\W*)*"
)
_KIND = (
    r"(?:(?:the|a|an)\s+)?(?:(?:local|global|instance|class(?=\s+(?:method|attribute|variable)))"
    r"\s+)?(?:(?P<kind>function|method|class|variable|constant|parameter|argument|attribute|field"
    r"|property|module|package|file)\s+)?"
)
_NAME = r"(?P<name>[A-Za-z_/.][\w./:]*)(?:\(\))?"
_PLACE = (
    r"(?:\s+(?:in|of|from|on|inside)\s+(?:(?:the|a)\s+)?(?:file|module|function|class|method)?"
    r"\s*(?P<place>[A-Za-z_/.][\w./:]*)(?:\(\))?)?"
)
_WHERE = _PLACE.replace("P<place>", "P<where>")
_REST = r"(?P<rest>.*)"
_NEW = r"(?P<new>[A-Za-z_]\w*)"
_ONTO = r"(?P<onto>(?:[A-Za-z_]\w*\.)*)(?!py\b)"
_DOCS = re.compile(r"\b(and|also|including|with)\b.*\b(docs?|documentation|comments|docstrings)\b")
# Quotes around names; those of a default value are part of it.
_QUOTES = re.compile(
    r"`|[\u201c\u201d\u2018\u2019]|(?<!=)(?<!= )(?<!default )(?<!\w)(['\"])([\w./:()]+)\1(?!\w)"
)
_EMPTY_REST = re.compile(
    r"[\s.,!?]*((everywhere|throughout|across)\b[^.]*|in (the|this|my) (whole )?(project|code\w*"
    r"|repo\w*)|please|and (update|fix|change|adjust) (all )?(the |its )?(callers|references"
    r"|usages|uses|imports|call sites)|with all( the| its)? (callers|references|imports|uses)"
    r"|((and|also|including)\b[^.]*\b(docs?|documentation|comments|docstrings))[\s,]*)*[\s.!?]*"
)


class Wish(Struct, frozen=True, kw_only=True):
    """What the workbench is asked for, and the aim in words."""

    order: Json
    aim: str


def read_wish(text: str) -> Wish | None:
    """Return the refactoring that an order asks for; None where it asks for none, or unclearly."""
    plain = " ".join(_QUOTES.sub(r"\2", text).split())
    lower = plain.lower()
    for verbs, body, make in _FORMS:
        if not any(verb in lower for verb in verbs):
            continue
        found = _pattern(body).fullmatch(plain)
        if found and _is_speech(found.groupdict(""), plain):
            continue
        if found and _EMPTY_REST.fullmatch(found.groupdict().get("rest") or ""):
            wish = make(found.groupdict(""))
            if wish is not None:
                docs = {"docs": True} if _DOCS.search(found.groupdict("").get("rest", "")) else {}
                return Wish(order={**wish.order, **docs}, aim=wish.aim)
    return None


_NO_NAMES = frozenset(
    {"everything", "all", "it", "them", "this", "that", "things", "stuff", "something"}
)


def _is_speech(parts: dict[str, str], text: str) -> bool:
    """Tell whether the name is a word of the language: `the page`, with no kind before it."""
    name = parts.get("name", "")
    plain = name.isalpha() and not parts.get("kind")
    if plain and name.lower() in _NO_NAMES:
        return True
    return plain and re.search(rf"\b(the|an?)\s+{name}\b", text, re.IGNORECASE) is not None


def _target(parts: dict[str, str]) -> Json:
    name, _, inner = parts["name"].rstrip(".:").partition("::")
    place = (
        parts.get("place") or parts.get("where") or re.sub(r"^\w+\s+", "", parts.get("ahead", ""))
    )
    kind = parts.get("kind", "")
    if inner:
        name, place = inner.replace("::", "."), name
    elif name.endswith(".py"):
        kind = "module"
        name, place = name.removesuffix(".py").removesuffix("/__init__"), name
        name = name.removeprefix("./").rpartition("/")[2]
    return {"name": name, "kind": kind, "place": place.rstrip(".:")}


def _rename(parts: dict[str, str]) -> Wish | None:
    target = _target(parts)
    onto = parts.get("onto", "").rstrip(".")
    if onto and not f".{parts['name']}".endswith(f".{onto}.{parts['name'].rpartition('.')[2]}"):
        return None
    new = parts["new"]
    aim = f"I look for every use of {target['name']} and rename it to {new}."
    return Wish(order={"do": "rename", **target, "to": new}, aim=aim)


def _rename_file(parts: dict[str, str]) -> Wish | None:
    target = _target(parts)
    if target["kind"] not in ("module", "file"):
        return None
    new = parts["to"].rpartition("/")[2].removesuffix(".py")
    if "/" in parts["to"] and parts["to"].rpartition("/")[0] != parts["name"].rpartition("/")[0]:
        return _move(parts)
    return _rename({**parts, "new": new})


def _move(parts: dict[str, str]) -> Wish | None:
    target = _target(parts)
    if not target["kind"] and not re.search(r"[./]", parts["name"] + parts["to"]):
        return None
    to = parts["to"].rstrip(".:")
    aim = f"I move {target['name']} to {to} and change every import."
    return Wish(order={"do": "move", **target, "to": to}, aim=aim)


def _extract(parts: dict[str, str]) -> Wish | None:
    first, last = int(parts["first"]), int(parts["last"] or parts["first"])
    if not parts.get("new") or first > last:
        return None
    order: Json = {"do": "extract", "place": parts["file"], "first": first, "last": last,
                   "to": parts["new"]}  # fmt: skip
    return Wish(order=order, aim=f"I make {parts['new']} of these lines and call it there.")


def _inline(parts: dict[str, str]) -> Wish:
    target = _target(parts)
    aim = f"I put the meaning of {target['name']} in the place of its uses."
    return Wish(order={"do": "inline", **target}, aim=aim)


def _signature(parts: dict[str, str], step: Json, aim: str) -> Wish:
    target = _target(parts)
    return Wish(order={"do": "signature", **target, "steps": [step]}, aim=aim)


def _add(parts: dict[str, str]) -> Wish:
    default = parts.get("default") or parts.get("value") or ""
    kind = parts.get("type", "").strip()
    step: Json = {"add": parts["new"], "default": default.strip() or None, "annotation": kind}
    return _signature(parts, step, f"I add the parameter {parts['new']} and check every call.")


def _remove(parts: dict[str, str]) -> Wish:
    step: Json = {"remove": parts["new"]}
    return _signature(parts, step, f"I take the parameter {parts['new']} out of every call.")


def _reorder(parts: dict[str, str]) -> Wish:
    names = [each for each in re.split(r"[\s,()]+|\band\b", parts["order"]) if each]
    return _signature(parts, {"order": names}, "I reorder the parameters, and the arguments too.")


_Make = Callable[[dict[str, str]], Wish | None]
_LINES = (
    r"(?:the\s+)?(?:lines?\s+)?(?P<first>\d+)"
    r"(?:\s*(?:-|\u2013|to|through|until|and)\s*(?P<last>\d+))?"
)
_AS = r"(?:in)?(?:to|as)\s+(?:a\s+)?(?:new\s+)?(?:function|method)?\s*(?:called\s+|named\s+)?"
_FILE = r"(?P<file>[\w./-]+\.py)"
_VERBS = re.compile(r"(?:\(\?:)?([a-z|]+)")
# The verbs that a form begins with, the form, and what makes a wish of it.
_FORMS: tuple[tuple[tuple[str, ...], str, _Make], ...] = tuple(
    (tuple(str(_VERBS.findall(body)[0]).split("|")), body, make)
    for body, make in (
        (rf"rename\s+{_KIND}{_NAME}{_PLACE}\s+(?:to|into|as|[-=]>|→)\s+{_ONTO}{_NEW}(?:\(\))?"
         rf"{_WHERE}{_REST}", _rename),
        (rf"change\s+the\s+name\s+of\s+{_KIND}{_NAME}{_PLACE}\s+to\s+{_NEW}{_REST}", _rename),
        (rf"rename\s+{_KIND}{_NAME}\s+(?:to|into|as)\s+(?P<to>[\w./]+\.py){_REST}", _rename_file),
        (rf"move\s+{_KIND}{_NAME}{_PLACE}\s+(?:in)?to\s+(?:the\s+)?(?:module\s+|file\s+|package\s+"
         rf"|folder\s+)?(?P<to>[A-Za-z_./][\w./]*){_REST}", _move),
        (rf"extract\s+(?:a\s+)?(?:new\s+)?(?:function|method)\s+(?:called\s+|named\s+)?{_NEW}"
         rf"(?:\(\))?\s+(?:from|out of|of)\s+{_LINES}\s+(?:of|in|from)\s+{_FILE}{_REST}", _extract),
        (rf"extract\s+(?:a\s+)?(?:new\s+)?(?:function|method)\s+(?:called\s+|named\s+)?{_NEW}"
         rf"(?:\(\))?\s+(?:from|out of|of)\s+{_FILE}(?:\s*[:,]\s*|\s+){_LINES}{_REST}", _extract),
        (rf"extract\s+{_LINES}\s+(?:of|in|from)\s+{_FILE}\s+{_AS}{_NEW}(?:\(\))?{_REST}", _extract),
        (rf"extract\s+{_FILE}\s*:\s*{_LINES}\s+{_AS}{_NEW}(?:\(\))?{_REST}", _extract),
        (rf"inline\s+{_KIND}{_NAME}{_PLACE}{_REST}", _inline),
        (rf"add\s+(?:the\s+|a\s+|an\s+)?(?:new\s+)?(?:optional\s+)?(?:keyword\s+)?(?:parameter|argument)\s+{_NEW}"
         rf"(?:\s*:\s*(?P<type>[^=]+?))?(?:\s*=\s*(?P<default>\S+))?"
         rf"(?:\s+(?:with|having)\s+(?:the\s+|a\s+)?default(?:\s+value)?(?:\s+of)?\s+(?P<value>\S+))?"
         rf"\s+to\s+{_KIND}{_NAME}{_PLACE}{_REST}", _add),
        (rf"(?:remove|delete|drop)\s+(?:the\s+)?(?:unused\s+)?(?:parameter|argument)\s+{_NEW}\s+(?:from|of)"
         rf"\s+{_KIND}{_NAME}{_PLACE}{_REST}", _remove),
        (rf"(?:remove|delete|drop)\s+(?:the\s+)?(?:unused\s+)?{_NEW}\s+(?:parameter|argument)\s+(?:from|of)"
         rf"\s+{_KIND}{_NAME}{_PLACE}{_REST}", _remove),
        (rf"make\s+{_KIND}{_NAME}\s+(?:take|accept)\s+(?:a\s+|an\s+)?(?:new\s+)?(?:optional\s+)?{_NEW}"
         rf"(?:\s*=\s*(?P<default>\S+))?\s+(?:parameter|argument)"
         rf"(?:\s+(?:with|having)\s+(?:the\s+|a\s+)?default(?:\s+value)?(?:\s+of)?\s+(?P<value>\S+))?"
         rf"{_REST}", _add),
        (rf"reorder\s+(?:the\s+)?(?:parameters|arguments)\s+(?:of|in)\s+{_KIND}{_NAME}{_PLACE}\s+(?:to|as|into)"
         r"\s*:?\s*(?P<order>[\w\s,()]+?)[\s.]*", _reorder),
    )
)  # fmt: skip


@cache
def _pattern(body: str) -> re.Pattern[str]:
    """Compile a form when an order holds one of its verbs: all of them take 10 ms."""
    return re.compile(f"{_POLITE}{body}", re.IGNORECASE)
