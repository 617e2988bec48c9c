"""Files that an order mentions as `@path`: their text for the model, their images as images."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path, PurePath

from msgspec import Struct

from quire.errors import RefusedError, UsageError
from quire.protocol.items import Message, Part, developer
from quire.tools import images

TEXT_BYTES = 32_768
"""Bytes of one mentioned file that are sent; the model can read on by itself."""

_MENTION = re.compile(r"""(?<![\w@./])@(?:"([^"\n]+)"|([^\s"'`,;:!?(){}\[\]<>]+))""")

Read = Callable[[str], bytes | None]


class Mentioned(Struct, frozen=True):
    """What the files of an order are to the model: messages before it, images beside it."""

    messages: tuple[Message, ...] = ()
    images: tuple[Part, ...] = ()


def mentioned(order: str, workspace: Path, read: Read, image_bytes: int) -> Mentioned:
    """Return the files that an order mentions; a word that names no file stays a word.

    `read` gives the bytes of a file of the workspace and refuses others. Raises RefusedError for
    a file outside, UsageError for an image that is too large.
    """
    messages: list[Message] = []
    shown: list[Part] = []
    for name in _names(order, workspace):
        data = read(name)
        if data is None:
            continue
        if images.kind_of(data):
            url = images.data_url(data, name, image_bytes)
            shown.append(Part(type="input_image", image_url=url, detail="auto"))
        else:
            messages.append(developer(_framed(name, data)))
    return Mentioned(tuple(messages), tuple(shown))


def _names(order: str, workspace: Path) -> Iterator[str]:
    """Yield each mentioned file of the workspace once, by its path below it."""
    seen: set[str] = set()
    for quoted, bare in _MENTION.findall(order):
        names = (quoted,) if quoted else (bare, bare.rstrip("."))
        path = next((p for name in names if (p := workspace / name).is_file()), None)
        if path is None:
            continue
        name = _below(path, workspace)
        if name not in seen:
            seen.add(name)
            yield name


def _below(path: Path, workspace: Path) -> str:
    if ".." in PurePath(path).parts or not path.is_relative_to(workspace):
        raise RefusedError(
            f"@{path} lies outside the workspace {workspace}.",
            hint="Copy it into the workspace, or give the text itself.",
            param="prompt",
        )
    return path.relative_to(workspace).as_posix()


def _framed(name: str, data: bytes) -> str:
    if b"\0" in data[:8_192]:
        raise UsageError(
            f"@{name} is neither text nor an image.",
            hint="Mention it without the @; the model can look at it with a command.",
            param="prompt",
        )
    text = data[:TEXT_BYTES].decode("utf-8", "ignore" if len(data) > TEXT_BYTES else "replace")
    rest = len(data) - TEXT_BYTES
    cut = f"\n[cut here; {rest:,} more bytes are in the file]" if rest > 0 else ""
    return f'<file path="{name}">\n{text}{cut}\n</file>'
