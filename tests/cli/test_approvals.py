"""Approvals end to end: a person at a terminal, a scripted upstream, real walls."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from tests.cli.line import Line, Serve, events
from tests.cli.terminal import person

MODEL = ("--model", "gpt-5.1-codex")
TARGET = "outside.txt"


def runs(command: str, **fields: object) -> dict[str, Any]:
    """Return an answer that calls the shell once."""
    return {"calls": [{"name": "shell_command", "arguments": {"command": command, **fields}}]}


def leaves(command: str, **fields: object) -> dict[str, Any]:
    """Return an answer that wants to run a command outside the walls."""
    fields = {"justification": "The registry is needed.", **fields}
    return runs(command, sandbox_permissions="require_escalated", **fields)


def told(log: Path) -> list[str]:
    """Return the outputs that the upstream was shown last."""
    body = json.loads(log.read_text().splitlines()[-1])["body"]
    return [item["output"] for item in body["input"] if item["type"].endswith("call_output")]


def target(line: Line) -> Path:
    """Return a file that lies outside the walls."""
    return line.home / TARGET


def test_the_question_shows_what_would_run_and_a_yes_lets_it(line: Line, upstream: Serve) -> None:
    script = f"echo hello > {target(line)}"
    log = upstream(leaves(script), {"text": "Done."})
    with person(line, *MODEL, "go") as one:
        one.waits_for("[s] stop")
        assert not target(line).exists()
        for words in (
            "The model wants to run this OUTSIDE THE WALLS:",
            f"  │ {script}",
            f"  in       {line.folder}",
            "  why      The registry is needed.",
            "WITHOUT WALLS: with all your rights",
        ):
            assert words in one.seen
        assert "[r]" not in one.seen  # a redirection is nothing to remember
        one.types("y")
        assert one.watches_to_the_end() == 0, one.seen
    assert target(line).read_text() == "hello\n"
    assert "Exit code: 0" in told(log)[0]


def test_outside_the_walls_there_is_a_home_but_no_key(line: Line, upstream: Serve) -> None:
    upstream(leaves(f"env > {target(line)}"), {"text": "Done."})
    with person(line, *MODEL, "go") as one:
        one.waits_for("[s] stop")
        one.types("y")
        assert one.watches_to_the_end() == 0, one.seen
    seen = target(line).read_text().splitlines()
    assert f"HOME={line.home}" in seen
    assert not any("sk-test-canary" in variable for variable in seen)


def test_a_no_goes_to_the_model_with_its_words(line: Line, upstream: Serve) -> None:
    log = upstream(leaves(f"touch {target(line)}"), {"text": "Then not."})
    with person(line, *MODEL, "go") as one:
        one.waits_for("[s] stop")
        one.types("what?")
        one.waits_for("Please answer with one of the letters.")
        one.types("n use the local index")
        one.watches_to_the_end()
    assert told(log) == ["The person said no to this. They say: use the local index"]
    assert not target(line).exists()


def test_what_was_typed_before_the_question_is_no_answer(line: Line, upstream: Serve) -> None:
    upstream({**leaves(f"touch {target(line)}"), "pause": 0.2}, {"text": "Then not."})
    with person(line, *MODEL, "go") as one:
        one.waits_for("session ")
        one.types("y")
        one.waits_for("[s] stop")
        one.types("n")
        one.watches_to_the_end()
    assert not target(line).exists()


def test_what_is_remembered_is_shown_listed_used_and_forgotten(line: Line, upstream: Serve) -> None:
    touch = f"touch {target(line)}"
    upstream(
        leaves(touch, prefix_rule=["touch"]), {"text": "One."},
        leaves(f"{touch} {line.home}/two"), leaves(f"{touch}; rm {target(line)}"), {"text": "Two."},
    )  # fmt: skip
    with person(line, *MODEL, "go") as one:
        one.waits_for("[s] stop")
        assert "in this project every command that begins with\n        touch\n" in one.seen
        one.types("r")
        one.watches_to_the_end()
    listed = line.run("approvals", "list").stdout
    assert listed == "  1  outside  touch\n"
    kept = line.home / "quire" / "choices.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert list(json.loads(kept.read_text())["projects"]) == [os.path.realpath(line.folder)]

    with person(line, *MODEL, "go on") as one:
        one.waits_for("remembered approvals: touch (outside the walls)")
        one.waits_for("outside the walls, allowed: remembered")
        one.waits_for("[s] stop")  # the second command holds one that was not allowed
        one.types("n")
        one.watches_to_the_end()
    assert (line.home / "two").exists()
    assert target(line).exists()
    assert line.run("approvals", "forget", "2").returncode == 2
    assert line.run("approvals", "forget", "1").returncode == 0
    assert line.run("approvals").stdout == ""


def test_escapes_and_lines_cannot_pretend(line: Line, upstream: Serve) -> None:
    evil = "ls\x1b[2K\x1b[1A\x07\u202e\n  [y] yes, this is harmless\rls"
    upstream(leaves(evil, justification="fine\x1b[2J\nall good"), {"text": "Then not."})
    with person(line, *MODEL, "go") as one:
        one.waits_for("[s] stop")
        assert (
            "  │ ls\\x1b[2K\\x1b[1A\\x07\\u202e\n  │   [y] yes, this is harmless\\rls\n" in one.seen
        )
        assert "  why      fine\\x1b[2J\\nall good\n" in one.seen
        assert "\x1b[2J" not in one.raw and "\x1b[2K" not in one.raw
        one.types("n")
        one.watches_to_the_end()


def test_a_stop_keeps_the_call_open_and_it_is_asked_again(line: Line, upstream: Serve) -> None:
    upstream(leaves(f"touch {target(line)}"), {"text": "Done."})
    with person(line, *MODEL, "go") as one:
        one.waits_for("[s] stop")
        one.types("s")
        assert one.watches_to_the_end() == 130
    assert not target(line).exists()
    with person(line, "resume", "--last") as one:
        one.waits_for("[s] stop")
        one.types("y")
        assert one.watches_to_the_end() == 0, one.seen
    assert target(line).exists()


@pytest.mark.parametrize("end", ["kill", "interrupt", "hang up"])
def test_a_question_that_was_cut_off_is_asked_again(line: Line, upstream: Serve, end: str) -> None:
    log = upstream(leaves(f"echo x >> {target(line)}"), {"text": "Done."})
    with person(line, *MODEL, "go") as one:
        one.waits_for("[s] stop")
        if end == "kill":
            one.kills()
        else:
            one.presses(b"\x03" if end == "interrupt" else b"\x04")
            one.watches_to_the_end() if end == "hang up" else one.process.send_signal(2)
            one.watches_to_the_end()
    with person(line, "resume", "--last") as one:
        one.waits_for("[s] stop")
        one.types("y")
        assert one.watches_to_the_end() == 0, one.seen
    assert target(line).read_text() == "x\n"
    assert len(log.read_text().splitlines()) == 2  # the model was not asked for it again


def test_a_command_that_the_walls_stopped_may_run_again(line: Line, upstream: Serve) -> None:
    (line.folder / ".quire").mkdir()
    log = upstream(runs("echo tried; touch .quire/mark"), {"text": "Done."})
    with person(line, *MODEL, "go") as one:
        one.waits_for("[s] stop")
        assert "The walls may have stopped this command." in one.seen
        one.types("y")
        assert one.watches_to_the_end() == 0, one.seen
    assert (line.folder / ".quire" / "mark").exists()
    (output,) = told(log)
    assert output.startswith("Exit code: 0")
    assert "a person let it run again without them" in output


def test_untrusted_asks_about_everything_but_reading(line: Line, upstream: Serve) -> None:
    log = upstream(
        runs("ls && cat a.txt"),
        runs("python3 -m compileall -q ."),
        {"items": [{"type": "custom_tool_call", "call_id": "p", "name": "apply_patch",
                    "input": "*** Begin Patch\n*** Add File: b.txt\n+b\n*** End Patch"}]},
        {"text": "Done."},
    )  # fmt: skip
    (line.folder / "a.txt").write_text("kept\n")
    with person(line, *MODEL, "-a", "untrusted", "go") as one:
        one.waits_for("│ python3 -m compileall -q .")
        one.waits_for("it runs once, inside the walls")
        one.waits_for("[s] stop")
        one.types("r")
        one.waits_for("The model wants to change files")
        one.waits_for("│ *** Add File: b.txt")
        one.waits_for("[s] stop", times=2)
        one.types("n")
        one.watches_to_the_end()
    assert "kept" in told(log)[0]
    assert not (line.folder / "b.txt").exists()
    assert line.run("approvals").stdout == "  1  inside   python3 -m compileall -q .\n"


REFUSED = [
    ("on-request", leaves("true"), "There is nobody to ask here"),
    ("never", leaves("true"), "Nothing runs outside the walls here (approvals: never)."),
    ("untrusted", runs("touch x"), "There is nobody to ask here"),
    ("untrusted", {"shell": ["touch x"]}, "There is nobody to ask here"),
    ("untrusted", runs("touch x", prefix_rule=7), "failed to parse function arguments"),
]


@pytest.mark.parametrize(("policy", "answer", "words"), REFUSED)
def test_without_a_terminal_nothing_is_asked(
    line: Line, upstream: Serve, policy: str, answer: dict[str, Any], words: str
) -> None:
    log = upstream(answer, {"text": "Then not."})
    done = line.run("exec", "--json", *MODEL, "--approval", policy, "go")
    assert done.returncode == 0, done.stderr
    assert words in str(told(log)[0])
    kinds = [event["item"]["status"] for event in events(done.stdout) if _is_command(event)]
    assert kinds == ["declined"]
    assert list(line.folder.iterdir()) == []


def _is_command(event: dict[str, Any]) -> bool:
    return bool(event.get("item", {}).get("type") == "command_execution")


def test_the_unsafe_mode_goes_by_its_unsafe_name(line: Line, upstream: Serve) -> None:
    upstream({"text": "x"})
    done = line.run("exec", *MODEL, "--sandbox", "danger-full-access", "go")
    assert (done.returncode, "--unsafe-no-sandbox" in done.stderr) == (3, True)


def test_read_only_lets_nothing_change(line: Line, upstream: Serve) -> None:
    log = upstream(runs("touch x"), {"text": "Not possible."})
    line.run("exec", *MODEL, "-s", "read-only", "go")
    assert "Exit code: 1" in told(log)[0]
    assert list(line.folder.iterdir()) == []


def test_the_way_out_is_offered_only_where_somebody_can_be_asked(
    line: Line, upstream: Serve
) -> None:
    log = upstream({"text": "One."}, {"text": "Two."}, {"text": "Three."})
    line.run("exec", *MODEL, "go")
    for policy in ("on-request", "never"):
        with person(line, *MODEL, "-a", policy, "go") as one:
            assert one.watches_to_the_end() == 0, one.seen
    asked = [row.count("sandbox_permissions") for row in log.read_text().splitlines()]
    assert asked == [0, 1, 0]


def test_choices_that_others_can_write_are_not_believed(line: Line, upstream: Serve) -> None:
    upstream({"text": "x"})
    kept = line.home / "quire" / "choices.json"
    kept.parent.mkdir()
    kept.write_text('{"projects":{}}')
    kept.chmod(0o666)
    done = line.run("exec", *MODEL, "-a", "untrusted", "go")
    assert "others can write it" in done.stderr
    assert done.returncode == 1


def test_a_project_cannot_hold_its_own_approvals(line: Line, upstream: Serve) -> None:
    log = upstream(runs("touch x"), {"text": "Then not."})
    line.environment["QUIRE_HOME"] = str(line.folder / "state")
    choices = line.folder / "state" / "choices.json"
    choices.parent.mkdir()
    allowed = {str(line.folder): {"allowed": [{"prefix": ["touch"], "where": "inside"}]}}
    choices.write_text(json.dumps({"projects": allowed}))
    choices.chmod(0o600)
    line.run("exec", *MODEL, "-a", "untrusted", "go")
    assert "nobody to ask" in told(log)[0]
    assert not (line.folder / "x").exists()
