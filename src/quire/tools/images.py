"""Images of the workspace, as the data URLs that a model can look at."""

from __future__ import annotations

import base64

from quire.errors import UsageError

_KINDS = (
    ("image/png", 0, b"\x89PNG\r\n\x1a\n"),
    ("image/jpeg", 0, b"\xff\xd8\xff"),
    ("image/gif", 0, b"GIF8"),
    ("image/webp", 8, b"WEBP"),
)


def data_url(data: bytes, path: str, limit: int) -> str:
    """Return the image in `data` as a data URL; its kind is told by its first bytes.

    Raises UsageError when it is not PNG, JPEG, GIF or WebP, or longer than `limit` bytes.
    """
    kind = next((kind for kind, at, magic in _KINDS if data[at:].startswith(magic)), None)
    if kind is None:
        raise UsageError(
            f"'path' is {path!r}, which is not a PNG, JPEG, GIF or WebP image. "
            "Read it as text or convert it first.",
            param="path",
        )
    check_size(len(data), path, limit)
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def check_size(size: int, path: str, limit: int) -> None:
    """Raise UsageError when an image of `size` bytes is longer than `limit`."""
    if size > limit:
        raise UsageError(
            f"'path' is {path!r}, an image of {size:,} bytes; at most {limit:,} can be shown. "
            "Make a smaller copy first, for example with `convert -resize 1600x`.",
            param="path",
        )
