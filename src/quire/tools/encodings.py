"""Text of a file and its encoding, so that a change leaves every other byte as it was."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from quire.errors import PatchError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True)
class Encoding:
    """How a file's text is stored: a codec and the byte order mark in front."""

    codec: str = "utf-8"
    mark: bytes = b""

    def encode(self, text: str, path: str) -> bytes:
        """Return the file's bytes; raise PatchError for a character it cannot hold."""
        try:
            return self.mark + text.encode(self.codec)
        except UnicodeEncodeError as error:
            raise PatchError(
                f"{path} is stored as {self.codec}, which has no {text[error.start]!r}.",
                hint="Use characters of that encoding, or convert the file first.",
            ) from error


def decode(data: bytes, path: str) -> tuple[str, Encoding]:
    """Return the text of a file and its encoding: a Unicode one, else Latin-1.

    Raises PatchError for a binary file.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], codec, path), Encoding(codec, mark)
    if b"\0" in data:
        raise _binary(path)
    try:
        return data.decode("utf-8"), Encoding()
    except UnicodeDecodeError:
        return data.decode("latin-1"), Encoding("latin-1")


def _decoded(data: bytes, codec: str, path: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise _binary(path) from error


def _binary(path: str) -> PatchError:
    return PatchError(
        f"{path} is a binary file; a patch changes text only.",
        hint="Change it with a command, or delete it and add a text file.",
    )
