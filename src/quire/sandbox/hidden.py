"""Files that a person keeps from models: `.quireignore`, in the syntax of gitignore(5)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from quire.errors import RefusedError

FILE = ".quireignore"
_UNTOUCHED = frozenset({".git"})
_TOKEN = re.compile(r"\*\*/|/\*\*$|\*+|\?|\[[!^]?\]?[^\]]*\]|\\.|.", re.DOTALL)


class _Rule(Struct, frozen=True):
    pattern: re.Pattern[str]
    hides: bool
    folders_only: bool


def lines_of(folder: Path) -> tuple[str, ...]:
    """Return the lines of a folder's `.quireignore`, none where there is no such file.

    Raises RefusedError for one that cannot be read: what it hides would be open.
    """
    path = folder / FILE
    try:
        return tuple(path.read_text(encoding="utf-8").splitlines())
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except (OSError, ValueError) as error:
        raise RefusedError(
            f"{path} cannot be read ({error}), so nobody knows what it hides.",
            hint="Correct it, or move it away.",
            param="hidden",
        ) from error


class Hidden:
    """What `.quireignore` files hide below a workspace, as gitignore(5) says.

    `lines` are those of the file at its top. One in a deeper folder holds below that folder and
    comes before those above; in a file the last match counts. What was hidden once stays so under
    another name: its inode is remembered.
    """

    def __init__(self, workspace: Path, lines: Sequence[str]) -> None:
        self._workspace = str(workspace)
        self._top = _rules(lines)
        self._deeper: dict[str, tuple[_Rule, ...]] = {}
        self._known: set[int] = set()

    def covers(self, name: str) -> bool:
        """Tell whether a file of this relative name is hidden, or a folder above it is.

        Raises RefusedError for a `.quireignore` on the way that cannot be read.
        """
        parts = name.split("/")
        folders = ("/".join(parts[:end]) for end in range(1, len(parts)))
        return self._matches(name, folder=False) or any(
            self._matches(folder, folder=True) for folder in folders
        )

    def paths(self, *, deeper: bool = True) -> tuple[Path, ...]:
        """Return every hidden file and folder that is there now; nothing below a hidden folder.

        `deeper` says that there may be a `.quireignore` below the top. Raises RefusedError for
        one that cannot be read.
        """
        if not self._top and not deeper:
            return ()
        return tuple(map(Path, self._found(self._workspace, "")))

    def _found(self, folder: str, above: str) -> Iterator[str]:
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError:
            return  # gone, or closed to us and so to the commands
        if above:
            has = any(entry.name == FILE for entry in listed)
            self._deeper[above] = _rules(lines_of(Path(folder))) if has else ()
        for entry in listed:
            name = f"{above}{entry.name}"
            if entry.is_symlink() or name in _UNTOUCHED:
                continue  # what a link leads to has a name of its own
            is_folder = entry.is_dir(follow_symlinks=False)
            if entry.inode() in self._known or self._matches(name, folder=is_folder):
                self._known.add(entry.inode())
                yield entry.path
            elif is_folder:
                yield from self._found(entry.path, f"{name}/")

    def _matches(self, name: str, *, folder: bool) -> bool:
        end = len(name)
        while True:
            end = name.rfind("/", 0, end)
            above = name[: end + 1]
            for rule in reversed(self._rules_in(above)):
                said = folder or not rule.folders_only
                if said and rule.pattern.fullmatch(name, len(above)):
                    return rule.hides
            if end < 0:
                return False

    def _rules_in(self, above: str) -> tuple[_Rule, ...]:
        if not above:
            return self._top
        if above not in self._deeper:
            self._deeper[above] = _rules(lines_of(Path(self._workspace, above)))
        return self._deeper[above]


def _rules(lines: Sequence[str]) -> tuple[_Rule, ...]:
    return tuple(rule for line in lines if (rule := _rule(line)) is not None)


def _rule(line: str) -> _Rule | None:
    text = re.sub(r"(?<!\\)[ \t]+$", "", line)
    if not text or text.startswith("#"):
        return None
    hides = not text.startswith("!")
    text = text if hides else text[1:]
    folders_only = text.endswith("/")
    text = text.rstrip("/")
    anchored = "/" in text
    pattern = "".join(map(_translated, _TOKEN.findall(text.lstrip("/"))))
    return _Rule(re.compile(pattern if anchored else f"(?:.*/)?{pattern}"), hides, folders_only)


def _translated(token: str) -> str:
    if token == "**/":
        return "(?:.*/)?"
    if token == "/**":
        return "/.*"
    if token.startswith("*"):
        return "[^/]*"
    if token == "?":
        return "[^/]"
    if token.startswith("[") and token.endswith("]") and len(token) > 2:
        inside = token[1:-1].replace("\\", "\\\\")
        return f"[{'^' + inside[1:] if inside[0] in '!^' else inside}]"
    return re.escape(token[1:] if token.startswith("\\") else token)
