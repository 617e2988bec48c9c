"""Escape as a key that is heard at once, at a terminal that goes on to edit and echo lines itself.

The terminal takes Escape for the end of a line (VEOL, termios(3)); nothing else of it changes, so
a process that is killed leaves nothing behind that a shell would notice. Keys such as the arrows
begin with Escape too: what follows within a moment tells them from Escape alone.
"""

from __future__ import annotations

import copy
import os
import re
import termios
from collections.abc import Iterator
from contextlib import contextmanager

ESCAPE = b"\x1b"
MOMENT = 0.05
"""Seconds within which the rest of a key arrives, over slow lines too."""

_LOCAL, _CONTROL = 3, 6
_KEY = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|O.|.)?", re.DOTALL)
_LONGEST = 4096


@contextmanager
def heard_at_once(keys: int) -> Iterator[None]:
    """Let Escape end a line at the terminal `keys`; where it is none, nothing changes."""
    if not _is_ours(keys):
        yield
        return
    before = termios.tcgetattr(keys)
    ending = copy.deepcopy(before)
    ending[_CONTROL][termios.VEOL] = ESCAPE
    termios.tcsetattr(keys, termios.TCSANOW, ending)
    try:
        yield
    finally:
        if in_front(keys):
            termios.tcsetattr(keys, termios.TCSANOW, before)


def rest_of_line(keys: int) -> bytes:
    """Take what was typed since the last end of a line, without waiting for anything."""
    if not _is_ours(keys):
        return b""
    modes = termios.tcgetattr(keys)
    raw = copy.deepcopy(modes)
    raw[_LOCAL] &= ~termios.ICANON
    raw[_CONTROL][termios.VMIN] = raw[_CONTROL][termios.VTIME] = 0
    termios.tcsetattr(keys, termios.TCSANOW, raw)
    try:
        return os.read(keys, _LONGEST)
    finally:
        termios.tcsetattr(keys, termios.TCSANOW, modes)


def without_keys(typed: bytes) -> bytes:
    """Return what was typed, without the keys that are no letters."""
    return _KEY.sub(b"", typed)


def in_front(keys: int) -> bool:
    """Tell whether a terminal is this program's to use: in the background that would stop it."""
    try:
        return os.tcgetpgrp(keys) == os.getpgrp()
    except OSError:
        return True  # it controls no job


def _is_ours(keys: int) -> bool:
    """Tell whether there is a terminal, and no other job has it."""
    return os.isatty(keys) and in_front(keys)
