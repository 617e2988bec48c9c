"""Lines of the terminal UI: text that is safe to show, and how it looks; pure functions."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from quire.sandbox.display import visible

FIRST, LAST = 3, 4
"""Lines of a folded output that are shown; what lies between them is counted."""
DIFF_SHOWN = 30
"""Lines of a folded diff."""
_COLOURS = re.compile(r"\x1b\[[0-9;:]*m")
_DIFF_LOOKS = {"+": "ansi_green", "-": "ansi_red", "@": "ansi_cyan"}
_HEADERS = ("+++", "---")
_CELLS = 10


class Line(NamedTuple):
    """A line and its look: names of a colour, `bold`, `dim`; empty for plain text."""

    text: str
    look: str = ""


def plain(text: str) -> str:
    """Return `text` without any escape or control character but line breaks."""
    return _COLOURS.sub("", visible(text)).expandtabs(4)


def look(fg: str | None, bold: bool | None, dim: bool | None) -> str:
    """Return the look for a colour's name and weights."""
    words = (f"ansi_{fg}" if fg else "", "bold" if bold else "", "dim" if dim else "")
    return " ".join(word for word in words if word)


def texts(text: str, style: str = "", indent: str = "  ") -> list[Line]:
    """Return the lines of a text, indented."""
    return [Line(f"{indent}{line}", style) for line in plain(text).strip("\n").split("\n")]


def diff(text: str) -> list[Line]:
    """Return a unified diff, coloured; what was added and removed is told by its first letter."""
    return [
        Line(
            f"  {line}",
            "bold" if line[:3] in _HEADERS else _DIFF_LOOKS.get(line[:1], ""),
        )
        for line in plain(text).splitlines()
    ]


def folded(lines: Sequence[Line], first: int = FIRST, last: int = LAST) -> list[Line]:
    """Return the first and the last lines, and between them how many are hidden."""
    hidden = len(lines) - first - last
    if hidden <= 1:
        return list(lines)
    mark = Line(f"    … {hidden} more lines (Ctrl-O shows them)", "dim")
    return [*lines[:first], mark, *lines[len(lines) - last :]]


def wrapped(lines: Sequence[Line], width: int) -> list[Line]:
    """Return lines of at most `width` letters; what is broken keeps its indentation."""
    found: list[Line] = []
    for line in lines:
        indent = line.text[: len(line.text) - len(line.text.lstrip())][: width // 2]
        parts = textwrap.wrap(
            line.text, width, subsequent_indent=indent, replace_whitespace=False,
            expand_tabs=False, break_on_hyphens=False,
        ) if len(line.text) > width else [line.text]  # fmt: skip
        found += [Line(part, line.look) for part in parts]
    return found


def gauge(used: int, window: int | None) -> str:
    """Return how full the context is: the last request's tokens of the model's window."""
    if not window:
        return f"{tokens(used)} tokens"
    share = min(used / window, 1.0)
    full = round(share * _CELLS)
    return f"[{'#' * full}{'.' * (_CELLS - full)}] {share:.0%} of {tokens(window)}"


def tokens(count: int) -> str:
    """Return a count of tokens in short: 950, 12.3k, 272k."""
    if count < 1000:
        return str(count)
    return f"{count / 1000:.1f}k" if count < 100_000 else f"{count // 1000}k"


def money(dollars: float | None) -> str:
    """Return an amount in US dollars; one that nobody tells is a dash."""
    return "$ -" if dollars is None else f"${dollars:.4f}"


_MARKS = {"completed": "[x]", "in_progress": "[>]", "pending": "[ ]"}


def plan(steps: Iterable[tuple[str, str]]) -> list[Line]:
    """Return a plan, a line a step; each step is its words and its status."""
    looks = {"completed": "dim", "in_progress": "bold"}
    return [
        Line(f"  {_MARKS.get(status, '[ ]')} {plain(step)}", looks.get(status, ""))
        for step, status in steps
    ]


def plan_in_short(steps: Sequence[tuple[str, str]]) -> str:
    """Return a plan's state in one line, empty without a plan."""
    if not steps:
        return ""
    done = sum(1 for _, status in steps if status == "completed")
    now = next((step for step, status in steps if status == "in_progress"), "")
    return plain(f"plan {done}/{len(steps)}{f' · {now}' if now else ''}").replace("\n", " ")
