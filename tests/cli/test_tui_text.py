"""The pure parts of the terminal UI: hunks, folding, gauge, commands."""

from __future__ import annotations

import pytest

from quire.cli.tui_hunks import Piece, pieces, rejection
from quire.cli.tui_lines import Line, diff, folded, gauge, money, plain, plan, tokens, wrapped
from quire.cli.tui_orders import parsed
from quire.errors import UsageError

PATCH = """\
*** Begin Patch
*** Update File: a.py
@@ class A:
@@ def f():
-one
+two
@@
 kept
+three
*** Add File: b.py
+new
*** Delete File: c.py
*** End Patch"""


def test_every_line_of_a_patch_is_in_one_piece() -> None:
    lines = PATCH.split("\n")
    assert pieces(PATCH) == (
        Piece("a.py", tuple(lines[:6])),
        Piece("a.py", tuple(lines[6:9])),
        Piece("b.py", tuple(lines[9:11])),
        Piece("c.py", tuple(lines[11:])),
    )


@pytest.mark.parametrize(
    "text",
    [
        PATCH,
        "",
        "no patch at all\n@@\n",
        "update_file x y.py\n@@\n-a\n+b",
        f"x <<'E'\n{PATCH}\nE\n",
    ],
)
def test_no_line_is_lost_or_hidden(text: str) -> None:
    assert "\n".join(line for piece in pieces(text) for line in piece.lines) == text


def test_the_operation_of_a_native_call_is_a_file() -> None:
    found = pieces("update_file x y.py\n@@\n-a\n+b\n@@\n-c\n+d")
    assert [piece.path for piece in found] == ["x y.py", "x y.py"]


def test_the_words_name_what_was_rejected() -> None:
    found = pieces(PATCH)
    everything = rejection(found, range(len(found)))
    assert everything.startswith("rejected hunk 1 of 4 (a.py: -one), hunk 2 of 4 (a.py: +three), ")
    assert everything.endswith("hunk 4 of 4 (c.py: *** Delete File: c.py). Nothing was written.")


def test_lines() -> None:
    ten = [Line(str(number)) for number in range(10)]
    mark = Line("    … 3 more lines (Ctrl-O shows them)", "dim")
    assert folded(ten) == [*ten[:3], mark, *ten[6:]]
    assert folded(ten[:8]) == ten[:8]
    assert plain("a\x1b[31mb\x1b[0m\x1b]8;;x\x07c\td\u202e") == "abc d"
    assert wrapped([Line("  one two three", "dim")], 9) == [
        Line("  one two", "dim"), Line("  three", "dim")
    ]  # fmt: skip
    assert diff("+a\n-b\n+++ c\n d") == [
        Line("  +a", "ansi_green"), Line("  -b", "ansi_red"), Line("  +++ c", "bold"), Line("   d"),
    ]  # fmt: skip
    assert plan([("Look\x1b[2J", "completed"), ("Do", "pending")]) == [
        Line("  [x] Look", "dim"), Line("  [ ] Do")
    ]  # fmt: skip


def test_figures() -> None:
    assert [tokens(n) for n in (0, 950, 12_345, 272_000)] == ["0", "950", "12.3k", "272k"]
    assert gauge(136_000, 272_000) == "[#####.....] 50% of 272k"
    assert gauge(400_000, 272_000) == "[##########] 100% of 272k"
    assert gauge(1_100, None) == "1.1k tokens"
    assert (money(None), money(0.01234)) == ("$ -", "$0.0123")


def test_what_is_a_command() -> None:
    assert parsed("/model  quire/max ") == ("model", "quire/max")
    assert parsed("/etc/hosts is wrong") is None
    assert parsed("why 1/2?") is None
    with pytest.raises(UsageError, match="no /modle"):
        parsed("/modle x")
