"""Arguments of a function, filled with what the words of an order hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from quire.protocol.items import Json

_QUOTED = re.compile(r"[\"'`“]([^\"'`“”]+)[\"'`”]")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_NAMES = re.compile(r"\b(?:in|for|at|of|from|to|near)\s+((?:[A-Z][\w.'-]*(?:,?\s+)?)+)")
_CAPITALS = re.compile(r"(?<!^)(?<![.?!] )\b((?:[A-Z][\w'-]*)(?:\s+[A-Z][\w'-]*)*)")
# What a property's name promises, and how that looks in a text.
_LOOKS = (
    (re.compile(r"e?mail", re.IGNORECASE), re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")),
    (re.compile(r"url|link|address", re.IGNORECASE), re.compile(r"https?://[^\s\"'>]+")),
    (re.compile(r"path|file", re.IGNORECASE), re.compile(r"[\w./-]*[\w-]\.\w{1,5}\b")),
    (re.compile(r"date|day", re.IGNORECASE), re.compile(r"\d{4}-\d{2}-\d{2}")),
)
_WHOLE_TEXT = re.compile(
    r"query|question|text|prompt|message|input|command|cmd|expression|content|task|search",
    re.IGNORECASE,
)


class Filled(Struct, frozen=True):
    """Arguments, and the names of the required ones for which the order held no value."""

    values: dict[str, object]
    missing: tuple[str, ...]


def filled(parameters: object, text: str) -> Filled:
    """Fill the properties of a JSON schema from a text.

    A property for which the text has nothing is left out; a required one is null where its
    schema allows that, else named in `missing`.
    """
    schema = parameters if isinstance(parameters, dict) else {}
    properties = schema.get("properties")
    required = schema.get("required")
    needed = set(required) if isinstance(required, list) else set()
    numbers = iter(_NUMBER.findall(text))
    values: dict[str, object] = {}
    missing: list[str] = []
    for name, field in (properties if isinstance(properties, dict) else {}).items():
        value = _value(name, field if isinstance(field, dict) else {}, text, numbers)
        if value is not None:
            values[name] = value
        elif name in needed and isinstance(field, dict) and "null" in _kinds(field):
            values[name] = None
        elif name in needed:
            missing.append(name)
    unknown = sorted(map(str, needed.difference(values, missing)))
    return Filled(values, (*missing, *unknown))


def _value(name: str, field: Json, text: str, numbers: Iterator[str]) -> object:
    if "const" in field:
        return field["const"]
    choices = field.get("enum")
    if isinstance(choices, list):
        return choices[0] if len(choices) == 1 else _mentioned(choices, text)
    match _kind(field):
        case "string":
            return _words(name, text)
        case "integer" | "number" as kind:
            number = next(numbers, None)
            return (
                None
                if number is None
                else int(float(number))
                if kind == "integer"
                else float(number)
            )
        case "array":
            return _QUOTED.findall(text) or None
    return None


def _mentioned(choices: list[object], text: str) -> object:
    lowered = text.lower()
    return next((each for each in choices if str(each).lower() in lowered), None)


def _words(name: str, text: str) -> str | None:
    for wanted, look in _LOOKS:
        if wanted.search(name) and (found := look.search(text)):
            return found[0]
    if quoted := _QUOTED.search(text):
        return quoted[1]
    if _WHOLE_TEXT.search(name):
        return text
    named = _NAMES.search(text) or _CAPITALS.search(text)
    return named[1].strip(" ,.?!") if named else None


def _kind(field: Json) -> str:
    return next((kind for kind in _kinds(field) if kind != "null"), "")


def _kinds(field: Json) -> tuple[str, ...]:
    kind = field.get("type")
    kinds = kind if isinstance(kind, list) else [kind]
    return tuple(str(each) for each in kinds if each)
