"""Rules about commands: which only read, and which a remembered prefix covers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from quire.agent.approvals_words import Words, program

_ASSIGNS = re.compile(r"\w+\+?:?=")


class _Versions(Struct, frozen=True):
    programs: frozenset[str]
    words: frozenset[str]


class _Reads(Struct, frozen=True):
    programs: frozenset[str]
    subcommands: dict[str, frozenset[str]]
    shapes: dict[str, tuple[str, ...]]
    versions: _Versions


class _Acts(Struct, frozen=True):
    words: frozenset[str] = frozenset()
    long: tuple[str, ...] = ()
    short: str = ""


class _Runs(Struct, frozen=True):
    programs: frozenset[str]
    families: str


class _Programs(Struct, frozen=True):
    programs: frozenset[str]


class _Table(Struct, frozen=True):
    reads: _Reads
    acts: dict[str, _Acts]
    runs: _Runs
    commands: _Programs


@cache
def _table() -> _Table:
    text = (files("quire.agent") / "approvals_commands.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), type=_Table)


def only_reads(words: Words) -> bool:
    """Tell whether a simple command is known to change nothing.

    A program that is named with its folder is not known: it may be any file.
    """
    name, *rest = words
    reads = _table().reads
    if "/" in name or _acts(name, rest):
        return False
    if name in reads.subcommands and rest and rest[0] in reads.subcommands[name]:
        return True
    if name in reads.shapes:
        return _fits(rest, reads.shapes[name])
    if len(rest) == 1 and name in reads.versions.programs and rest[0] in reads.versions.words:
        return True
    return name in reads.programs


def covered(words: Words, prefixes: Iterable[Words]) -> bool:
    """Tell whether one of the remembered prefixes allows a simple command."""
    return any(covers(prefix, words) for prefix in prefixes)


def covers(prefix: Words, words: Words) -> bool:
    """Tell whether a command begins with exactly the words of `prefix` and means no more by it.

    What follows the prefix must not start programs or set variables; a program that runs its own
    words, like a shell or an interpreter, must be called in exactly the same way.
    """
    if not prefix or words[: len(prefix)] != prefix:
        return False
    tail = words[len(prefix) :]
    if not tail:
        return True
    assigns = any(_ASSIGNS.match(word) for word in tail)
    return not (assigns or _runs_its_words(words) or _acts(program(words), tail))


def rememberable(words: Words, proposed: Sequence[str]) -> Words:
    """Return the prefix of a command to remember: the one proposed if it is narrow enough.

    Else the whole command.
    """
    prefix = tuple(proposed)
    narrow = len(prefix) > 1 or (prefix and program(prefix) not in _table().commands.programs)
    return prefix if narrow and covers(prefix, words) else words


def _runs_its_words(words: Words) -> bool:
    runs = _table().runs
    name = program(words)
    return name in runs.programs or re.fullmatch(runs.families, name) is not None


def _acts(name: str, words: Sequence[str]) -> bool:
    known = _table().acts.get(name)
    return known is not None and any(_is_act(known, word) for word in words)


def _is_act(acts: _Acts, word: str) -> bool:
    if word.partition("=")[0] in acts.words:
        return True
    if word.startswith("--"):
        option = word.partition("=")[0]
        return len(option) > 2 and any(known.startswith(option) for known in acts.long)
    return word.startswith("-") and any(letter in word for letter in acts.short)


def _fits(words: Sequence[str], shape: Sequence[str]) -> bool:
    if len(words) < len(shape):
        return False
    head, files_ = words[: len(shape)], words[len(shape) :]
    fits = all(re.fullmatch(form, word) for form, word in zip(shape, head, strict=True))
    return fits and not any(file.startswith("-") for file in files_)
