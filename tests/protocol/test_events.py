"""Events: every type of the wire crosses unchanged, whether Quire reads it or not."""

from __future__ import annotations

import pytest

from quire.protocol.events import EVENTS, OtherEvent, read_event, type_of

RESPONSE = b'"response":{"id":"resp_1","status":"in_progress","output":[],"later":1.50}'
AT = b'"item_id":"i","output_index":0'
ITEM = b'"output_index":0,"item":{"type":"of_next_year","later":1.50}'
PART = b'"part":{"type":"of_next_year","text":"","later":1.50}'

# Types that Quire reads, with the fields they have on the wire (responses-api, events).
READ: dict[str, bytes] = {
    "error": b'"code":null,"message":"no","param":null,"error":{"message":"no","later":1}',
    "response.created": RESPONSE,
    "response.queued": RESPONSE,
    "response.in_progress": RESPONSE,
    "response.completed": RESPONSE,
    "response.incomplete": RESPONSE,
    "response.failed": RESPONSE,
    "response.output_item.added": ITEM,
    "response.output_item.done": ITEM,
    "response.content_part.added": AT + b',"content_index":0,' + PART,
    "response.content_part.done": AT + b',"content_index":0,' + PART,
    "response.output_text.delta": AT + b',"content_index":0,"delta":"a","logprobs":[]',
    "response.output_text.done": AT + b',"content_index":0,"text":"a","logprobs":null',
    "response.refusal.delta": AT + b',"content_index":0,"delta":"a"',
    "response.refusal.done": AT + b',"content_index":0,"refusal":"a"',
    "response.reasoning_summary_part.added": AT + b',"summary_index":0,' + PART,
    "response.reasoning_summary_part.done": AT + b',"summary_index":0,"status":null,' + PART,
    "response.reasoning_summary_text.delta": AT + b',"summary_index":0,"delta":"a"',
    "response.reasoning_summary_text.done": AT + b',"summary_index":0,"text":"a"',
    "response.function_call_arguments.delta": AT + b',"delta":"{","obfuscation":"xyz"',
    "response.function_call_arguments.done": AT + b',"arguments":"{}","name":"f"',
    "response.custom_tool_call_input.delta": AT + b',"delta":"a"',
    "response.custom_tool_call_input.done": AT + b',"input":"a"',
    "response.apply_patch_call_operation_diff.delta": AT + b',"delta":"+a"',
    "response.apply_patch_call_operation_diff.done": AT + b',"diff":"+a"',
    "response.shell_call_command.added": b'"output_index":0,"command_index":0,"command":""',
    "response.shell_call_command.delta": b'"output_index":0,"command_index":0,"delta":"l"',
    "response.shell_call_command.done": b'"output_index":0,"command_index":0,"command":"ls"',
}
CARRIED = [
    "response.audio.delta",
    "response.code_interpreter_call_code.done",
    "response.compaction.compacting",
    "response.file_search_call.searching",
    "response.image_generation_call.partial_image",
    "response.mcp_call_arguments.delta",
    "response.mcp_list_tools.failed",
    "response.output_text.annotation.added",
    "response.reasoning_text.delta",
    "response.shell_call_output_content.delta",
    "response.web_search_call.in_progress",
    "keepalive",
    "slug:name",
]


def wire(name: str, fields: bytes) -> bytes:
    return b'{"type":"%s", "sequence_number":7,%s,"later":1.50}' % (name.encode(), fields)


def test_every_type_that_is_read_is_tried() -> None:
    assert {name for name in EVENTS if not name.startswith("quire:")} == set(READ)


@pytest.mark.parametrize("name", READ)
def test_a_read_event_keeps_its_bytes(name: str) -> None:
    data = wire(name, READ[name])
    event = read_event(data)
    assert event.wire() == data
    assert type(event) is EVENTS[name]
    assert (type_of(event), event.sequence_number) == (name, 7)
    numbered = event.numbered(8).wire()
    assert numbered == data.replace(b": 7", b":8").replace(b":7", b":8").replace(b', "', b',"')


@pytest.mark.parametrize("name", CARRIED)
def test_another_event_is_carried_whole(name: str) -> None:
    data = wire(name, AT)
    event = read_event(data)
    assert event == OtherEvent(sequence_number=7, name=name)
    assert event.wire() == data
