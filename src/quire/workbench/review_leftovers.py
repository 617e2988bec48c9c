"""Checks of a review for what was there for its author alone: debuggers, prints, conflicts."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .review_diff import ChangedFile
from .review_view import Spot, View, short, spot

_DEBUGGERS = re.compile(
    r"^(breakpoint|(i?pdb|pudb|wdb|bpdb|pdbpp|IPython\.core\.debugger)\.(set_trace|post_mortem|Pdb)"
    r"|IPython\.embed|(celery\.contrib\.rdb|remote_pdb)\.set_trace|debugpy\.breakpoint"
    r"|debugpy\.wait_for_client)$"
)
# How people begin a line that they print for themselves.
_NOTE = re.compile(
    r"\W{0,5}(DEBUG\b|debug\s*([:=>\])-]|$)|(?i:(dbg|xxx+|wtf|asdf+|aaa+)\b|here\W*\d*\W*$))"
)
_OPENING = re.compile(r"<{7} \S")
_CLOSING = re.compile(r">{7} \S")


def debugger_left(view: View) -> Iterator[Spot]:
    """Find calls that stop the program in a debugger."""
    for call in view.touched(ast.Call):
        if _DEBUGGERS.match(view.called(call)):
            yield spot(
                call,
                "Debugger is left in the code",
                f"`{short(call)}` stops the program and waits for somebody at a terminal; where "
                "there is none it hangs or ends in an error. Take it out.",
            )


def debug_output(view: View) -> Iterator[Spot]:
    """Find prints that only their author can have wanted."""
    for call in view.touched(ast.Call):
        if view.called(call) not in ("print", "pprint.pprint", "pp") or not call.args:
            continue
        if _is_note(call.args[0]):
            yield spot(
                call,
                "Debug output is left in the code",
                f"`{short(call)}` looks like a note to oneself: whoever runs this gets it among "
                "the output. Take it out, or log it.",
            )


def _is_note(node: ast.expr) -> bool:
    if isinstance(node, ast.JoinedStr) and node.values:
        first = node.values[0]
        return isinstance(first, ast.Constant) and bool(_NOTE.match(str(first.value)))
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and bool(_NOTE.match(node.value))
    return isinstance(node, ast.Call) and ast.unparse(node.func) in ("locals", "globals")


def conflicts(file: ChangedFile) -> Iterator[Spot]:
    """Find the marks that git leaves where a merge did not go through."""
    lines = (file.after or "").splitlines()
    begin = [n for n in sorted(file.touched) if _OPENING.match(lines[n - 1])]
    end = [n for n in sorted(file.touched) if _CLOSING.match(lines[n - 1])]
    if begin and end and begin[0] < end[-1]:
        yield Spot(
            begin[0],
            begin[0],
            "Marks of a merge conflict are left in the file",
            f"`{lines[begin[0] - 1][:40]}` is git's: both sides of the conflict still stand in "
            "the file, and nobody has chosen between them.",
        )
