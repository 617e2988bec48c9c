"""Server-sent events: any cut, any line end, any junk between."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quire.errors import StreamBroken
from quire.protocol.events import OtherEvent, read_event
from quire.protocol.sse import COMMENT, DONE, Decoder, ServerEvent, encode

STREAM = (
    '\ufeff: hello\n\nevent: a\ndata: {"x":1}\n\ndata: one\ndata:two\ndata:  three\n\n'
    "event: b\n\nid: 7\nretry: 10\nfield\ndata: ü…\n\nevent: last\ndata\n\n"
)
CUTS = st.lists(st.integers(0, 10_000), max_size=30)
FRAMES = [
    ServerEvent("a", '{"x":1}'),
    ServerEvent("", "one\ntwo\n three"),
    ServerEvent("", "ü…"),
    ServerEvent("last", ""),
]


def fed(data: bytes, cuts: list[int]) -> list[ServerEvent]:
    decoder = Decoder()
    edges = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    pieces = [data[start:stop] for start, stop in itertools.pairwise(edges)]
    return [frame for piece in pieces for frame in decoder.feed(piece)]


@given(
    cuts=st.lists(st.integers(0, 10_000), max_size=30), end=st.sampled_from(["\n", "\r\n", "\r"])
)
def test_frames_do_not_depend_on_cuts_or_line_ends(cuts: list[int], end: str) -> None:
    assert fed(STREAM.replace("\n", end).encode(), cuts) == FRAMES


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_frames_survive_single_bytes(end: str) -> None:
    data = STREAM.replace("\n", end).encode()
    assert fed(data, list(range(len(data)))) == FRAMES


@given(chunks=st.lists(st.binary(max_size=20), max_size=20))
def test_any_bytes_give_the_same_frames_whole_and_cut(chunks: list[bytes]) -> None:
    decoder = Decoder()
    cut = [frame for chunk in chunks for frame in decoder.feed(chunk)]
    assert cut == Decoder().feed(b"".join(chunks))


def test_a_last_frame_without_a_blank_line_comes_at_the_end() -> None:
    decoder = Decoder()
    assert decoder.feed(b"event: a\ndata: 1") == []
    assert decoder.end() == [ServerEvent("a", "1")]
    assert decoder.end() == []


@pytest.mark.parametrize("chunk", [b"data: 12345", b"data: 1234567\n", b"data: 1\ndata: 2\ndata"])
def test_a_frame_beyond_the_limit_breaks_the_stream(chunk: bytes) -> None:
    decoder = Decoder(limit=16)
    assert decoder.feed(b"data: 12345678\n\n" * 3) == [ServerEvent("", "12345678")] * 3
    decoder.feed(b"data: 1")
    with pytest.raises(StreamBroken, match="larger than 16 bytes"):
        decoder.feed(chunk)


def test_encode_writes_type_and_json_on_one_line_each() -> None:
    event = read_event(b'{\n "type": "slug:name",\r\n "text": "a\\nb",\n "sequence_number": 3\n}')
    data = b'event: slug:name\ndata: {"type":"slug:name","text":"a\\nb","sequence_number":3}\n\n'
    assert encode(event) == data
    assert Decoder().feed(COMMENT + data + DONE) == [
        ServerEvent("slug:name", '{"type":"slug:name","text":"a\\nb","sequence_number":3}'),
        ServerEvent("", "[DONE]"),
    ]


def test_a_type_with_a_line_break_stays_on_its_line() -> None:
    event = OtherEvent(name="a\ndata: b")
    assert encode(event).split(b"\n")[0] == b"event: a data: b"
