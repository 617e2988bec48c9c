"""A verdict takes the shape that a request's text format asks for, or says what is missing."""

from __future__ import annotations

import msgspec
import pytest

from quire.engine.shapes import Verdict, shaped
from quire.protocol.items import Json, output_text, text_of

VERDICT = Verdict(text="Fixed. It was `<`.", outcome="fixed", files=("m.py",), tests=("t",))
STRING: Json = {"type": "string"}


def schema(*required: str, **fields: Json) -> Json:
    whole = {"type": "object", "properties": fields, "required": list(required)}
    return {"format": {"type": "json_schema", "name": "verdict", "schema": whole}}


@pytest.mark.parametrize("text", [None, {}, {"format": {"type": "text"}}, {"verbosity": "low"}])
def test_words_stay_words(text: Json | None) -> None:
    assert shaped(VERDICT, text) == output_text("Fixed. It was `<`.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            {"format": {"type": "json_object"}},
            {"outcome": "fixed", "text": VERDICT.text, "files": ["m.py"]},
        ),
        (
            schema("fixed", "summary", fixed={"type": "boolean"}, summary=STRING),
            {"fixed": True, "summary": VERDICT.text},
        ),
        (schema("verdict", verdict=STRING), {"verdict": VERDICT.text}),
        (
            schema("status", status={"type": "string", "enum": ["fixed", "not_fixed"]}),
            {"status": "fixed"},
        ),
        (
            schema("files", files={"type": "array", "items": STRING}, tests={"type": "array"}),
            {"files": ["m.py"], "tests": ["t"]},
        ),
        (
            schema(note={"type": ["string", "null"]}, cost={"type": "number"}),
            {"note": VERDICT.text},
        ),
    ],
)
def test_fields_are_filled_with_facts(text: Json, expected: Json) -> None:
    assert msgspec.json.decode(text_of((shaped(VERDICT, text),))) == expected


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (schema("priority", priority={"type": "integer"}), "priority"),
        (schema("status", status={"type": "string", "enum": ["good", "bad"]}), "status"),
        (schema("files", files={"type": "array", "items": {"type": "object"}}), "files"),
        (schema("title", "body", title=STRING, body=STRING), "title"),
    ],
)
def test_a_field_without_a_fact_is_refused_by_name(text: Json, field: str) -> None:
    part = shaped(VERDICT, text)
    assert part.type == "refusal"
    assert f"requires '{field}'" in text_of((part,))
