"""The terminal UI: whole sessions with a scripted upstream and real walls, at 80 by 24."""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from textual.events import Paste

from tests.cli.line import Line, Serve, words_of
from tests.cli.tui_seat import Seat, seat

MODEL = "gpt-5.1-codex"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
USAGE = {"input_tokens": 12_000, "output_tokens": 500, "total_tokens": 12_500}
CODE = "def initials(names):\n    return ''.join(name[1] for name in names)\n"
TESTS = """\
import unittest

from words import initials


class Words(unittest.TestCase):
    def test_initials(self):
        self.assertEqual(initials(["Ada", "Lovelace"]), "AL")
"""
FIX = """\
*** Begin Patch
*** Update File: words.py
@@ def initials(names):
-    return ''.join(name[1] for name in names)
+    return ''.join(name[0] for name in names)
*** End Patch"""


VERDICT = """
  --- a/words.py
  +++ b/words.py
  @@ -1,2 +1,2 @@
   def initials(names):
  -    return ''.join(name[1] for name in names)
  +    return ''.join(name[0] for name in names)

  The first letter is meant.

  tests after: 1 passed, 0 failed (N s)
  once more: 1 passed, 0 failed (N s)

FIXED  1 failing test passes now, none broke, and a second run agrees.
""".strip("\n").split("\n")
WORK = """
  plan
  [x] Look
  [>] Repair

  tests before: 0 passed, 1 failed (N s)
    ✗ test_words.Words.test_initials

  $ seq 20
    1
    2
    3
    … 13 more lines (Ctrl-O shows them)
    17
    18
    19
    20
""".strip("\n").split("\n")


STATE = """
plan 1/2 · Repair
────────────────────────────────────────────────────────────────────────────────
What is to be done? /help lists the commands.
gpt-5.1-codex · [..........] 4% of 272k · $0.0400 · ready
""".strip("\n").split("\n")


@pytest.fixture
def own(line: Line, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Return what gives this process the line's environment, once an upstream is there."""

    def take() -> None:
        for name, value in line.environment.items():
            monkeypatch.setenv(name, value)

    return take


Work = Callable[[Seat], Awaitable[None]]


def at(line: Line, work: Work, **flags: object) -> None:
    """Open the UI and do `work` at it."""

    async def whole() -> None:
        async with seat(line, model=MODEL, **flags) as one:
            await work(one)

    asyncio.run(whole())


def runs(command: str, **fields: object) -> dict[str, Any]:
    call = {"name": "shell_command", "arguments": {"command": command, **fields}}
    return {"calls": [call], "usage": USAGE}


def patches(text: str) -> dict[str, Any]:
    return {
        "items": [
            {"type": "custom_tool_call", "call_id": "p", "name": "apply_patch", "input": text}
        ]
    }


def outputs(log: Path) -> list[str]:
    """Return the outputs that the upstream was shown last."""
    body = json.loads(log.read_text().splitlines()[-1])["body"]
    return [item["output"] for item in body["input"] if item["type"].endswith("call_output")]


def orders(log: Path) -> list[str]:
    """Return what the person said, as the upstream was shown it last."""
    body = json.loads(log.read_text().splitlines()[-1])["body"]
    said = [item for item in body["input"] if item.get("role") == "user"]
    return [words_of(item) for item in said]


def masked(rows: list[str]) -> list[str]:
    """Return a screen without its head, its scroll bar, and the seconds of this run."""
    rows = [re.sub(r"\s*[▁-█]$", "", row) for row in rows[1:]]
    return [re.sub(r"\d+\.\d+ s\b", "N s", row) for row in rows]


def test_an_order_its_command_its_diff_and_its_verdict(
    line: Line, upstream: Serve, own: Callable[[], None]
) -> None:
    (line.folder / "words.py").write_text(CODE)
    (line.folder / "test_words.py").write_text(TESTS)
    plan = {"plan": [{"step": "Look", "status": "completed"},
                     {"step": "Repair", "status": "in_progress"}]}  # fmt: skip
    upstream(
        {"calls": [{"name": "update_plan", "arguments": plan}]},
        runs("seq 20"), patches(FIX), {"text": "The first letter is meant.", "usage": USAGE},
    )  # fmt: skip
    own()

    async def work(one: Seat) -> None:
        await one.gives("make the tests pass")
        await one.waits_for("plan 1/2 · Repair")
        await one.waits_for("FIXED")
        await one.waits_for_the_end()
        rows = masked(one.screen())
        start = rows.index(VERDICT[0])
        assert rows[start : start + len(VERDICT)] == VERDICT
        assert rows[-len(STATE) :] == STATE
        assert one.sees("  files: words.py (update)")
        await one.presses("pageup")
        await one.waits_for("… 13 more lines (Ctrl-O shows them)")
        rows = masked(one.screen())
        start = rows.index(WORK[0])
        assert rows[start : start + len(WORK)] == WORK
        await one.presses("shift+tab", "enter")  # the entry above the line that is typed into
        await one.waits_until(lambda: one.sees("    9") and not one.sees("more lines"))
        await one.presses("enter", "tab")
        await one.gives("/diff")
        await one.waits_for("+++ b/words.py")
        await one.gives("/undo")
        await one.waits_for("Back to before turn 1")
        assert (line.folder / "words.py").read_text() == CODE

    at(line, work)


def test_a_yes_runs_it_and_a_no_goes_to_the_model(
    line: Line, upstream: Serve, own: Callable[[], None]
) -> None:
    log = upstream(runs("touch one"), runs("touch two"), {"text": "Then not."})
    own()

    async def work(one: Seat) -> None:
        await one.gives("go")
        await one.waits_for("[y] yes")
        for words in ("The model wants to run this:", "  | touch one", str(line.folder)[:50],
                      "a yes  it runs once, inside the walls", "[r] remember"):  # fmt: skip
            assert one.sees(words), words
        await one.presses("y")
        await one.waits_for("| touch two")
        await one.presses("n", *"not now", "enter")
        await one.waits_for_the_end()

    at(line, work, approvals="untrusted", verify=False)
    assert [path.name for path in line.folder.iterdir()] == ["one"]
    assert outputs(log)[-1] == "The person said no to this. They say: not now"


def test_hunks_are_judged_one_by_one(line: Line, upstream: Serve, own: Callable[[], None]) -> None:
    before = "a\nb\nc\nd\ne\nf\n"
    (line.folder / "letters.txt").write_text(before)
    patch = """\
*** Begin Patch
*** Update File: letters.txt
@@
-a
+A
@@
-f
+F
*** End Patch"""
    log = upstream(patches(patch), patches(patch.replace("-a\n+A", "-A\n+a")), {"text": "So."})
    own()

    async def work(one: Seat) -> None:
        await one.gives("go")
        await one.waits_for("[x] accepted  hunk 2 of 2  letters.txt")
        await one.presses("down", "space")
        await one.waits_for("[ ] REJECTED  hunk 2 of 2")
        assert one.sees("[x] accepted  hunk 1 of 2") and one.sees("[y] all but 1 rejected")
        await one.presses("y")
        await one.waits_for("hunk 2 of 2  letters.txt")
        await one.presses("space", "down", "space")
        await one.waits_for("[y] reject all of it")
        await one.presses("y")
        await one.waits_for_the_end()

    at(line, work, approvals="untrusted", verify=False)
    assert (line.folder / "letters.txt").read_text() == "A\nb\nc\nd\ne\nf\n"
    applied, rejected = outputs(log)
    assert "M letters.txt" in applied
    assert applied.endswith(
        "The person rejected hunk 2 of 2 (letters.txt: -f): it was left out, the rest was "
        "applied. Find another way, or do without."
    )
    assert rejected == "The person said no to this. They say: Every hunk of it is rejected."


def test_changes_are_allowed_for_the_session_and_no_longer(
    line: Line, upstream: Serve, own: Callable[[], None]
) -> None:
    def adds(name: str) -> dict[str, Any]:
        return patches(f"*** Begin Patch\n*** Add File: {name}\n+x\n*** End Patch")

    upstream(
        adds("one"), adds("two"), {"text": "First."}, adds("three"), runs("touch four"),
        {"text": "Second."},
    )  # fmt: skip
    own()

    async def work(one: Seat) -> None:
        await one.gives("go")
        await one.waits_for("[a] yes to all")
        await one.presses("a")
        await one.waits_for("First.")
        await one.waits_for_the_end()
        await one.gives("/status")
        await one.waits_for("changes  of files are allowed in this session")
        await one.gives("more")
        await one.waits_for("The model wants to run this:")
        assert (line.folder / "three").exists()
        assert not one.sees("[a]")
        await one.presses("y")
        await one.waits_for("Second.")
        await one.waits_for_the_end()
        await one.gives("/approvals untrusted")
        await one.waits_for("approvals are untrusted")
        assert one.app.desk is not None and not one.app.desk.standing.patches

    at(line, work, approvals="untrusted", verify=False)


def test_a_hook_hears_of_a_compaction_by_hand_and_may_refuse_it(
    line: Line, upstream: Serve, own: Callable[[], None]
) -> None:
    hook = "cat > ../heard; echo not now >&2; exit 2"
    settings = line.home / "quire" / "config.toml"
    settings.parent.mkdir(exist_ok=True)
    settings.write_text(
        f"[[hooks.PreCompact]]\nmatcher = 'manual'\nhooks = [{{ command = '{hook}', "
        "sandbox = 'off' }]\n"
    )
    upstream({"text": "Hello."})
    own()

    async def work(one: Seat) -> None:
        await one.asks("go", "Hello.")
        await one.gives("/compact keep the names")
        await one.waits_for("A hook refused this: not now")

    at(line, work, verify=False)
    heard = json.loads((line.folder.parent / "heard").read_text())
    assert (heard["trigger"], heard["custom_instructions"]) == ("manual", "keep the names")


def test_a_pasted_image_goes_with_its_message_alone(
    line: Line, upstream: Serve, own: Callable[[], None]
) -> None:
    image = line.home / "shot.png"
    image.write_bytes(PIXEL)
    log = upstream({"text": "A dot."}, {"text": "None."})
    own()

    async def work(one: Seat) -> None:
        await one.types("what is ")
        one.app.prompt.post_message(Paste(f"'{image}'"))
        await one.waits_for("what is [image 1: shot.png]")
        await one.presses("enter")
        await one.waits_for("A dot.")
        await one.waits_for_the_end()
        await one.asks("and now?", "None.")

    at(line, work, verify=False)
    body = json.loads(log.read_text().splitlines()[-1])["body"]
    said = [item["content"] for item in body["input"] if item.get("role") == "user"]
    assert [part["type"] for part in said[0]] == ["input_text", "input_image"]
    assert said[0][1]["image_url"].startswith("data:image/png;base64,")
    assert "input_image" not in json.dumps(said[1])


def test_keys_of_a_draft_answer_nothing(
    line: Line, upstream: Serve, own: Callable[[], None]
) -> None:
    upstream({**runs("touch one"), "pause": 0.1}, {"text": "Done."})
    own()

    async def work(one: Seat) -> None:
        await one.gives("go")
        await one.types("and also wh")
        await one.waits_for("You were typing. Press Tab, then answer.")
        await one.presses("y", "n", "s")
        assert one.sees("You were typing.")
        await one.presses("tab", "y")
        await one.waits_for_the_end()
        assert one.app.prompt.text == "and also wh"

    at(line, work, approvals="untrusted", verify=False)
    assert (line.folder / "one").exists()


def test_a_stop_at_a_question_leaves_it_open(
    line: Line, upstream: Serve, own: Callable[[], None]
) -> None:
    script = "\n".join(["touch one", *(f"true {number}" for number in range(30))])
    log = upstream(runs(script), {"text": "Done."})
    own()

    async def work(one: Seat) -> None:
        await one.gives("go")
        await one.waits_for("Up/Down: 31 lines in all")
        assert not one.sees("true 29")
        await one.presses(*["down"] * 20)
        await one.waits_for("true 29")
        await one.presses("escape")
        await one.waits_for("STOPPED")
        await one.waits_for_the_end()
        assert list(line.folder.iterdir()) == []
        await one.gives("/continue")
        await one.waits_for("| touch one")
        await one.presses("y")
        await one.waits_for("  Done.")
        await one.waits_for_the_end()

    at(line, work, approvals="untrusted", verify=False)
    assert (line.folder / "one").exists()
    assert len(log.read_text().splitlines()) == 2


def test_esc_stops_and_what_waits_comes_back(
    line: Line, upstream: Serve, own: Callable[[], None]
) -> None:
    log = upstream(runs("echo begun; sleep 60"), {"text": "Went on."}, {"text": "Next."})
    own()

    async def work(one: Seat) -> None:
        await one.gives("go")
        await one.waits_for("    begun")
        await one.gives("then this")
        await one.waits_for("waits: then this")
        await one.gives("/status")
        await one.waits_for("session  0")
        await one.presses("escape")
        await one.waits_for("STOPPED")
        await one.waits_for_the_end()
        assert one.app.prompt.text == "then this"
        one.app.prompt.clear()
        await one.asks("/continue", "Went on.")

    at(line, work, verify=False)
    assert len(log.read_text().splitlines()) == 2


def test_a_message_meanwhile_is_heard_and_a_session_is_taken_up_again(
    line: Line, upstream: Serve, own: Callable[[], None]
) -> None:
    log = upstream(runs("sleep 0.5"), {"text": "Both."}, {"text": "Three."})
    own()

    async def first(one: Seat) -> None:
        await one.gives("do one")
        await one.waits_for("$ sleep 0.5")
        await one.asks("do two", "  Both.")

    async def second(one: Seat) -> None:
        await one.gives("/resume")
        await one.waits_for("do one")
        await one.presses("enter")
        await one.waits_for("is taken up.")
        assert one.sees("> do two") and one.sees("  Both.")
        await one.asks("do three", "  Three.")

    at(line, first, verify=False)
    at(line, second, verify=False)
    assert orders(log)[-3:] == ["do one", "do two", "do three"]


def test_nothing_that_is_shown_can_steer_the_terminal(
    line: Line, upstream: Serve, own: Callable[[], None]
) -> None:
    evil = "fine\x1b]0;title\x07\x1b[2J\x1b[31mred\u202e[/bold]"
    upstream(runs("printf 'out\\033[2J\\033[31mput\\n'"), {"text": evil})
    own()

    async def work(one: Seat) -> None:
        await one.asks("go [bold]", "  finered[/bold]")
        assert one.sees("    output") and one.sees("> go [bold]")
        assert not re.search(r"[\x00-\x1f\x7f\u202e]", "".join(one.screen()))

    at(line, work, verify=False)


def test_a_failed_upstream_loses_no_words(
    line: Line, upstream: Serve, own: Callable[[], None]
) -> None:
    upstream({"fault": "unauthorized", "message": "No such key."})
    own()

    async def work(one: Seat) -> None:
        await one.gives("/effort low")
        await one.gives("/model quire/nothing")
        await one.gives("go")
        await one.waits_for_the_end()
        assert one.app.prompt.text == "go"
        one.app.prompt.clear()
        await one.gives(f"/model {MODEL}")
        await one.gives("/nonsense")
        await one.waits_for("There is no /nonsense.")
        await one.asks("go", "No such key.")
        assert one.screen()[-1].startswith(f"{MODEL} low · ")

    at(line, work, verify=False)
