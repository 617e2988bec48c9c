"""Images, as the data URLs that a model can look at, made smaller where they are too large."""

from __future__ import annotations

import base64
import warnings
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING

from quire.errors import UsageError

if TYPE_CHECKING:
    from PIL.Image import Image

BOX = 2_048, 768
"""Pixels across and down that an image is made to fit (codex-agent facts, input layout)."""

_KINDS = (
    ("image/png", 0, b"\x89PNG\r\n\x1a\n"),
    ("image/jpeg", 0, b"\xff\xd8\xff"),
    ("image/gif", 0, b"GIF8"),
    ("image/webp", 8, b"WEBP"),
)
_MOST_PIXELS = 80_000_000
_SOURCE_BYTES = 64 * 1024 * 1024
"""Bytes of a file that is made smaller; a larger one is not opened."""


def kind_of(data: bytes) -> str | None:
    """Return the media type of an image by its first bytes, None for anything else."""
    return next((kind for kind, at, magic in _KINDS if data[at:].startswith(magic)), None)


def data_url(data: bytes, path: str, limit: int) -> str:
    """Return the image in `data` as a data URL, made to fit BOX where Pillow is installed.

    Raises UsageError when it is not PNG, JPEG, GIF or WebP, or longer than `limit` bytes.
    """
    kind = kind_of(data)
    if kind is None:
        raise UsageError(
            f"{path!r} is not a PNG, JPEG, GIF or WebP image. Read it as text or convert it first.",
            param="path",
        )
    if find_spec("PIL") is not None and len(data) <= _SOURCE_BYTES:
        data, kind = _fitted(data, kind)
    check_size(len(data), path, limit)
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def check_source(size: int, path: str, limit: int) -> None:
    """Raise UsageError when a file of `size` bytes is too long to be opened as an image."""
    check_size(size, path, limit if find_spec("PIL") is None else max(limit, _SOURCE_BYTES))


def check_size(size: int, path: str, limit: int) -> None:
    """Raise UsageError when an image of `size` bytes is longer than `limit`."""
    if size <= limit:
        return
    step = "Make a smaller copy first, for example with `convert -resize 1600x`."
    if find_spec("PIL") is None:
        step = "Have it made smaller: pip install 'quire[images]'. Or make a smaller copy first."
    raise UsageError(
        f"{path!r} is an image of {size:,} bytes; at most {limit:,} can be shown. {step}",
        param="path",
    )


def _fitted(data: bytes, kind: str) -> tuple[bytes, str]:
    """Return an image that fits BOX; one that fits, or cannot be read, comes back as it is."""
    from PIL import Image

    try:
        with warnings.catch_warnings(action="error"), Image.open(BytesIO(data)) as image:
            small = image.width <= BOX[0] and image.height <= BOX[1]
            if small or image.width * image.height > _MOST_PIXELS:
                return data, kind
            image.thumbnail(BOX)
            return _written(image, kind)
    except (OSError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return data, kind  # its upstream says what is wrong with it


def _written(image: Image, kind: str) -> tuple[bytes, str]:
    out = BytesIO()
    if kind == "image/jpeg":
        image.save(out, "JPEG", quality=85)
        return out.getvalue(), kind
    image.save(out, "PNG")
    return out.getvalue(), "image/png"
