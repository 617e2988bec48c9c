"""Patches: both carriers, made and applied, and paths that stay inside."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quire.errors import PatchError
from quire.protocol.items import CreateFile, DeleteFile, UpdateFile
from quire.protocol.patches import (
    FilePatch,
    apply_diff,
    apply_patch,
    file_patch,
    make_diff,
    parse_patch,
    safe_path,
    touched,
    unified,
)

# Lines that repeat, that look like markers, and that differ in blanks only.
LINES = st.sampled_from(
    [
        "a",
        "b",
        "",
        " ",
        "def f():",
        "  def g():",
        "    x",
        "  x",
        "class C:",
        "@@ a",
        "@@",
        "*** End of File",
        "*** End Patch",
        "*** Update File: a",
        "+a",
        "-b",
        "\\ b",
    ]
)
TEXTS = st.lists(LINES, max_size=40).map(lambda lines: "".join(f"{line}\n" for line in lines))
ANYTHING = st.text("ab\n\r +-@*\t\u201c\u2028", max_size=60)


@given(before=TEXTS, after=TEXTS)
def test_a_made_diff_applies(before: str, after: str) -> None:
    assert apply_diff(before, make_diff(before, after)) == after


@given(before=TEXTS.filter(bool), after=TEXTS)
def test_a_made_diff_applies_to_windows_files(before: str, after: str) -> None:
    old, new = before.replace("\n", "\r\n"), after.replace("\n", "\r\n")
    assert apply_diff(old, make_diff(old, new)) == new


@given(before=TEXTS, after=TEXTS)
def test_a_made_diff_survives_the_envelope(before: str, after: str) -> None:
    diff = make_diff(before, after)
    if not diff:
        return
    text = f"*** Begin Patch\n*** Update File: a\n{diff}*** End Patch"
    assert apply_patch({"a": before}, parse_patch(text)) == {"a": after}


@given(before=ANYTHING, after=ANYTHING)
def test_a_diff_of_any_text_applies_or_is_refused(before: str, after: str) -> None:
    try:
        diff = make_diff(before, after)
    except PatchError:
        return
    assert apply_diff(before, diff) == after


@given(text=st.none() | ANYTHING, diff=ANYTHING)
def test_any_diff_is_applied_or_refused(text: str | None, diff: str) -> None:
    try:
        changed = apply_diff(text, diff)
    except PatchError as error:
        assert error.message
        return
    assert changed == "" or text is not None or changed.endswith("\n")


@given(text=ANYTHING)
def test_any_patch_is_read_or_refused(text: str) -> None:
    try:
        patch = parse_patch(f"*** Begin Patch\n{text}\n*** End Patch")
    except PatchError as error:
        assert error.message
        return
    assert patch


def test_a_repeated_block_gets_the_header_of_its_function() -> None:
    before = "".join(
        f"def f{i}(x):\n    a = x\n    b = x\n    c = x\n    d = x\n    return c\n\n\n"
        for i in range(4)
    )
    lines = before.splitlines()
    lines[2 * 8 + 4] = "    d = 2 * x"
    after = "\n".join(lines) + "\n"
    assert make_diff(before, after) == (
        "@@ def f2(x):\n     a = x\n     b = x\n     c = x\n-    d = x\n+    d = 2 * x\n"
        "     return c\n \n \n"
    )


def test_a_change_that_v4a_cannot_say_is_refused() -> None:
    with pytest.raises(PatchError, match="newline at the end"):
        make_diff("a\n", "a")


@pytest.mark.parametrize(
    ("diff", "text"),
    [
        ("+hi\n+there\n", "hi\nthere\n"),
        ("+hi\n+there", "hi\nthere\n"),
        ("", ""),
        ("+\n", "\n"),
        ("+a\n\n+b\n\n", "a\n\nb\n"),
        ("*** Begin Patch\n*** Add File: a\n+a\n*** End Patch\n", "a\n"),
        ("--- /dev/null\n+++ b/a\n@@ -0,0 +1 @@\n+a\n", "a\n"),
    ],
)
def test_a_new_file_ends_with_a_newline(diff: str, text: str) -> None:
    assert apply_diff(None, diff) == text


@pytest.mark.parametrize(
    "diff",
    [
        "--- a/x\n+++ b/x\n@@ -1,3 +1,3 @@\n 1\n-2\n+two\n 3\n",
        "```diff\n@@\n-2\n+two\n```\n",
        "*** Begin Patch\n*** Update File: x\n@@\n-2\n+two\n*** End Patch\n",
        "@@ \n-2\n+two\n\\ No newline at end of file\n",
    ],
)
def test_habits_of_models_around_a_diff_are_forgiven(diff: str) -> None:
    assert apply_diff("1\n2\n3\n", diff) == "1\ntwo\n3\n"


def test_a_new_file_whose_line_lacks_its_plus_is_refused() -> None:
    with pytest.raises(PatchError) as caught:
        apply_diff(None, "+a\nb\n", path="new.py")
    assert caught.value.message == "Line 2 of the new file of new.py does not begin with '+': 'b'."


def test_the_error_of_a_mismatch_repairs_the_patch() -> None:
    text = "import os\n\n\ndef area(width, height):\n    return width + height\n"
    with pytest.raises(PatchError) as caught:
        apply_diff(text, "@@\n-    return width+height\n+    return width * height\n", path="m.py")
    assert caught.value.message == (
        "Hunk 1 of 1 does not match m.py: these lines were not found:\n"
        "    return width+height\n"
        "The closest text is line 5:\n"
        "    5 |     return width + height"
    )


def test_operations_become_file_patches() -> None:
    operations = (CreateFile("a", "+x"), UpdateFile("b", "@@"), DeleteFile("c"))
    assert [file_patch(operation) for operation in operations] == [
        FilePatch(kind="add", path="a", diff="+x"),
        FilePatch(kind="update", path="b", diff="@@"),
        FilePatch(kind="delete", path="c"),
    ]


def test_touched_names_every_path_once() -> None:
    patch = (
        FilePatch(kind="update", path="a", diff="-x", move_to="b"),
        FilePatch(kind="delete", path="c"),
        FilePatch(kind="add", path="b", diff="+x"),
    )
    assert touched(patch) == ("a", "b", "c")


def test_an_update_item_without_hunks_is_refused() -> None:
    with pytest.raises(PatchError, match="holds no change"):
        apply_patch({"a": "1\n"}, (FilePatch(kind="update", path="a"),))


@pytest.mark.parametrize("path", ["a", "src/a.py", "a b", "…/ü", ".hidden/x", "a..b"])
def test_paths_inside_are_kept(path: str) -> None:
    assert safe_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "..",
        "/a",
        "//a",
        "a//b",
        "a/",
        "a/../b",
        "../a",
        "a\\b",
        "..\\a",
        "C:/a",
        "a\x00b",
        "C:\\a",
        "a\nb",
        "./",
        "a/..",
        "./../a",
    ],
)
def test_paths_that_could_leave_are_refused(path: str) -> None:
    with pytest.raises(PatchError) as caught:
        safe_path(path)
    assert repr(path) in caught.value.message


def test_unified_shows_absent_files_and_missing_newlines() -> None:
    assert unified("a", "1\n2", "1\n3\n") == (
        "--- a/a\n+++ b/a\n@@ -1,2 +1,2 @@\n 1\n-2\n\\ No newline at end of file\n+3\n"
    )
    assert unified("a", None, "") == "--- /dev/null\n+++ b/a\n"
    assert unified("a", "1\n", "1\n") == ""
