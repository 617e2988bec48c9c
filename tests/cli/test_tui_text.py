"""The pure parts of the terminal UI: hunks, folding, gauge, commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.cli.tui_hunks import Piece, pieces, rejection, without
from quire.cli.tui_images import image_of
from quire.cli.tui_lines import Line, diff, folded, gauge, money, plain, plan, tokens, wrapped
from quire.cli.tui_orders import parsed
from quire.errors import UsageError
from quire.protocol.patches import parse_patch
from quire.tools.edits import plan as plan_of_files

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
    words = rejection(pieces(PATCH), [3, 0])
    assert words == (
        "The person rejected hunk 1 of 4 (a.py: -one), hunk 4 of 4 (c.py: *** Delete File: c.py): "
        "they were left out, the rest was applied. Find another way, or do without."
    )


# The lines around the changes are alike, so that a hunk can only be placed after those before it.
ALIKE = [f"line {n}" if n % 4 == 0 else "line" for n in range(24)]
THREE = """\
*** Begin Patch
*** Update File: a.py
@@
 line
-line
+first
 line
 line 4
@@
-line
+second
 line
@@ line 12
+third
*** Update File: b.py
*** Move to: c.py
@@
-x
+y
*** Add File: d.py
+new
*** Delete File: e.py
*** End Patch"""


@pytest.mark.parametrize("mask", range(1, 64))
def test_what_is_left_of_a_patch_is_what_was_accepted(mask: int) -> None:
    accepted = [place for place in range(6) if mask & 1 << place]
    left = without(pieces(THREE), [place for place in range(6) if place not in accepted])
    assert left is not None
    before = {"a.py": "\n".join(ALIKE) + "\n", "b.py": "x\nz\n", "e.py": "gone\n"}
    files = {name: text.encode() for name, text in before.items()}
    edits = plan_of_files(parse_patch(left), files.get)
    after = {edit.path: edit.after.decode() if edit.after else None for edit in edits}
    lines = list(ALIKE)
    for place, at, word in ((0, 2, "first"), (1, 5, "second")):
        if place in accepted:
            lines[at] = word
    if 2 in accepted:
        lines.insert(13, "third")
    wanted: dict[str, str | None] = {"a.py": "\n".join(lines) + "\n"} if mask & 7 else {}
    wanted |= {"b.py": None, "c.py": "y\nz\n"} if 3 in accepted else {}
    wanted |= {"d.py": "new\n"} if 4 in accepted else {}
    wanted |= {"e.py": None} if 5 in accepted else {}
    assert after == wanted


def test_nothing_is_left_of_a_patch_that_is_rejected() -> None:
    assert without(pieces(THREE), range(6)) is None
    heredoc = f"apply_patch <<'E'\n{THREE}\nE\n"
    left = without(pieces(heredoc), [1, 2, 3, 4, 5])
    assert left is not None and left.startswith("apply_patch <<'E'\n") and left.endswith("\nE\n")


def test_a_pasted_path_is_an_image_only_when_it_is_one(tmp_path: Path) -> None:
    image = tmp_path / "a shot.PNG"
    image.write_bytes(b"x")
    (tmp_path / "notes.txt").write_text("x")
    escaped = str(image).replace(" ", "\\ ")
    address = "file://" + str(image).replace(" ", "%20")
    pasted = [str(image), f"'{image}'\n", f'"{image}" ', escaped, address]
    assert [image_of(text) for text in pasted] == [image] * 5
    others = [f"see {image}", f"{image}\n{image}", "a shot.PNG", f"{tmp_path}/b.png", "'", ""]
    assert [image_of(text) for text in (*others, str(tmp_path / "notes.txt"))] == [None] * 7


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
