"""The size limits of input items, in characters (responses-api, input and items)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quire.errors import InvalidRequest
from quire.protocol import items
from quire.protocol.items import Item, Part

MIB = 1024 * 1024
_TEXT = 10 * MIB
_OPAQUE = 20 * MIB
_FILE = 70 * MIB
_CALL_ID = 64
_PART_LIMITS = {"text": _TEXT, "image_url": _OPAQUE, "file_data": _FILE}


def check_sizes(context: Sequence[Item]) -> None:
    """Refuse an item with a value that is too long or empty where it must not be.

    Raises InvalidRequest that names the field, such as `input[3].call_id`.
    """
    for place, item in enumerate(context):
        for field, value, least, most in _measured(item):
            if least <= len(value) <= most:
                continue
            param = f"input[{place}].{field}"
            size = len(value)
            fault, code = (
                (f"{size} characters are more than {most}", "string_above_max_length")
                if size > most
                else (f"{size} characters are fewer than {least}", "string_below_min_length")
            )
            raise InvalidRequest(f"Invalid value for '{param}': {fault}.", param=param, code=code)


def _measured(item: Item) -> Iterator[tuple[str, str, int, int]]:
    """Yield each limited field of `item`: its name, value, least and most length."""
    call_id: str | None = getattr(item, "call_id", None)
    if call_id is not None:
        yield "call_id", call_id, 1, _CALL_ID
    match item:
        case items.Message(content=content):
            yield from _content("content", content)
        case items.FunctionCallOutput(output=output) | items.CustomToolCallOutput(output=output):
            yield from _content("output", output)
        case items.ShellCallOutput(output=results):
            for place, result in enumerate(results):
                yield f"output[{place}].stdout", result.stdout, 0, _TEXT
                yield f"output[{place}].stderr", result.stderr, 0, _TEXT
        case items.ApplyPatchCallOutput(output=str(text)):
            yield "output", text, 0, _TEXT
        case items.Compaction(encrypted_content=opaque):
            yield "encrypted_content", opaque, 0, _OPAQUE


def _content(field: str, content: items.Content) -> Iterator[tuple[str, str, int, int]]:
    if isinstance(content, str):
        yield field, content, 0, _TEXT
        return
    for place, part in enumerate(content):
        yield from _part(f"{field}[{place}]", part)


def _part(field: str, part: Part) -> Iterator[tuple[str, str, int, int]]:
    for name, most in _PART_LIMITS.items():
        value: object = getattr(part, name)
        if isinstance(value, str):
            yield f"{field}.{name}", value, 0, most
