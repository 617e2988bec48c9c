"""Skills: folders of instructions that a model is told of, and reads when it needs them.

The format is that of Codex and Claude Code: SKILL.md begins with `name` and `description` between
two lines of dashes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from quire.errors import SettingsError
from quire.protocol.items import Message, developer

FILE = "SKILL.md"
LISTED_BYTES = 4_096
_SHORT = 240
_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*$", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"^(name|description):[ \t]*(.*(?:\n[ \t]+.*)*)$", re.MULTILINE)
_HEAD = (
    "Skills are instructions for certain tasks, kept in files. When a task fits one, read its "
    "file first (`cat`), then follow it; paths in it are relative to its folder."
)


class Skill(Struct, frozen=True):
    """One skill: what it is called, what it is for, and the file that holds it."""

    name: str
    description: str
    path: Path


def found(folders: Iterable[Path]) -> tuple[Skill, ...]:
    """Return the skills of `folders`, each a folder with a SKILL.md; the first of a name counts.

    Raises SettingsError for a file without name or description, or one that cannot be read.
    """
    skills: dict[str, Skill] = {}
    for folder in folders:
        for path in sorted(folder.glob(f"*/{FILE}")):
            skill = _read(path)
            skills.setdefault(skill.name, skill)
    return tuple(skills.values())


def told(skills: Sequence[Skill]) -> tuple[Message, ...]:
    """Return the message that lists skills, none where there are none.

    It is cut at LISTED_BYTES, and then says how many it leaves out.
    """
    if not skills:
        return ()
    lines = list(_within(skills))
    left = len(skills) - len(lines)
    more = [f"- and {left} more in the same folders"] if left else []
    text = "\n".join(["<skills_instructions>", _HEAD, *lines, *more, "</skills_instructions>"])
    return (developer(text),)


def _within(skills: Sequence[Skill]) -> Iterator[str]:
    room = LISTED_BYTES
    for skill in skills:
        line = f"- {skill.name}: {skill.description[:_SHORT]} (file: {skill.path})"
        room -= len(line.encode()) + 1
        if room < 0:
            return
        yield line


def _read(path: Path) -> Skill:
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise SettingsError(
            f"{path} cannot be read: {error.strerror}", hint="Correct its rights or move it away."
        ) from error
    front = _FRONT.match(text)
    fields = {name: _plain(value) for name, value in _FIELD.findall(front[1] if front else "")}
    if not (fields.get("name") and fields.get("description")):
        raise SettingsError(
            f"{path} does not begin with a name and a description.",
            hint="Begin it with ---, `name: …`, `description: …`, ---; or move it away.",
        )
    return Skill(fields["name"], fields["description"], path)


def _plain(value: str) -> str:
    """Return a value of the front matter in one line: quoted, folded (`>`, `|`) or bare."""
    text = " ".join(value.split())
    text = re.sub(r"\A[>|][-+]?\s+", "", text)
    quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
    return text[1:-1] if quoted else text
