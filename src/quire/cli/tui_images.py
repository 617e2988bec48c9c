"""Images whose paths are pasted, as a terminal does with a file that is dropped on it."""

from __future__ import annotations

import shlex
from pathlib import Path
from urllib.parse import unquote, urlsplit

_SUFFIXES = frozenset({".gif", ".jpeg", ".jpg", ".png", ".webp"})
_LONGEST = 4_096


def image_of(pasted: str) -> Path | None:
    """Return the image that a pasted text names and nothing else, None for any other text.

    The path is whole (`/…`, `~/…` or `file://…`); quotes and backslashes are a shell's.
    """
    text = pasted.strip()
    if len(text) > _LONGEST or "\n" in text:
        return None
    try:
        words = shlex.split(text)
    except ValueError:
        return None
    name = words[0] if len(words) == 1 else text
    if name.startswith("file://"):
        name = unquote(urlsplit(name).path)
    if not name.startswith(("/", "~/")):
        return None
    path = Path(name).expanduser()
    return path if path.suffix.lower() in _SUFFIXES and path.is_file() else None
