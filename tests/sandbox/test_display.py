"""Output on a terminal: colours stay, everything that steers the terminal goes."""

from __future__ import annotations

import pytest

from quire.sandbox.display import visible

CASES = [
    ("plain\ttext\n", "plain\ttext\n"),
    ("\x1b[1;31mred\x1b[0m", "\x1b[1;31mred\x1b[0m"),
    ("\x1b]52;c;ZXZpbA==\x07after", "after"),
    ("\x1b]52;c;ZXZpbA==\x1b\\after", "after"),
    ("\x9d52;c;ZXZpbA==\x9cafter", "after"),
    ("\x1bP1$r0m\x1b\\after", "after"),
    ("\x1b[2Jcleared\x1b[H", "cleared"),
    ("\x9b2Jcleared", "cleared"),
    ("\x1b[6n\x1b[c", ""),
    ("\x1b(0graphics\x1bc", "graphics"),
    ("unfinished\x1b]0;title", "unfinished"),
    ("over\rwritten\b\b\x7f", "overwritten"),
    ("line\r\n", "line\n"),
    ("a\u202etxt.exe", "atxt.exe"),
    ("\x1b\x1b[31mred", "\x1b[31mred"),
    ("\x1b[\x1b[31m", "\x1b[31m"),
]


@pytest.mark.parametrize(("raw", "shown"), CASES)
def test_visible(raw: str, shown: str) -> None:
    assert visible(raw) == shown
