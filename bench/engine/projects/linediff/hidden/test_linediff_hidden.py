import functools
import random

import pytest

from linediff import (
    Edit,
    Hunk,
    PatchError,
    apply_patch,
    common_lengths,
    compare,
    hunks,
    invert,
    read_patch,
    similarity,
    summary,
    write_patch,
)


def longest(old, new):
    @functools.lru_cache(None)
    def solve(i, j):
        if i == 0 or j == 0:
            return 0
        if old[i - 1] == new[j - 1]:
            return solve(i - 1, j - 1) + 1
        return max(solve(i - 1, j), solve(i, j - 1))

    return solve(len(old), len(new))


def pairs(count=120):
    for seed in range(count):
        rng = random.Random(seed)
        letters = "abcdef"[: rng.randint(1, 6)]
        old = [rng.choice(letters) for _ in range(rng.randint(0, 12))]
        if seed % 2:
            new = [rng.choice(letters) for _ in range(rng.randint(0, 12))]
        else:
            new = list(old)
            for _ in range(rng.randint(0, 3)):
                new.insert(rng.randint(0, len(new)), rng.choice("xyz"))
        yield old, new


def test_table():
    for old, new in pairs(40):
        table = common_lengths(old, new)
        assert len(table) == len(old) + 1
        for i, row in enumerate(table):
            assert len(row) == len(new) + 1
            for j, length in enumerate(row):
                assert length == longest(tuple(old[i:]), tuple(new[j:]))


def test_compare():
    for old, new in pairs():
        edits = compare(old, new)
        assert [edit.line for edit in edits if edit.mark in " -"] == old
        assert [edit.line for edit in edits if edit.mark in " +"] == new
        kept = sum(1 for edit in edits if edit.mark == " ")
        assert kept == longest(tuple(old), tuple(new))
        assert {edit.mark for edit in edits} <= set(" -+")


def test_removals_first():
    assert compare(["a"], ["b"]) == [Edit("-", "a"), Edit("+", "b")]
    assert compare(["a", "k"], ["b", "k"])[0] == Edit("-", "a")


def test_similarity():
    for old, new in pairs():
        value = similarity(old, new)
        if old or new:
            expected = 2 * longest(tuple(old), tuple(new)) / (len(old) + len(new))
            assert value == pytest.approx(expected)
        assert similarity(new, old) == pytest.approx(value)
        assert similarity(old, old) == 1.0
    assert similarity(["a"], []) == 0.0


def test_hunks():
    for old, new in pairs():
        edits = compare(old, new)
        for context in range(4):
            found = list(hunks(edits, context))
            changes = [edit for edit in edits if edit.mark != " "]
            assert [e for hunk in found for e in hunk.edits if e.mark != " "] == changes
            end = -1
            for hunk in found:
                lines = hunk.old_lines
                assert old[hunk.old_start : hunk.old_start + len(lines)] == lines
                lines = hunk.new_lines
                assert new[hunk.new_start : hunk.new_start + len(lines)] == lines
                assert hunk.old_start + hunk.new_start > end
                end = hunk.old_start + len(hunk.old_lines) + hunk.new_start + len(hunk.new_lines)
                shape = "".join("k" if e.mark == " " else "c" for e in hunk.edits)
                assert len(shape) - len(shape.lstrip("k")) <= context
                assert len(shape) - len(shape.rstrip("k")) <= context
                assert "k" * (2 * context + 1) not in shape


def test_context_is_as_wide_as_it_can_be():
    old = [str(i) for i in range(30)]
    for context in range(5):
        new = [*old[:15], "x", *old[15:]]
        (hunk,) = hunks(compare(old, new), context)
        assert len(hunk.edits) == 2 * context + 1
        assert hunk.old_start == hunk.new_start == 15 - context
    (hunk,) = hunks(compare(old, new))
    assert len(hunk.edits) == 7


def test_where_hunks_are_joined():
    old = [str(i) for i in range(20)]
    for gap in range(1, 10):
        new = list(old)
        del new[5 + gap]
        del new[4]
        for context in range(5):
            found = list(hunks(compare(old, new), context))
            assert len(found) == (1 if gap <= 2 * context else 2)


def test_header():
    hunk = Hunk(4, 9, (Edit(" ", "a"), Edit("+", "b"), Edit("+", "c"), Edit("-", "d")))
    assert hunk.header == "@@ -5,2 +10,3 @@"
    assert hunk.old_lines == ["a", "d"]
    assert hunk.new_lines == ["a", "b", "c"]
    assert Hunk(0, 0, (Edit("+", ""),)).header == "@@ -1,0 +1,1 @@"


def test_there_and_back():
    for old, new in pairs():
        for context in (0, 1, 3):
            text = write_patch(old, new, context)
            patch = read_patch(text)
            assert patch == list(hunks(compare(old, new), context))
            assert apply_patch(old, patch) == new
            assert apply_patch(new, invert(patch)) == old
            assert invert(invert(patch)) == patch
            assert (text == "") == (old == new)
            assert text == "" or text.endswith("\n")


def test_lines_that_look_like_marks():
    old = ["", "-a", "+b", " c", ""]
    new = ["", "+b", " c", "-", "+"]
    assert apply_patch(old, read_patch(write_patch(old, new))) == new
    assert write_patch(["+"], [" "]) == "@@ -1,1 +1,1 @@\n-+\n+ \n"


@pytest.mark.parametrize(
    "text, number",
    [
        ("x", 1),
        ("\n", 1),
        ("@@ -1,1 +1,1 @@ f\n a\n", 1),
        ("@@ -1,1 +1,1 @@\n\n", 2),
        ("@@ -1,1 +1,1 @@\n a\n*b\n", 3),
        ("@@ -1,1 +1,1 @@\n a\n@@ nothing\n", 3),
    ],
)
def test_bad_lines(text, number):
    with pytest.raises(PatchError, match=f"^line {number}: "):
        read_patch(text)


@pytest.mark.parametrize("counts", [(0, 1), (2, 1), (1, 0), (1, 2)])
def test_bad_counts(counts):
    with pytest.raises(PatchError, match="counts"):
        read_patch("@@ -1,%d +1,%d @@\n a\n" % counts)


def test_not_fitting():
    patch = [Hunk(1, 1, (Edit(" ", "b"), Edit("-", "c")))]
    assert apply_patch(["a", "b", "c"], patch) == ["a", "b"]
    assert apply_patch(["a", "b", "c", "d"], patch) == ["a", "b", "d"]
    for lines in ([], ["a"], ["a", "b"], ["b", "c"], ["a", "b", "d"]):
        with pytest.raises(PatchError):
            apply_patch(lines, patch)
    with pytest.raises(PatchError, match="overlap"):
        apply_patch(["a", "b", "c"], patch * 2)
    follow = Hunk(3, 2, (Edit("-", "d"),))
    assert apply_patch(["a", "b", "c", "d"], [*patch, follow]) == ["a", "b"]
    assert issubclass(PatchError, ValueError)


def test_nothing_is_changed_in_place():
    lines = ["a", "b"]
    result = apply_patch(lines, [])
    assert result == lines and result is not lines
    apply_patch(lines, [Hunk(0, 0, (Edit("-", "a"),))])
    assert lines == ["a", "b"]


@pytest.mark.parametrize(
    "marks, text",
    [
        ("", "no changes"),
        ("  ", "no changes"),
        ("+", "1 line added"),
        ("- -", "2 lines removed"),
        ("+-", "1 line added, 1 line removed"),
        ("--+++ ", "3 lines added, 2 lines removed"),
    ],
)
def test_summary(marks, text):
    assert summary(Edit(mark, "x") for mark in marks) == text
