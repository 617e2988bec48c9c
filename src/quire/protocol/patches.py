"""Patches: both carriers of V4A, as pure functions over text.

Carrier 1 is the `diff` of an `apply_patch_call`: hunks for one file. Carrier 2 is the envelope
of the `apply_patch` custom tool: `*** Begin Patch`, several files, `*** End Patch`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal, assert_never

from msgspec import Struct

from quire.errors import PatchError
from quire.protocol.diffs import make_diff, unified
from quire.protocol.hunks import END_OF_FILE, apply_diff, read_hunks
from quire.protocol.items import CreateFile, DeleteFile, Operation, UpdateFile

__all__ = [
    "GRAMMAR",
    "FilePatch",
    "apply_diff",
    "apply_patch",
    "file_patch",
    "make_diff",
    "parse_patch",
    "safe_path",
    "touched",
    "unified",
]

GRAMMAR = r"""
start: begin file+ end
begin: "*** Begin Patch" LF
end: "*** End Patch" LF?

file: added | deleted | updated
added: "*** Add File: " TEXT LF ("+" TEXT? LF)+
deleted: "*** Delete File: " TEXT LF
updated: "*** Update File: " TEXT LF moved? changes?
moved: "*** Move to: " TEXT LF

changes: (seek | edit)+ last?
seek: "@@" (" " TEXT)? LF
edit: ("+" | "-" | " ") TEXT? LF
last: "*** End of File" LF

TEXT: /[^\n]+/

%import common.LF
""".lstrip()


class FilePatch(Struct, frozen=True, kw_only=True):
    """The change of one file; `diff` holds hunks, or "+" lines for a new file."""

    kind: Literal["add", "update", "delete"]
    path: str
    diff: str = ""
    move_to: str | None = None


def file_patch(operation: Operation) -> FilePatch:
    """Return the change that the operation of an `apply_patch_call` asks for."""
    match operation:
        case CreateFile(path=path, diff=diff):
            return FilePatch(kind="add", path=path, diff=diff)
        case UpdateFile(path=path, diff=diff):
            return FilePatch(kind="update", path=path, diff=diff)
        case DeleteFile(path=path):
            return FilePatch(kind="delete", path=path)
        case _:
            assert_never(operation)


def touched(patch: tuple[FilePatch, ...]) -> tuple[str, ...]:
    """Return every path that `patch` reads or writes, in order, once each."""
    paths = (path for file in patch for path in (file.path, file.move_to) if path)
    return tuple(dict.fromkeys(paths))


_BEGIN, _END = "*** Begin Patch", "*** End Patch"
_KINDS: dict[str, Literal["add", "update", "delete"]] = {
    "*** Add File:": "add",
    "*** Update File:": "update",
    "*** Delete File:": "delete",
}
_MOVE = "*** Move to:"
_HEREDOC = re.compile(r"(?:apply_patch\s+)?<<-?\s*(['\"]?)(\w+)\1")


def parse_patch(text: str) -> tuple[FilePatch, ...]:
    """Read the files of an enveloped patch.

    A heredoc around it is taken off, blanks around its markers are ignored, and so are blank
    lines between files. Raises PatchError that names the line, or the path, at fault.
    """
    lines = _inner(text)
    files: list[FilePatch] = []
    start = 0
    while start < len(lines):
        if not lines[start].strip():
            start += 1
            continue
        stop = _body_end(lines, start)
        files.append(_file(lines[start], lines[start + 1 : stop]))
        start = stop
    if not files:
        raise PatchError(
            "The patch names no file.",
            hint="Write '*** Add File: ', '*** Update File: ' or '*** Delete File: ' and a path.",
            param="patch",
        )
    return tuple(files)


def _inner(text: str) -> list[str]:
    """Return the lines between the markers of the envelope."""
    lines = [line.removesuffix("\r") for line in text.strip().split("\n")]
    heredoc = _HEREDOC.fullmatch(lines[0].strip())
    if heredoc and len(lines) > 1 and lines[-1].strip() == heredoc[2]:
        lines = lines[1:-1]
    for marker, line, word in (
        (_BEGIN, lines[0] if lines else "", "first"),
        (_END, lines[-1] if lines else "", "last"),
    ):
        if line.strip() != marker:
            raise PatchError(
                f"The {word} line of the patch is {line[:200]!r} instead of {marker!r}.",
                hint=f"Write the whole patch between {_BEGIN!r} and {_END!r}.",
                param="patch",
            )
    return lines[1:-1]


def _body_end(lines: list[str], start: int) -> int:
    """Return the index of the line that ends the file whose header is at `start`."""
    adds = lines[start].strip().startswith("*** Add File:")
    for place in range(start + 1, len(lines)):
        line = lines[place]
        if adds and line.strip() and not line.startswith("+"):
            return place
        if line.startswith("***") and line.strip() != END_OF_FILE and not _moves(line):
            return place
    return len(lines)


def _moves(line: str) -> bool:
    return line.strip().startswith(_MOVE)


def _file(header: str, body: list[str]) -> FilePatch:
    header = header.strip()
    marker = next((marker for marker in _KINDS if header.startswith(marker)), None)
    if marker is None:
        raise PatchError(
            f"This line begins no file of the patch: {header[:200]!r}.",
            hint=f"Begin each file with one of {', '.join(map(repr, _KINDS))} and its path.",
            param="patch",
        )
    path = safe_path(header.removeprefix(marker).strip())
    move_to = None
    if marker == "*** Update File:" and body and _moves(body[0]):
        move_to = safe_path(body[0].strip().removeprefix(_MOVE).strip())
        body = body[1:]
    file = FilePatch(
        kind=_KINDS[marker], path=path, diff="".join(f"{line}\n" for line in body), move_to=move_to
    )
    _check_body(file)
    return file


def _check_body(file: FilePatch) -> None:
    """Refuse a file whose body cannot be of its kind."""
    match file.kind:
        case "delete" if file.diff.strip():
            fault = f"The deletion of {file.path} is followed by lines."
        case "add" if not file.diff.strip():
            fault = f"The new file {file.path} has no '+' lines."
        case "update" if not read_hunks(file.diff, file.path) and not file.move_to:
            fault = f"The update of {file.path} holds no change."
        case _:
            return
    raise PatchError(fault, hint="Give each file its lines, or leave it out.", param="patch")


def apply_patch(
    files: Mapping[str, str | None], patch: tuple[FilePatch, ...]
) -> dict[str, str | None]:
    """Return the new text of every path that `patch` touches; None is a deleted file.

    `files` holds the present texts, None or nothing for absent ones. The whole patch is
    verified: raises PatchError on the first file that does not match, and nothing is returned.
    """
    result: dict[str, str | None] = {}
    for file in patch:
        path = safe_path(file.path)
        present = result[path] if path in result else files.get(path)
        result |= _applied(file, path, present)
    return result


def _applied(file: FilePatch, path: str, present: str | None) -> Iterator[tuple[str, str | None]]:
    if file.kind == "add":
        yield path, apply_diff(None, file.diff, path=path)
        return
    if present is None:
        raise PatchError(
            f"There is no file {path} to {file.kind}.",
            hint="Check the path; it is relative to the workspace.",
            param="path",
        )
    if file.kind == "delete":
        yield path, None
        return
    _check_body(file)
    if file.move_to:
        yield path, None
    yield safe_path(file.move_to or path), apply_diff(present, file.diff, path=path)


_DRIVE = re.compile(r"[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def safe_path(path: str) -> str:
    """Return `path` without `.` parts, if it stays inside the workspace by its form alone.

    Raises PatchError for an absolute path, `..`, an empty part, a backslash, a drive letter or
    a control character. Links are the business of whoever writes the file.
    """
    parts = [part for part in path.split("/") if part != "."]
    if path.startswith("/") or _DRIVE.match(path):
        fault = "is absolute"
    elif ".." in parts:
        fault = "leaves the workspace"
    elif not all(parts) or not parts:
        fault = "has an empty part"
    elif "\\" in path:
        fault = "holds a backslash"
    elif _CONTROL.search(path):
        fault = "holds a control character"
    else:
        return "/".join(parts)
    raise PatchError(
        f"The path {path!r} {fault}.",
        hint="Give a path relative to the workspace, such as 'src/module.py'.",
        param="path",
    )
