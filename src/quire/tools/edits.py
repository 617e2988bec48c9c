"""What a patch makes of files: every edit, verified before a byte is written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from msgspec import Struct

from quire.errors import PatchError
from quire.protocol.patches import FilePatch, apply_patch, touched, unified
from quire.protocol.records import Change
from quire.tools.encodings import Encoding, decode

Read = Callable[[str], bytes | None]
_LETTERS = {"add": "A", "update": "M", "delete": "D"}


class Edit(Struct, frozen=True):
    """The whole change of one file, in bytes; None is an absent file.

    `source` is the file it was moved from, whose mode it keeps.
    """

    path: str
    before: bytes | None
    after: bytes | None
    diff: str
    source: str | None = None

    @property
    def kind(self) -> Literal["add", "update", "delete"]:
        """Say what happens to the file."""
        if self.after is None:
            return "delete"
        return "add" if self.before is None else "update"

    def change(self) -> Change:
        """Return the record of the change."""
        return Change(
            path=self.path, kind=self.kind, before=digest(self.before), after=digest(self.after)
        )


def digest(data: bytes | None) -> str | None:
    """Return the SHA-256 of a file in hex, None for an absent one."""
    return None if data is None else hashlib.sha256(data).hexdigest()


def plan(patch: tuple[FilePatch, ...], read: Read) -> tuple[Edit, ...]:
    """Return the edits of a patch, each path once: files that come or stay, then those that go.

    `read` gives a file's bytes, None for an absent one. Raises PatchError on the first file
    that does not match, so that nothing need be written.
    """
    present = {path: read(path) for path in touched(patch)}
    updated = {file.path for file in patch if file.kind == "update"}
    texts: dict[str, str | None] = {}
    encodings: dict[str, Encoding] = {}
    for path, data in present.items():
        texts[path] = None if data is None else ""
        if data is not None and path in updated:
            texts[path], encodings[path] = decode(data, path)
    sources = {file.move_to: file.path for file in patch if file.move_to}
    _refuse_collisions(patch, present)
    edits = [
        _edit(path, text, present.get(path), (sources.get(path), encodings))
        for path, text in apply_patch(texts, patch).items()
    ]
    return tuple(sorted(edits, key=lambda edit: edit.after is None))


def _edit(
    path: str,
    text: str | None,
    before: bytes | None,
    origin: tuple[str | None, dict[str, Encoding]],
) -> Edit:
    source, encodings = origin
    encoding = encodings.get(source or path, Encoding())
    after = None if text is None else encoding.encode(text, path)
    return Edit(path, before, after, unified(path, _shown(before, path), text), source)


def _shown(data: bytes | None, path: str) -> str | None:
    try:
        return None if data is None else decode(data, path)[0]
    except PatchError:
        return ""  # a binary file that is deleted or replaced has no lines to show


def _refuse_collisions(patch: Sequence[FilePatch], present: dict[str, bytes | None]) -> None:
    free = {file.path for file in patch if file.kind == "delete" or file.move_to}
    for file in patch:
        target = file.move_to
        if target and target not in free and present.get(target) is not None:
            raise PatchError(
                f"{file.path} cannot move to {target}, which exists.",
                hint="Delete the target in the same patch, or choose another name.",
                param="patch",
            )


def summary(changes: Iterable[Change]) -> str:
    """Return what a model reads after success: adds, updates and deletes in the field's form."""
    listed = sorted(changes, key=lambda change: list(_LETTERS).index(change.kind))
    told = [f"{_LETTERS[change.kind]} {change.path}" for change in listed]
    return "\n".join(["Success. Updated the following files:", *told])
