"""Patches in every form: whole or not at all, bytes kept, names guarded."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from quire.protocol.events import Event
from quire.protocol.items import (
    ApplyPatchCall,
    ApplyPatchCallOutput,
    Call,
    CreateFile,
    CustomToolCall,
    CustomToolCallOutput,
    DeleteFile,
    Exit,
    FunctionCall,
    FunctionCallOutput,
    Item,
    Operation,
    ShellAction,
    ShellCall,
    ShellCallOutput,
    ShellResult,
    UpdateFile,
)
from quire.protocol.records import Change, ItemAdded, PatchEnded, PatchStarted
from quire.tools.edits import digest

Run = Callable[..., list[list[Event]]]

SEVERAL = """*** Begin Patch
*** Update File: old.txt
@@
 one
-two
+three
*** Delete File: gone.txt
*** Add File: new/file.txt
+hello
*** End Patch
"""
DONE = "Success. Updated the following files:\nA new/file.txt\nM old.txt\nD gone.txt"


def native(operation: Operation) -> ApplyPatchCall:
    return ApplyPatchCall(call_id="call_1", operation=operation)


def freeform(patch: str) -> CustomToolCall:
    return CustomToolCall(call_id="call_1", name="apply_patch", input=patch)


def function(name: str, **arguments: object) -> FunctionCall:
    return FunctionCall(call_id="call_1", name=name, arguments=json.dumps(arguments))


def answer(events: list[Event]) -> Item:
    last = events[-1]
    assert isinstance(last, ItemAdded)
    return last.item


def failure(events: list[Event]) -> str:
    item = answer(events)
    assert isinstance(item, ApplyPatchCallOutput)
    assert item.status == "failed"
    return item.output or ""


@pytest.fixture
def files(workspace: Path) -> Path:
    """Return the workspace with two files in it."""
    (workspace / "old.txt").write_text("one\ntwo\n")
    (workspace / "gone.txt").write_text("x\n")
    return workspace


def contents(folder: Path) -> dict[str, bytes]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


@pytest.mark.parametrize(
    ("call", "output"),
    [
        (freeform(SEVERAL), CustomToolCallOutput(call_id="call_1", output=DONE)),
        (
            function("apply_patch", input=SEVERAL),
            FunctionCallOutput(call_id="call_1", output=DONE),
        ),
        (
            function("shell_command", command=f"apply_patch <<'EOF'\n{SEVERAL}EOF\n"),
            FunctionCallOutput(
                call_id="call_1",
                output=f"Exit code: 0\nWall time: 0.0 seconds\nOutput:\n{DONE}",
            ),
        ),
        (
            function("shell", command=["bash", "-lc", f"apply_patch <<EOF\n{SEVERAL}EOF"]),
            FunctionCallOutput(
                call_id="call_1",
                output=f"Exit code: 0\nWall time: 0.0 seconds\nOutput:\n{DONE}",
            ),
        ),
        (
            function("shell", command=["apply_patch", SEVERAL]),
            FunctionCallOutput(
                call_id="call_1",
                output=f"Exit code: 0\nWall time: 0.0 seconds\nOutput:\n{DONE}",
            ),
        ),
        (
            ShellCall(
                call_id="call_1",
                action=ShellAction(commands=(f"apply_patch <<'EOF'\n{SEVERAL}EOF",)),
            ),
            ShellCallOutput(
                call_id="call_1",
                output=(ShellResult(stdout=DONE, stderr="", outcome=Exit(0)),),
                status="completed",
            ),
        ),
    ],
)
def test_every_form_writes_the_same_files(run: Run, files: Path, call: Call, output: Item) -> None:
    [events] = run(call)
    changes = (
        Change("old.txt", "update", digest(b"one\ntwo\n"), digest(b"one\nthree\n")),
        Change("new/file.txt", "add", None, digest(b"hello\n")),
        Change("gone.txt", "delete", digest(b"x\n"), None),
    )
    diff = (
        "--- a/old.txt\n+++ b/old.txt\n@@ -1,2 +1,2 @@\n one\n-two\n+three\n"
        "--- /dev/null\n+++ b/new/file.txt\n@@ -0,0 +1 @@\n+hello\n"
        "--- a/gone.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n"
    )
    ended = PatchEnded(
        call_id="call_1", changes=changes, status="completed", message=DONE, diff=diff
    )
    started = PatchStarted(call_id="call_1", changes=changes)
    assert events == [started, ended, ItemAdded(item=output)]
    assert contents(files) == {"new/file.txt": b"hello\n", "old.txt": b"one\nthree\n"}


@pytest.mark.parametrize(
    ("operation", "after"),
    [
        (CreateFile(path="a.txt", diff="+one\n+two\n"), {"a.txt": b"one\ntwo\n"}),
        (UpdateFile(path="./old.txt", diff="@@\n-two\n+2\n"), {"old.txt": b"one\n2\n"}),
        (DeleteFile(path="gone.txt"), {"gone.txt": None}),
    ],
)
def test_each_operation_changes_one_file(
    run: Run, files: Path, operation: Operation, after: dict[str, bytes | None]
) -> None:
    before = contents(files)
    [events] = run(native(operation))
    item = answer(events)
    assert isinstance(item, ApplyPatchCallOutput)
    assert item.status == "completed"
    whole = {**before, **after}
    assert contents(files) == {name: data for name, data in whole.items() if data is not None}


def test_paths_may_be_meant_from_a_folder_or_be_absolute(run: Run, files: Path) -> None:
    (files / "sub").mkdir()
    (files / "sub" / "a.txt").write_text("a\n")
    update = "*** Begin Patch\n*** Update File: {}\n@@\n-{}\n+{}\n*** End Patch\n"
    run(
        function("shell", command=["apply_patch", update.format("a.txt", "a", "b")], workdir="sub"),
        function(
            "shell_command",
            command=f"cd sub && apply_patch <<'EOF'\n{update.format('a.txt', 'b', 'c')}EOF",
        ),
        freeform(update.format(f"{files}/sub/a.txt", "c", "d")),
    )
    assert (files / "sub" / "a.txt").read_text() == "d\n"


def test_nothing_is_written_when_the_second_file_does_not_match(run: Run, files: Path) -> None:
    before = contents(files)
    patch = SEVERAL.replace("*** Delete File: gone.txt", "*** Update File: gone.txt\n@@\n-y\n+z")
    [events] = run(freeform(patch))
    text = (
        "apply_patch verification failed: Hunk 1 of 1 does not match gone.txt: these lines were "
        "not found:\ny\nNothing in its 1 lines is close to that.\nRead the file again, copy the "
        "lines as they are, and keep hunks in the file's order."
    )
    assert events == [
        PatchEnded(call_id="call_1", changes=(), status="failed", message=text),
        ItemAdded(item=CustomToolCallOutput(call_id="call_1", output=text)),
    ]
    assert contents(files) == before


def test_nothing_stays_written_when_the_file_system_says_no(run: Run, files: Path) -> None:
    before = contents(files)
    patch = SEVERAL.replace("*** End Patch", "*** Add File: new/file.txt/below\n+x\n*** End Patch")
    [events] = run(freeform(patch))
    item = answer(events)
    assert isinstance(item, CustomToolCallOutput)
    assert isinstance(item.output, str)
    assert item.output.startswith("apply_patch failed: ")
    assert item.output.endswith(" Nothing was changed.")
    assert contents(files) == before


@pytest.mark.parametrize(
    "path",
    [
        *("../out.txt", "/etc/passwd", "a/../../out.txt", ".git/config", ".GIT/hooks/x"),
        *("link/out.txt", "link.txt", "sub/.git/x", "a\0b", ""),
    ],
)
def test_a_name_outside_or_protected_is_refused(run: Run, files: Path, path: str) -> None:
    outside = files.parent / "elsewhere"
    outside.mkdir()
    (files / "link").symlink_to(outside)
    (files / "link.txt").symlink_to(outside / "out.txt")
    before = contents(files.parent)
    [events] = run(native(CreateFile(path=path, diff="+x\n")))
    assert failure(events).startswith("apply_patch verification failed: ")
    assert contents(files.parent) == before


def test_a_read_only_workspace_stays_as_it_is(run: Run, files: Path) -> None:
    before = contents(files)
    [events] = run(freeform(SEVERAL), mode="read-only")
    assert answer(events) == CustomToolCallOutput(
        call_id="call_1",
        output="apply_patch verification failed: The workspace is read-only (mode read-only).\n"
        "Say what you would change instead.",
    )
    assert contents(files) == before


@pytest.mark.parametrize(
    ("before", "diff", "after"),
    [
        (b"one\r\ntwo\r\n", "@@\n-two\n+2\n", b"one\r\n2\r\n"),
        (b"\xef\xbb\xbfone\ntwo\n", "@@\n-one\n+1\n", b"\xef\xbb\xbf1\ntwo\n"),
        (b"caf\xe9\ntwo\n", "@@\n café\n-two\n+zwölf\n", b"caf\xe9\nzw\xf6lf\n"),
        ("one\ntwo\n".encode("utf-16"), "@@\n-two\n+2\n", "one\n2\n".encode("utf-16")),
        (b"one\ntwo", "@@\n-one\n+1\n", b"1\ntwo"),
        ("naïve\ntwo\n".encode(), "@@\n naïve\n-two\n+zwölf\n", "naïve\nzwölf\n".encode()),
    ],
)
def test_encodings_and_line_ends_stay(
    run: Run, workspace: Path, before: bytes, diff: str, after: bytes
) -> None:
    (workspace / "a.txt").write_bytes(before)
    run(native(UpdateFile(path="a.txt", diff=diff)))
    assert (workspace / "a.txt").read_bytes() == after


@pytest.mark.parametrize(
    ("before", "diff", "why"),
    [
        (b"\x7fELF\0\0\0", "@@\n-a\n+b\n", "a.txt is a binary file; a patch changes text only."),
        (b"caf\xe9\n", "@@\n-café\n+→\n", "a.txt is stored as latin-1, which has no '→'."),
    ],
)
def test_what_a_file_cannot_hold_is_told(
    run: Run, workspace: Path, before: bytes, diff: str, why: str
) -> None:
    (workspace / "a.txt").write_bytes(before)
    [events] = run(native(UpdateFile(path="a.txt", diff=diff)))
    assert why in failure(events)
    assert (workspace / "a.txt").read_bytes() == before


def test_a_binary_file_can_be_deleted(run: Run, workspace: Path) -> None:
    (workspace / "a.bin").write_bytes(b"\x7fELF\0\0")
    run(native(DeleteFile(path="a.bin")))
    assert contents(workspace) == {}


def test_a_moved_file_keeps_its_mode(run: Run, files: Path) -> None:
    (files / "old.txt").chmod(0o755)
    patch = (
        "*** Begin Patch\n*** Update File: old.txt\n*** Move to: bin/run\n@@\n-two\n+three\n"
        "*** End Patch\n"
    )
    [events] = run(freeform(patch))
    assert answer(events) == CustomToolCallOutput(
        call_id="call_1",
        output="Success. Updated the following files:\nA bin/run\nD old.txt",
    )
    assert (files / "bin" / "run").read_text() == "one\nthree\n"
    assert (files / "bin" / "run").stat().st_mode & 0o777 == 0o755
    assert not (files / "old.txt").exists()


def test_a_move_does_not_replace_another_file(run: Run, files: Path) -> None:
    before = contents(files)
    patch = "*** Begin Patch\n*** Update File: old.txt\n*** Move to: gone.txt\n*** End Patch\n"
    [events] = run(freeform(patch))
    item = answer(events)
    assert isinstance(item, CustomToolCallOutput)
    assert "old.txt cannot move to gone.txt, which exists." in str(item.output)
    assert contents(files) == before
