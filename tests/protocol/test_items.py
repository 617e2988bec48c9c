"""Items: every kind of the wire crosses unchanged, whatever else is in it."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quire.errors import InvalidRequest
from quire.protocol import items
from quire.protocol.items import Item, Part, changed, kind_of, pending_calls, read_item
from quire.protocol.requests import read_request
from quire.protocol.responses import read_response

# One item of every kind, with fields that Quire does not know, blanks and odd number forms.
WIRE: dict[str, bytes] = {
    "message": b'{ "type":"message","id":"msg_1","role":"assistant","status":"completed",'
    b'"phase":"commentary","content":[{"type":"output_text","text":"h\\u00e9","annotations":[],'
    b'"logprobs":[],"later":1.50}],"later":{"a":[1e2, null]}}',
    "reasoning": b'{"type":"reasoning","id":"rs_1","summary":[{"type":"summary_text","text":"s"}],'
    b'"content":null,"encrypted_content":"gAAA=","later":true}',
    "function_call": b'{"type":"function_call","id":"fc_1","call_id":"call_1","name":"f",'
    b'"arguments":"{\\"a\\": 1}","status":"completed","caller":{"type":"direct"},"async":null}',
    "function_call_output": b'{"type":"function_call_output","call_id":"call_1","output":'
    b'[{"type":"input_image","image_url":"data:,","detail":"original"}],"caller":null}',
    "custom_tool_call": b'{"type":"custom_tool_call","id":"ctc_1","call_id":"call_2","name":"p",'
    b'"input":"*** Begin Patch\\n","namespace":null,"later":1}',
    "custom_tool_call_output": b'{"type":"custom_tool_call_output","id":"ctco_1",'
    b'"call_id":"call_2","output":"ok","later":1}',
    "shell_call": b'{"type":"shell_call","id":"sh_1","call_id":"call_3","status":"completed",'
    b'"action":{"commands":["ls"],"timeout_ms":null,"max_output_length":4096,"later":1},'
    b'"environment":{"type":"local","skills":[]},"created_by":"x"}',
    "shell_call_output": b'{"type":"shell_call_output","id":"sho_1","call_id":"call_3",'
    b'"max_output_length":4096,"output":[{"stdout":"a","stderr":"","outcome":{"type":"exit",'
    b'"exit_code":0},"later":1},{"stdout":"","stderr":"","outcome":{"type":"timeout"}}]}',
    "apply_patch_call": b'{"type":"apply_patch_call","id":"apc_1","call_id":"call_4","status":'
    b'"completed","operation":{"type":"update_file","path":"a","diff":"@@\\n-a","move_to":"b"}}',
    "apply_patch_call_output": b'{"type":"apply_patch_call_output","id":"apo_1","call_id":'
    b'"call_4","status":"failed","output":"no","later":1}',
    "compaction": b'{"type":"compaction","id":"cmp_1","encrypted_content":"x","created_by":"y"}',
    "local_shell_call": b'{"type":"local_shell_call","id":"lsh_1","call_id":"call_5","status":'
    b'"completed","action":{"type":"exec","command":["ls"],"env":{},"user":"u"}}',
    "local_shell_call_output": b'{"type":"local_shell_call_output","id":"call_5","output":"{}"}',
    "item_reference": b'{"type":"item_reference","id":"msg_1","later":1}',
    "configuration_update": b'{"type":"configuration_update","id":"cu_1","reasoning":{}}',
    "web_search_call": b'{"type":"web_search_call","id":"ws_1","status":"completed","action":{}}',
    "file_search_call": b'{"type":"file_search_call","id":"fs_1","queries":["q"],"results":null}',
    "code_interpreter_call": b'{"type":"code_interpreter_call","id":"ci_1","container_id":"c"}',
    "tool_search_call": b'{"type":"tool_search_call","id":"ts_1","arguments":{"q":1}}',
    "tool_search_output": b'{"type":"tool_search_output","id":"tso_1","tools":[]}',
    "mcp_call": b'{"type":"mcp_call","id":"mcp_1","arguments":"{}","name":"n","server_label":"s"}',
    "mcp_list_tools": b'{"type":"mcp_list_tools","id":"mcpl_1","server_label":"s","tools":[]}',
    "mcp_approval_request": b'{"type":"mcp_approval_request","id":"mcpr_1","arguments":"{}"}',
    "mcp_approval_response": b'{"type":"mcp_approval_response","id":"x","approve":true}',
    "image_generation_call": b'{"type":"image_generation_call","id":"ig_1","result":null}',
    "program": b'{"type":"program","id":"pr_1","call_id":"call_6","code":"1","fingerprint":"f"}',
    "program_output": b'{"type":"program_output","id":"po_1","call_id":"call_6","result":"1"}',
    "additional_tools": b'{"type":"additional_tools","id":"at_1","role":"developer","tools":[]}',
    "compaction_trigger": b'{"type":"compaction_trigger","id":null}',
    "of_next_year": b'{"type":"of_next_year","big":123456789012345678901234567890,"f":1.0e-7}',
}
EACH = pytest.mark.parametrize("kind", WIRE)


@EACH
def test_an_item_keeps_its_bytes(kind: str) -> None:
    item = read_item(WIRE[kind])
    assert item.wire() == WIRE[kind]
    assert kind_of(item) == kind
    assert isinstance(item, items.Other) == (kind not in KNOWN)


KNOWN = {
    str(kind.__struct_config__.tag) for kind in Item.__subclasses__() if kind is not items.Other
}


def test_every_known_kind_is_tried() -> None:
    assert set(WIRE) >= KNOWN


@EACH
def test_an_item_keeps_its_bytes_through_a_request_and_a_response(kind: str) -> None:
    raw = WIRE[kind]
    request = read_request(b'{"model":"m","input":[%s]}' % raw)
    assert request.body() == b'{"model":"m","input":[%s]}' % raw
    whole = b'{"id":"r","output":[%s]}' % raw
    response = read_response(whole)
    assert (response.wire(), response.output[0].wire()) == (whole, raw)
    fresh = msgspec.structs.replace(response, status="failed")
    assert b'"output":[%s]' % raw in fresh.wire()


@EACH
def test_a_changed_item_keeps_its_unknown_fields(kind: str) -> None:
    item = read_item(WIRE[kind])
    other = changed(item, id="new")
    before, after = msgspec.json.decode(item.wire()), msgspec.json.decode(other.wire())
    assert after == {**before, "id": "new"}
    assert (type(other), other.id) == (type(item), "new")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(rest=st.dictionaries(st.text(max_size=8), JSON, max_size=4), text=st.text())
def test_any_message_keeps_its_bytes(rest: dict[str, object], text: str) -> None:
    head = {"type": "message", "role": "user", "id": None, "status": None, "phase": None}
    raw = msgspec.json.encode({**rest, **head, "content": text})
    item = read_item(raw)
    assert item == items.Message(role="user", content=text)
    assert item.wire() == raw


@given(data=st.binary(max_size=60))
def test_any_bytes_are_an_item_or_refused(data: bytes) -> None:
    try:
        item = read_item(data)
    except InvalidRequest as error:
        assert (error.param or "").startswith("input")
        return
    assert item.wire() == data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"type":"message","role":"user","content":"\xff"}',
        b'{"type":"message","role":"robot","content":""}',
        b'{"type":"function_call","call_id":"c","name":"f"}',
        b'{"type":7}',
        b"{}",
        b'{"type":"x","y":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    ],
)
def test_what_is_no_item_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidRequest):
        read_item(data)


def test_the_field_at_fault_is_named() -> None:
    body = b'{"model":"m","input":[{"role":"user","content":[{"type":"input_text","text":5}]}]}'
    with pytest.raises(InvalidRequest) as caught:
        read_request(body)
    assert caught.value.param == "input[0].content[0].text"
    assert caught.value.message == (
        "Invalid value for 'input[0].content[0].text': Expected `str`, got `int`."
    )


def test_short_forms_are_messages_and_references() -> None:
    part = Part(type="input_text", text="a")
    request = read_request(
        b'{"model":"m","input":[{"role":"user","content":"a"},{"id":"msg_1"},'
        b'{"role":"developer","content":[{"type":"input_text","text":"a"}]}]}'
    )
    assert request.input == (
        items.Message(role="user", content="a"),
        items.ItemReference(id="msg_1"),
        items.Message(role="developer", content=(part,)),
    )


def test_pending_calls_are_those_without_an_output() -> None:
    calls = [
        items.FunctionCall(call_id="1", name="f", arguments="{}"),
        items.LocalShellCall(call_id="2", id="lsh_2", action={}),
        items.LocalShellCall(call_id="3", id="lsh_3", action={}),
        items.ShellCall(call_id="4", action=items.ShellAction(commands=("ls",))),
    ]
    outputs = [
        items.FunctionCallOutput(call_id="1", output=""),
        items.LocalShellCallOutput(id="lsh_2", output=""),
        items.LocalShellCallOutput(id="3", output=""),
    ]
    assert pending_calls([*calls, *outputs]) == (calls[3],)
