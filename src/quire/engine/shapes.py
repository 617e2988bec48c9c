"""A verdict as text, or as the JSON object that a request's format asks for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec
from msgspec import Struct

from quire.protocol.items import Json, Part, output_text

Outcome = Literal["fixed", "partly_fixed", "not_fixed", "clean", "refused", "beyond", "answered"]


class Verdict(Struct, frozen=True, kw_only=True):
    """How an order ended: in words, and in the few facts that a schema may ask for.

    `data` is the whole answer as an object, for a job that has one.
    """

    text: str
    outcome: Outcome
    files: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()
    data: Json | None = None

    @property
    def fixed(self) -> bool:
        """Tell whether a fix was made and proven."""
        return self.outcome == "fixed"


_FACTS: dict[str, tuple[tuple[str, ...], Callable[[Verdict], object]]] = {
    "boolean": (
        ("fixed", "success", "ok", "passed", "done", "solved", "completed"),
        lambda verdict: verdict.fixed,
    ),
    "string": (
        ("summary", "message", "text", "answer", "result", "description", "explanation",
         "response", "output", "status", "outcome"),
        lambda verdict: verdict.text,
    ),
    "array": (
        ("files", "changed_files", "files_changed", "changes", "paths"),
        lambda verdict: list(verdict.files),
    ),
}  # fmt: skip
_NAMED: dict[str, Callable[[Verdict], object]] = {
    "status": lambda verdict: verdict.outcome,
    "outcome": lambda verdict: verdict.outcome,
    "tests": lambda verdict: list(verdict.tests),
    "fixed_tests": lambda verdict: list(verdict.tests),
}


def shaped(verdict: Verdict, text: Json | None) -> Part:
    """Return the verdict as the part of a message, in the format that `text` asks for.

    A schema is filled where each required field has a name and a type that the verdict has a
    fact for (or is the only field of text); otherwise the part is a refusal that names the field.
    """
    wanted = (text or {}).get("format")
    kind = wanted.get("type") if isinstance(wanted, dict) else "text"
    if kind == "json_object" and verdict.data is not None:
        return _json(verdict.data)
    if kind == "json_object":
        return _json(
            {"outcome": verdict.outcome, "text": verdict.text, "files": list(verdict.files)}
        )
    if kind != "json_schema" or not isinstance(wanted, dict):
        return _words(verdict)
    # OpenAI's Responses keep the schema in `format`, Chat Completions one level deeper.
    inner = wanted.get("json_schema")
    schema = wanted.get("schema") or (inner.get("schema") if isinstance(inner, dict) else None)
    whole = schema if isinstance(schema, dict) else {}
    if verdict.data is not None and _holds(verdict.data, whole):
        return _json(_pruned(verdict.data, whole))
    return _filled(verdict, whole)


def _holds(data: Json, schema: Json) -> bool:
    """Tell whether the data has every field at the top that the schema requires."""
    required = schema.get("required")
    return isinstance(required, list) and bool(required) and set(required) <= data.keys()


def _pruned(value: object, schema: object) -> object:
    """Return the data without the fields that a strict schema does not know."""
    if not isinstance(schema, dict):
        return value
    if isinstance(value, list | tuple):
        return [_pruned(each, schema.get("items")) for each in value]
    properties = schema.get("properties")
    if not isinstance(value, dict) or not isinstance(properties, dict):
        return value
    strict = schema.get("additionalProperties") is False
    return {
        name: _pruned(each, properties.get(name))
        for name, each in value.items()
        if name in properties or not strict
    }


def _words(verdict: Verdict) -> Part:
    """Say no in the part that the protocol has for it, so that no client takes it for a success."""
    if verdict.outcome in ("beyond", "refused"):
        return Part(type="refusal", refusal=verdict.text)
    return output_text(verdict.text)


def _json(value: object) -> Part:
    return output_text(msgspec.json.encode(value).decode())


def _filled(verdict: Verdict, schema: Json) -> Part:
    properties = schema.get("properties")
    fields = properties if isinstance(properties, dict) else {}
    required = schema.get("required")
    needed = set(required) if isinstance(required, list) else set()
    texts = [name for name, field in fields.items() if _type(field) == "string"]
    values: dict[str, object] = {}
    for name, field in fields.items():
        fact = _fact(name, field, only_text=texts == [name])
        if fact is not None and _allowed(fact(verdict), field):
            values[name] = fact(verdict)
        elif name in needed:
            reason = f"The schema requires '{name}', which this engine has no true value for."
            return Part(
                type="refusal",
                refusal=f"{reason} A model could fill it: set --model and OPENAI_API_KEY.",
            )
    return _json(values)


def _fact(name: str, field: object, *, only_text: bool) -> Callable[[Verdict], object] | None:
    kind = _type(field)
    if name in _NAMED and kind == _kind_of_named(name):
        return _NAMED[name]
    names, fact = _FACTS.get(kind, ((), _nothing))
    return fact if name in names or (only_text and kind == "string") else None


def _kind_of_named(name: str) -> str:
    return "array" if name.endswith("tests") else "string"


def _nothing(_verdict: Verdict) -> object:
    return None


def _type(field: object) -> str:
    kind = field.get("type") if isinstance(field, dict) else None
    kinds = kind if isinstance(kind, list) else [kind]
    return next((str(each) for each in kinds if each and each != "null"), "")


def _allowed(value: object, field: object) -> bool:
    if not isinstance(field, dict):
        return False
    choices = field.get("enum")
    items = field.get("items")
    plain = not isinstance(value, list) or not value or _type(items) in ("string", "")
    return plain and (not isinstance(choices, list) or value in choices)
