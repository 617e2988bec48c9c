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

OLD = "milk bread eggs butter".split()
NEW = "milk toast eggs butter jam".split()


def marks(old, new):
    return "".join(edit.mark + edit.line for edit in compare(old, new))


def test_common_lengths():
    table = common_lengths("abcb", "bdcb")
    assert table[0][0] == 3
    assert table[2][2] == 2
    assert table[4] == [0, 0, 0, 0, 0]


def test_compare():
    assert compare(OLD, NEW) == [
        Edit(" ", "milk"),
        Edit("-", "bread"),
        Edit("+", "toast"),
        Edit(" ", "eggs"),
        Edit(" ", "butter"),
        Edit("+", "jam"),
    ]


def test_compare_ends():
    assert marks("abc", "b") == "-a b-c"
    assert marks("b", "abc") == "+a b+c"
    assert marks("", "ab") == "+a+b"
    assert marks("ab", "") == "-a-b"
    assert marks("", "") == ""


def test_similarity():
    assert similarity(OLD, OLD) == 1.0
    assert similarity(OLD, []) == 0.0
    assert similarity([], []) == 1.0
    assert similarity("abcd", "abxy") == 0.5


def test_hunks_have_context():
    old = [str(i) for i in range(20)]
    new = old[:5] + ["new"] + old[5:15] + old[16:]
    first, second = hunks(compare(old, new), context=2)
    assert first == Hunk(3, 3, tuple(Edit(*e) for e in (" 3", " 4", ("+", "new"), " 5", " 6")))
    assert (second.old_start, second.new_start) == (13, 14)
    assert second.old_lines == ["13", "14", "15", "16", "17"]
    assert second.new_lines == ["13", "14", "16", "17"]


def test_near_changes_share_a_hunk():
    edits = compare(list("abcdef"), list("aXcdeY"))
    assert len(list(hunks(edits, context=3))) == 1
    assert len(list(hunks(edits, context=1))) == 2
    assert list(hunks(compare("abc", "abc"))) == []


def test_touching_hunks_are_joined():
    edits = compare(list("abcde"), list("AbcD"))
    assert len(list(hunks(edits, context=1))) == 1


def test_write_patch():
    assert write_patch(OLD, NEW, context=1) == (
        "@@ -1,4 +1,5 @@\n milk\n-bread\n+toast\n eggs\n butter\n+jam\n"
    )
    assert write_patch(OLD, OLD) == ""


def test_read_patch():
    text = write_patch(OLD, NEW)
    assert read_patch(text) == list(hunks(compare(OLD, NEW)))
    assert read_patch("") == []


def test_apply():
    patch = read_patch(write_patch(OLD, NEW))
    assert apply_patch(OLD, patch) == NEW
    assert apply_patch(NEW, invert(patch)) == OLD


def test_apply_two_hunks():
    old = [str(i) for i in range(30)]
    new = ["first"] + old[1:20] + ["x", "y"] + old[22:]
    patch = list(hunks(compare(old, new)))
    assert len(patch) == 2
    assert apply_patch(old, patch) == new
    assert apply_patch(new, invert(patch)) == old
    with pytest.raises(PatchError, match="overlap"):
        apply_patch(old, patch[::-1])


def test_patch_does_not_fit():
    patch = list(hunks(compare(OLD, NEW)))
    with pytest.raises(PatchError, match="differ"):
        apply_patch(["milk", "cheese"], patch)


@pytest.mark.parametrize(
    "text",
    ["hello\n", "@@ -1,1 +1,1 @@\n?x\n", "@@ -1,2 +1,1 @@\n x\n", "@@ -1,1 +1,2 @@\n x\n"],
)
def test_bad_patches(text):
    with pytest.raises(PatchError):
        read_patch(text)


def test_summary():
    assert summary(compare(OLD, NEW)) == "2 lines added, 1 line removed"
    assert summary(compare(OLD, OLD)) == "no changes"
