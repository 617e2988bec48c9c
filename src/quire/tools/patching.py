"""The patch tool in all its forms: verified whole, recorded, then written file by file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePath

import msgspec
from msgspec import Struct

from quire.errors import PatchError, RefusedError
from quire.protocol.items import ApplyPatchCall, CustomToolCall, FunctionCall
from quire.protocol.patches import FilePatch, file_patch, parse_patch
from quire.protocol.records import PatchEnded, PatchStarted
from quire.tools import arguments
from quire.tools.edits import Edit, digest, plan, summary
from quire.tools.hands import Hands
from quire.tools.replies import Reply, Stream, said

_HEADER = re.compile(r"^(\*\*\* (?:(?:Add|Update|Delete) File|Move to): *)(.*)$", re.MULTILINE)
_HEREDOC = re.compile(
    r"""\s*(?:cd\s+(?P<cd>'[^'\n]+'|"[^"\n]+"|[^\s'"&;|]+)\s*&&\s*)?apply_?patch\s+"""
    r"""<<-?\s*(?P<quote>['"]?)(?P<word>\w+)(?P=quote)[ \t]*\n(?P<patch>.*\n)\s*(?P=word)\s*""",
    re.DOTALL,
)


class Inline(Struct, frozen=True):
    """A patch that was given to the shell: the folder its paths are meant from, and its text."""

    folder: str
    text: str


def operation(hands: Hands, call: ApplyPatchCall) -> Stream:
    """Carry out the one operation of an `apply_patch_call`."""
    return write(hands, call.call_id, lambda: of_operation(hands, call))


def freeform(hands: Hands, call: CustomToolCall) -> Stream:
    """Carry out an enveloped patch that came as plain text."""
    return write(hands, call.call_id, lambda: of_text(hands, call.input))


def function(hands: Hands, call: FunctionCall) -> Stream:
    """Carry out an enveloped patch that came as JSON."""
    text = arguments.parse(call.arguments, arguments.Patch).input
    return write(hands, call.call_id, lambda: of_text(hands, text))


def inline(hands: Hands, call_id: str, patch: Inline) -> Stream:
    """Carry out a patch that was given to the shell."""
    return write(hands, call_id, lambda: of_text(hands, patch.text, patch.folder))


async def write(hands: Hands, call_id: str, read: Callable[[], tuple[FilePatch, ...]]) -> Stream:
    """Read and verify a patch, put it on record, write it, and say what became of it."""
    try:
        hands.check_writable()
        edits = plan(read(), hands.read)
    except (PatchError, RefusedError) as error:
        failed = _failed(call_id, f"apply_patch verification failed: {said(error)}")
        yield failed
        yield Reply(failed.message, failed=True)
        return
    started = PatchStarted(call_id=call_id, changes=tuple(edit.change() for edit in edits))
    yield started
    for what in commit(hands, started, edits):
        yield what


def commit(
    hands: Hands, started: PatchStarted, edits: Sequence[Edit]
) -> Iterator[PatchEnded | Reply]:
    """Write the edits of a recorded patch, then yield its end and the reply.

    When the file system refuses one of them, the ones before it are taken back.
    """
    done: list[Edit] = []
    try:
        for edit in edits:
            _put(hands, edit, edit.after)
            done.append(edit)
    except (OSError, RefusedError) as error:
        failed = _failed(started.call_id, f"apply_patch failed: {error}. {_take_back(hands, done)}")
        yield failed
        yield Reply(failed.message, failed=True)
        return
    ended = PatchEnded(
        call_id=started.call_id,
        changes=started.changes,
        status="completed",
        message=summary(started.changes),
        diff="".join(edit.diff for edit in edits),
    )
    yield ended
    yield Reply(ended.message)


def resume(
    hands: Hands, started: PatchStarted, patch: tuple[FilePatch, ...]
) -> Iterator[PatchEnded | Reply]:
    """Finish a recorded patch after a crash: write the files that are still as they were.

    A file that is neither as before nor as after the patch was changed by someone else: then
    nothing more is written, and the reply says so.
    """
    now = {change.path: digest(hands.read(change.path)) for change in started.changes}
    foreign = [c.path for c in started.changes if now[c.path] not in (c.before, c.after)]
    if foreign:
        failed = _failed(
            started.call_id,
            f"apply_patch was interrupted, and {', '.join(foreign)} changed since. "
            "Read the files again and send what is still missing.",
        )
        yield failed
        yield Reply(failed.message, failed=True)
        return
    waiting = {c.path for c in started.changes if now[c.path] != c.after}
    rest = tuple(file for file in patch if {file.path, file.move_to} & waiting)
    edits = plan(rest, hands.read) if rest else ()
    yield from commit(hands, started, [edit for edit in edits if edit.path in waiting])


def of_operation(hands: Hands, call: ApplyPatchCall) -> tuple[FilePatch, ...]:
    """Return the patch that an `apply_patch_call` asks for."""
    wanted = file_patch(call.operation)
    return (msgspec.structs.replace(wanted, path=hands.relative(wanted.path)),)


def of_text(hands: Hands, text: str, folder: str = "") -> tuple[FilePatch, ...]:
    """Read an enveloped patch; its paths are relative to `folder` of the workspace."""
    return parse_patch(_HEADER.sub(lambda found: _header(hands, found, folder), text))


def heredoc(script: str, folder: str = "") -> Inline | None:
    """Return the patch that a script run in `folder` gives to `apply_patch`, if that is all."""
    found = _HEREDOC.fullmatch(script)
    if found is None:
        return None
    return Inline(str(PurePath(folder, (found["cd"] or "").strip("'\""))), found["patch"])


def _header(hands: Hands, found: re.Match[str], folder: str) -> str:
    return f"{found[1]}{hands.relative(found[2].strip(), folder)}"


def _put(hands: Hands, edit: Edit, data: bytes | None) -> None:
    if data is None:
        hands.root.delete(edit.path)
        return
    mode = None
    if edit.source and edit.source != edit.path:
        source = hands.workspace / edit.source
        mode = source.stat(follow_symlinks=False).st_mode if source.exists() else None
    hands.root.write(edit.path, data, mode)


def _take_back(hands: Hands, done: Sequence[Edit]) -> str:
    """Undo edits, newest first, and say in what state that leaves the files."""
    stuck: list[str] = []
    for edit in reversed(done):
        try:
            _put(hands, edit, edit.before)
        except (OSError, RefusedError) as error:
            stuck.append(f"{edit.path} ({error})")
    return f"Not taken back: {', '.join(stuck)}." if stuck else "Nothing was changed."


def _failed(call_id: str, message: str) -> PatchEnded:
    return PatchEnded(call_id=call_id, changes=(), status="failed", message=message)
