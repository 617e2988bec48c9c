"""A verdict as text, or as the JSON object that a request's format asks for."""

from __future__ import annotations

from collections.abc import Callable, Collection
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
    schema = schema_of(text)
    if schema is not None:
        if verdict.data is not None and _holds(verdict.data, schema):
            return _json(_pruned(verdict.data, schema))
        return _filled(verdict, schema)
    wanted = (text or {}).get("format")
    kind = wanted.get("type") if isinstance(wanted, dict) else "text"
    if kind == "json_object" and verdict.data is not None:
        return _json(verdict.data)
    if kind == "json_object":
        return _json(
            {"outcome": verdict.outcome, "text": verdict.text, "files": list(verdict.files)}
        )
    return _words(verdict)


def schema_of(text: Json | None) -> Json | None:
    """Return the schema that a request's format demands, None where it demands none."""
    wanted = (text or {}).get("format")
    if not isinstance(wanted, dict) or wanted.get("type") != "json_schema":
        return None
    # OpenAI's Responses keep the schema in `format`, Chat Completions one level deeper.
    inner = wanted.get("json_schema")
    schema = wanted.get("schema") or (inner.get("schema") if isinstance(inner, dict) else None)
    return schema if isinstance(schema, dict) else {}


def unfilled(schema: Json, verdict: Verdict | None, data: Collection[str] = ()) -> str | None:
    """Return the first required field that cannot be filled, None where all can.

    Without a verdict, it is one that no verdict fills, nor an object with the fields `data`.
    """
    held = verdict.data if verdict else dict.fromkeys(data)
    if held is not None and _holds(held, schema):
        return None
    required = schema.get("required")
    for name in required if isinstance(required, list) else ():
        fact = _fact_of(name, schema)
        field = _fields(schema).get(name)
        if fact is None or (verdict is not None and not _allowed(fact(verdict), field)):
            return str(name)
    return None


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


def lacking(name: str) -> str:
    """Tell that a field of a schema cannot be filled."""
    return f"The schema requires '{name}', which this engine has no true value for."


def _filled(verdict: Verdict, schema: Json) -> Part:
    missing = unfilled(schema, verdict)
    if missing is not None:
        return Part(
            type="refusal",
            refusal=f"{lacking(missing)} A model could fill it: set --model and OPENAI_API_KEY.",
        )
    values: dict[str, object] = {}
    for name, field in _fields(schema).items():
        fact = _fact_of(name, schema)
        if fact is not None and _allowed(fact(verdict), field):
            values[name] = fact(verdict)
    return _json(values)


def _fields(schema: Json) -> Json:
    properties = schema.get("properties")
    return properties if isinstance(properties, dict) else {}


def _fact_of(name: str, schema: Json) -> Callable[[Verdict], object] | None:
    fields = _fields(schema)
    texts = [each for each, field in fields.items() if _type(field) == "string"]
    return _fact(name, fields.get(name), only_text=texts == [name])


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
