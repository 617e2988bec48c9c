"""The simple commands of a shell script, where it is plain enough to be sure of them.

Whoever compares commands must see the words that the shell will see. So a script counts as plain
only when no expansion, substitution, redirection, glob, comment or control structure is in it:
what is left are words and quotes, which `shlex` reads as a shell does, and the operators between
simple commands.
"""

from __future__ import annotations

import re
import shlex
from pathlib import PurePath

Words = tuple[str, ...]

_OPERATOR = re.compile(r"&&|\|\||[;|\n]")
_UNPLAIN = frozenset("$`\\*?[]{}()<>#!&")
_IN_DOUBLE_QUOTES = frozenset("$`\\")
_BEFORE_TILDE = re.compile(r"[\w.^@/-]")
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*(\[.*\])?\+?=")
_RESERVED = frozenset(
    {"case", "coproc", "do", "done", "elif", "else", "esac", "fi", "for", "function", "if", "in"}
    | {"select", "then", "time", "until", "while"}
)
SHELLS = frozenset({"bash", "sh", "dash", "/bin/bash", "/bin/sh", "/bin/dash", "/usr/bin/bash"})
_SCRIPT_FLAGS = ("-c", "-lc")
_DEPTH = 2
"""How often one shell may be called inside another before nobody can be sure any more."""


def simple_commands(script: str, depth: int = 0) -> tuple[Words, ...] | None:
    """Return the simple commands of a script as words, None for one that is not plain.

    `bash -c SCRIPT` stands for the commands of its script.
    """
    pieces = _pieces(script)
    if pieces is None:
        return None
    found: list[Words] = []
    for piece in pieces:
        words = tuple(shlex.split(piece))
        inner = of_words(words, depth) if words else ()
        if inner is None:
            return None
        found += inner
    return tuple(found)


def of_words(words: Words, depth: int = 0) -> tuple[Words, ...] | None:
    """Return the simple commands that an argument list stands for, None where that is not sure."""
    if not words or not words[0] or _ASSIGNMENT.match(words[0]) or words[0] in _RESERVED:
        return None
    if words[0] in SHELLS and len(words) == 3 and words[1] in _SCRIPT_FLAGS:
        return simple_commands(words[2], depth + 1) if depth < _DEPTH else None
    return (words,)


def program(words: Words) -> str:
    """Return the name of the program that a simple command starts."""
    return PurePath(words[0]).name


def _pieces(script: str) -> list[str] | None:
    """Cut a script at its operators; return None where anything in it is not plain."""
    if not all(char.isprintable() or char in "\n\t" for char in script):
        return None
    pieces: list[str] = []
    quote, begin, place = "", 0, 0
    while place < len(script):
        char = script[place]
        if quote:
            if quote == '"' and char in _IN_DOUBLE_QUOTES:
                return None
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        elif operator := _OPERATOR.match(script, place):
            pieces.append(script[begin:place])
            begin = place = operator.end()
            continue
        elif not _is_plain(script, place):
            return None
        place += 1
    return None if quote else [*pieces, script[begin:]]


def _is_plain(script: str, place: int) -> bool:
    """Tell whether an unquoted character stands for itself; a tilde does within a word."""
    char = script[place]
    if char == "~":
        return place > 0 and _BEFORE_TILDE.match(script[place - 1]) is not None
    return char not in _UNPLAIN
