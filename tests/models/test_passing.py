"""Frames that pass, and chat answers whose bytes are let through."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import pytest

from quire.errors import StreamBroken, UpstreamError
from quire.models.chat_passing import ChatPassing
from quire.models.passing import Cutter, Framed, Frames, framed, glance, unframed
from quire.models.reading import Reading
from quire.protocol.events import Completed, Event, Incomplete
from quire.protocol.items import user
from quire.protocol.requests import Request
from quire.protocol.responses import Response, Usage

BODY = b'{"model":"acme/m","messages":[{"role":"user","content":"hi"}],"top_k":3,"new":[1]}'
ASKED = Framed(
    model="m", stream=True, frames="chat", received=BODY, asked="acme/m", named="chatcmpl-ours"
)
USAGE = Usage(input_tokens=4, output_tokens=2, total_tokens=6)


def chunk(delta: object = None, reason: str | None = None, **more: object) -> bytes:
    head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m-2"}
    choice = {"index": 0, "delta": delta or {}, "finish_reason": reason}
    return b"data: " + msgspec.json.encode({**head, "choices": [choice], **more}) + b"\n\n"


FIRST = chunk({"role": "assistant", "content": ""})
WORDS = [chunk({"content": word}) for word in ("one ", "two ", "three")]
STOP = chunk(reason="stop")
TOLD = chunk(usage={"prompt_tokens": 4, "completion_tokens": 2, "total_tokens": 6}).replace(
    b'"choices":[{"index":0,"delta":{},"finish_reason":null}]', b'"choices":[]'
)
DONE = b"data: [DONE]\n\n"
WHOLE = [FIRST, *WORDS, STOP, TOLD, DONE]
END = Completed(response=Response(id="chatcmpl-ours", status="completed", model="m-2", usage=USAGE))


def read(pieces: Iterable[bytes], request: Framed = ASKED) -> tuple[bytes, list[Event]]:
    """Return the bytes that passed, and every other event."""
    reading = ChatPassing("acme", request)
    told = [event for piece in pieces for event in reading.feed(piece)]
    if not reading.over:
        told += reading.end()
    passed = b"".join(event.data for event in told if isinstance(event, Frames))
    return passed, [event for event in told if not isinstance(event, Frames)]


def ours(frames: Iterable[bytes]) -> bytes:
    return b"".join(frames).replace(b"chatcmpl-1", b"chatcmpl-ours")


CUTS = {
    "in one piece": [b"".join(WHOLE)],
    "frame by frame": WHOLE,
    "byte by byte": [bytes([byte]) for byte in b"".join(WHOLE)],
}


@pytest.mark.parametrize("pieces", CUTS.values(), ids=CUTS)
def test_frames_pass_under_our_id(pieces: list[bytes]) -> None:
    assert read(pieces) == (ours(WHOLE[:-1]), [END])


FORMS = {
    "carriage returns": lambda frame: frame.replace(b"\n", b"\r\n"),
    "comments": lambda frame: b": waiting\n\n" + frame,
    "names": lambda frame: b"event: message\n" + frame,
    "no blank": lambda frame: frame.replace(b"data: ", b"data:"),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_frames_of_another_form_are_brought_into_the_plain_one(form: object) -> None:
    assert callable(form)
    for pieces in ([form(frame) for frame in WHOLE], [b"".join(map(form, WHOLE))]):
        assert read(pieces) == (ours(WHOLE[:-1]), [END])


def test_a_run_of_deltas_passes_without_being_fed() -> None:
    reading = ChatPassing("acme", ASKED)
    assert reading.run(FIRST) is None
    first = list(reading.feed(FIRST + WORDS[0]))
    words = reading.run(WORDS[1] + WORDS[2])
    assert words is not None and len(first) == 1
    assert (words.data, words.count) == (ours(WORDS[1:]), 2)
    others = (STOP, TOLD, DONE, WORDS[0][:-1], b": waiting\n\n")
    assert [reading.run(each) for each in others] == [None] * len(others)
    assert list(reading.feed(STOP[:9])) == []
    assert reading.run(WORDS[0]) is None


def test_usage_is_kept_from_a_client_who_did_not_ask() -> None:
    asked = msgspec.structs.replace(ASKED, with_usage=False)
    assert read(WHOLE, asked) == (ours([FIRST, *WORDS, STOP]), [END])


def test_an_early_end_is_told() -> None:
    passed, [last] = read([FIRST, WORDS[0], chunk(reason="length"), DONE])
    assert isinstance(last, Incomplete)
    assert last.response.incomplete_details == {"reason": "max_output_tokens"}
    assert passed.count(b"\n\n") == 3


@pytest.mark.parametrize("end", [DONE, b""])
def test_an_answer_with_nothing_in_it_passes(end: bytes) -> None:
    passed, [last] = read([FIRST, STOP + end])
    assert isinstance(last, Completed)
    assert passed == ours([FIRST, STOP])


BROKEN: list[tuple[list[bytes], int, type[UpstreamError], str]] = [
    ([FIRST, DONE], 0, StreamBroken, "acme ended its answer after 1 events, without a last event."),
    ([], 0, StreamBroken, "acme ended its answer before it began, without a last event."),
    (
        [FIRST, b'data: {"error":{"message":"Kaput.","code":502}}\n\n'],
        0,
        UpstreamError,
        "acme reported: Kaput.",
    ),
    (
        [FIRST + WORDS[0] + b'data: {"error":{"message":"Kaput."}}\n\n'],
        2,
        UpstreamError,
        "acme reported: Kaput.",
    ),
    (
        [FIRST, *WORDS[:2], WORDS[2] + b"data: {not json\n\n" + STOP],
        4,
        StreamBroken,
        "acme sent something that is not a chunk: {not json",
    ),
    ([b"data: 7\n\n"], 0, StreamBroken, "acme sent something that is not a chunk: 7"),
]


@pytest.mark.parametrize(("pieces", "passed", "kind", "words"), BROKEN, ids=range(len(BROKEN)))
def test_a_broken_answer_is_told_after_what_came_before(
    pieces: list[bytes], passed: int, kind: type[UpstreamError], words: str
) -> None:
    reading = ChatPassing("acme", ASKED)
    seen = b""
    with pytest.raises(UpstreamError) as raised:
        for piece in pieces:
            for event in reading.feed(piece):
                assert isinstance(event, Frames)
                seen += event.data
        list(reading.end())
    assert (type(raised.value), raised.value.message) == (kind, words)
    assert seen.count(b"\n\n") == passed


def test_a_call_is_something_said() -> None:
    call = {"index": 0, "id": "c", "function": {"name": "f", "arguments": "{}"}}
    frames = [chunk({"tool_calls": [call]}), chunk(reason="tool_calls"), DONE]
    passed, [last] = read(frames)
    assert passed == ours(frames[:-1])
    assert isinstance(last, Completed)


JSON = (
    b'{"id": "x1", "model": "m-2", "choices": [{"index": 0, "message": {"content": "Hi."},'
    b' "finish_reason": "stop"}], "usage": {"prompt_tokens": 4, "completion_tokens": 2}}'
)


def test_a_whole_answer_passes() -> None:
    reading = ChatPassing("acme", msgspec.structs.replace(ASKED, stream=False))
    [frames, last] = reading.whole(JSON)
    assert isinstance(frames, Frames)
    assert frames.data == JSON.replace(b"x1", b"chatcmpl-ours")
    assert last == END


def test_a_whole_answer_is_a_chunk_for_who_asked_for_a_stream() -> None:
    [frames, last] = ChatPassing("acme", ASKED).whole(JSON)
    assert isinstance(frames, Frames)
    told = msgspec.json.decode(frames.data.removeprefix(b"data: "), type=dict[str, object])
    assert told["choices"] == [{"index": 0, "delta": {"content": "Hi."}, "finish_reason": "stop"}]
    assert (told["object"], last) == ("chat.completion.chunk", END)


def test_what_is_no_answer_is_told() -> None:
    for body in (b"<html>", b'{"choices":[]}', b""):
        with pytest.raises(UpstreamError) as raised:
            list(ChatPassing("acme", ASKED).whole(body))
        assert raised.value.code == "not_an_answer"


def test_little_of_a_body_is_changed() -> None:
    same = msgspec.structs.replace(ASKED, model="acme/m")
    without = msgspec.structs.replace(ASKED, with_usage=False)
    assert same.body() == BODY
    assert ASKED.body() == BODY.replace(b"acme/m", b"m")
    assert without.body() == ASKED.body()[:-1] + b',"stream_options":{"include_usage":true}}'


def delta(number: int, text: str = "word") -> bytes:
    body = {"type": "response.output_text.delta", "item_id": "m", "delta": text}
    whole = msgspec.json.encode({**body, "sequence_number": number})
    return b"event: response.output_text.delta\ndata: %b\n\n" % whole


def test_runs_of_deltas_pass_where_they_are_rightly_numbered() -> None:
    reading = Reading("acme", passing=True)
    [frames] = reading.feed(delta(0) + delta(1) + delta(2)[:20])
    [more] = reading.feed(delta(2)[20:])
    assert [frames, more] == [
        Frames(sequence_number=0, data=delta(0) + delta(1), count=2, characters=8),
        Frames(sequence_number=2, data=delta(2), count=1, characters=4),
    ]


def test_a_run_passes_without_being_fed_where_it_is_rightly_numbered() -> None:
    reading = Reading("acme", passing=True)
    assert reading.run(delta(0) + delta(1)) == Frames(
        sequence_number=0, data=delta(0) + delta(1), count=2, characters=8
    )
    ends = part(4, "response.output_text.done")
    others = (delta(3), ends, delta(2)[:20], b": waiting\n\n", b"data: {}\n\n")
    assert [reading.run(each) for each in others] == [None] * len(others)
    assert Reading("acme").run(delta(0)) is None


def part(number: int, name: str) -> bytes:
    body = {"type": name, "item_id": "m", "output_index": 0, "content_index": 0, "text": "word"}
    whole = msgspec.json.encode(
        {**body, "part": {"type": "output_text"}, "sequence_number": number}
    )
    return b"event: %b\ndata: %b\n\n" % (name.encode(), whole)


def test_the_ends_of_parts_go_with_deltas_and_never_come_first() -> None:
    ends = part(1, "response.output_text.done") + part(2, "response.content_part.done")
    reading = Reading("acme", passing=True)
    assert list(reading.feed(delta(0) + ends)) == [
        Frames(sequence_number=0, data=delta(0) + ends, count=3, characters=4)
    ]
    alone = part(3, "response.content_part.added")
    assert [event.wire() for event in reading.feed(alone)] == [alone.partition(b"data: ")[2][:-2]]


def test_frames_are_numbered_anew() -> None:
    frames = Frames(sequence_number=0, data=delta(0) + delta(1), count=2)
    assert frames.numbered(7) == Frames(sequence_number=7, data=delta(7) + delta(8), count=2)


def test_heads_are_seen_only_in_the_plain_form() -> None:
    frames, heads = glance(delta(0) + delta(1))
    assert [frame for frame, _ in frames] == [delta(0), delta(1)]
    assert [head.sequence_number for head in heads or ()] == [0, 1]
    for form in (delta(0) + b": comment\n\n", b"data: {}\n\n", b"event: a\ndata: [1\n\n"):
        assert glance(form)[1] is None


def test_a_stream_without_names_is_given_them() -> None:
    cutter = Cutter(events=True)
    bare = delta(0).partition(b"\n")[2]
    assert cutter.brought(cutter.cut(bare)) == delta(0)


def test_a_request_is_framed_and_unframed() -> None:
    request = Request(model="m", input=(user("hi"),), rest={"a": 1})
    assert unframed(framed(request)) == request
    assert framed(request).body() == request.body()


@pytest.mark.parametrize(
    "received",
    [
        BODY,
        b' {"messages":[], "model" : "acme/m" , "stream": true }\n',
        b'{"messages":[{"role":"user","content":"\\"model\\":\\"acme/m\\""}],"model":"acme/m"}',
        b'{"messages":[{"content":"model"}],"model":"acme/m"}',
        b'{"tools":[{"model":"acme/m"}],"model":"acme/m"}',
        b'{"\\u006dodel":"acme/m","messages":[{"content":"model"}]}',
        b'{"model":"acme\\/m","messages":["acme/m"]}',
        b'{"model":"acme/m","stream_options":{"new":1}}',
    ],
)
def test_only_the_model_and_the_wish_for_usage_change_in_a_body(received: bytes) -> None:
    fields: dict[str, object] = {**msgspec.json.decode(received), "model": "m"}
    whole = msgspec.structs.replace(ASKED, received=received)
    silent = msgspec.structs.replace(whole, with_usage=False)
    assert [msgspec.json.decode(each.body()) for each in (whole, silent)] == [
        fields,
        {**fields, "stream_options": {"include_usage": True}},
    ]
