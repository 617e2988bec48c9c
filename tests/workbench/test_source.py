from __future__ import annotations

import pytest

from quire.workbench.source import Edit, SourceFile, Span, hunks, lines_of, quote_change, splice


def apply(before: str, diff: str) -> str:
    """Apply hunks the way every editor of patches does: by exact search, in order."""
    old, new = lines_of(before), list[str]()
    position = 0
    for part in ("\n" + diff.rstrip("\n")).split("\n@@")[1:]:
        anchor, *lines = part.split("\n")
        start = position
        if anchor.strip():
            start = old.index(anchor[1:], position) + 1
        gone = [line[1:] for line in lines if line[0] in " -"]
        place = next(i for i in range(start, len(old) + 1) if old[i : i + len(gone)] == gone)
        new += old[position:place] + [line[1:] for line in lines if line[0] in " +"]
        position = place + len(gone)
    return "".join(f"{line}\n" for line in new + old[position:])


BODY = "def one(x):\n    y = x\n    return y\n\n\n"


@pytest.mark.parametrize("number", [0, 1, 2])
def test_hunks_find_the_right_one_of_equal_places(number: int) -> None:
    names = ("one", "two", "three")
    before = "".join(BODY.replace("one", name) for name in names)
    position = [i for i in range(len(before)) if before.startswith("y = x", i)][number]
    after = before[:position] + "y = x + 1" + before[position + 5 :]
    assert apply(before, hunks(before, after)) == after


def test_hunks_of_two_far_changes_apply_in_order() -> None:
    before = "".join(f"line{i} = {i}\n" for i in range(40))
    after = before.replace("line3 = 3\n", "line3 = 4\n").replace("line30 = 30\n", "")
    assert apply(before, hunks(before, after)) == after


def test_hunks_hold_no_carriage_returns() -> None:
    assert hunks("a = 1\r\nb = 2\r\n", "a = 1\r\nb = 3\r\n") == "@@\n a = 1\n-b = 2\n+b = 3\n"


def test_offsets_count_characters_where_the_tree_counts_bytes() -> None:
    source = SourceFile("m.py", 'name = "grüße"; x = 1\n'.encode())
    assert source.segment(source.tree.body[1]) == "x = 1"


def test_a_file_keeps_its_encoding_and_mark() -> None:
    data = b"\xef\xbb\xbfx = 1\r\n"
    source = SourceFile("m.py", data)
    assert source.encode(source.text) == data


def test_a_declared_encoding_is_kept() -> None:
    data = "# coding: latin-1\nx = 'ü'\n".encode("latin-1")
    source = SourceFile("m.py", data)
    assert source.encode(source.text) == data


def test_spans_change_only_what_they_cover() -> None:
    assert splice("a + b  # why", [Span(0, 1, "c"), Span(4, 5, "d")]) == "c + d  # why"


def test_an_edit_is_quoted_by_whole_lines() -> None:
    source = SourceFile("m.py", b"def f(a):\n    return a - 1  # one\n")
    start = source.text.index("-")
    edit = Edit("m.py", (Span(start, start + 1, "+"),), "`+` instead of `-`", 2.0)
    assert quote_change(source, edit) == (2, "    return a - 1  # one", "    return a + 1  # one")
