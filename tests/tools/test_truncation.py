"""Long output is cut at both ends, within its limit, on the borders of lines and characters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quire.tools.truncation import Ends, Gathered, clip, ends_of

PAGE = 8_192
CAP = 1 << 12


def gathered(data: bytes, room: int, name: str = "") -> Ends:
    holder = Gathered(room)
    for start in range(0, len(data), 1_000):
        holder.add(data[start : start + 1_000])
    return holder.take(name)


def test_short_output_stays_whole() -> None:
    assert clip(ends_of(b"one\ntwo\n"), 100, PAGE) == "one\ntwo\n"


def test_long_output_keeps_its_first_and_last_lines() -> None:
    lines = b"".join(b"line %05d\n" % number for number in range(2_000))
    text = clip(gathered(lines, 600, "ab.out"), 600, PAGE)
    head = "".join(f"line {number:05}\n" for number in range(17))
    tail = "".join(f"line {number:05}\n" for number in range(1_983, 2_000))
    assert text == (
        f"{head}\n[... 21,626 of 22,000 bytes cut; read them with "
        f'read_output(id="ab.out", page=1 to 3) ...]\n{tail}'
    )


def test_a_later_part_names_the_pages_of_the_whole() -> None:
    holder = Gathered(600)
    holder.add(b"x" * 99 * PAGE)
    holder.take()
    holder.add(b"y\n" * 3_000)
    assert "page=100)" in clip(holder.take("ab.out"), 600, PAGE)


def test_an_output_of_millions_of_bytes_holds_little_memory() -> None:
    ends = gathered(b"0123456789\n" * 1_000_000, 9_000)
    assert (ends.total, ends.lines) == (11_000_000, 1_000_000)
    assert len(ends.head) + len(ends.tail) == 18_000


@pytest.mark.parametrize("limit", [0, 1, 50, 100, 300, 1_000])
def test_no_character_is_split(limit: int) -> None:
    text = clip(gathered("äöü€😀".encode() * 500, 1_000), limit, PAGE)
    assert len(text.encode()) <= limit
    assert "\ufffd" not in text


@given(data=st.binary(max_size=3_000), limit=st.integers(0, 1_500))
@settings(max_examples=200, deadline=None)
def test_the_limit_holds_for_any_bytes(data: bytes, limit: int) -> None:
    assert len(clip(gathered(data, CAP, "ab.out"), limit, PAGE).encode()) <= limit


@given(pieces=st.lists(st.binary(max_size=40)), room=st.integers(1, 60))
@settings(max_examples=200, deadline=None)
def test_both_ends_are_held_however_output_comes(pieces: list[bytes], room: int) -> None:
    holder = Gathered(room)
    for piece in pieces:
        holder.add(piece)
    whole, ends = b"".join(pieces), holder.take()
    assert ends.total == len(whole)
    if len(whole) <= 2 * room:
        assert (ends.head, ends.tail) == (whole, b"")
    else:
        assert (ends.head, ends.tail) == (whole[:room], whole[-room:])
