"""Sessions of Codex on the command line: brought over, gone on with, and given back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.line import Line, Serve, events

ID = "01a1fd22-485b-7192-b4ae-2f11dc0eccde"
AT = "2026-11-21T08:04:04.829Z"


def message(role: str, text: str) -> dict[str, Any]:
    """Return a message as Codex writes it."""
    kind = "output_text" if role == "assistant" else "input_text"
    return {"type": "message", "role": role, "content": [{"type": kind, "text": text}]}


@pytest.fixture
def rollout(line: Line) -> Path:
    """Return a session that Codex keeps."""
    payloads = (
        ("session_meta", {"id": ID, "timestamp": AT, "cwd": str(line.folder)}),
        ("turn_context", {"model": "gpt-5.1-codex"}),
        ("response_item", message("user", "What is six times seven?")),
        ("event_msg", {"type": "user_message", "message": "What is six times seven?"}),
        ("response_item", message("assistant", "42.")),
    )
    path = line.home / ".codex" / "sessions" / "2026" / "11" / "21" / f"rollout-x-{ID}.jsonl"
    path.parent.mkdir(parents=True)
    lines = [json.dumps({"timestamp": AT, "type": t, "payload": p}) + "\n" for t, p in payloads]
    path.write_text("".join(lines))
    return path


def test_a_session_is_brought_over_and_gone_on_with(
    line: Line, upstream: Serve, rollout: Path
) -> None:
    log = upstream({"text": "Yes."})
    brought = line.run("sessions", "import", "--codex")
    assert (brought.returncode, brought.stdout.split()[:2]) == (0, [ID, "gpt-5.1-codex"])
    again = line.run("sessions", "import", str(rollout))
    assert (again.returncode, again.stdout) == (0, f"{ID}  is here already\n")
    (row,) = events(line.run("sessions", "--json").stdout)
    assert (row["id"], row["prompt"], row["verdict"]) == (
        ID, "What is six times seven?", "unverified",
    )  # fmt: skip
    done = line.run("exec", "--json", "--no-verify", "resume", ID, "Are you sure?")
    assert done.returncode == 0, done.stderr
    (request,) = events(log.read_text())
    shown = [i for i in request.get("body", request)["input"] if i.get("role") != "developer"]
    assert shown == [
        message("user", "What is six times seven?"),
        message("assistant", "42."),
        {"type": "message", "role": "user", "content": "Are you sure?"},
    ]
    out = line.folder / "sessions"
    out.mkdir()
    given = line.run("sessions", "export", ID, "-o", str(out))
    path = out / "2026" / "11" / "21" / f"rollout-2026-11-21T08-04-04-{ID}.jsonl"
    assert (given.returncode, given.stdout) == (0, f"{path}\n")
    printed = line.run("sessions", "export", ID)
    assert printed.stdout == path.read_text()
    kinds = [each["type"] for each in events(printed.stdout)]
    assert kinds[:2] == ["session_meta", "turn_context"]


def test_a_session_is_gone_on_with_by_another_model(line: Line, rollout: Path) -> None:
    brought = line.run("sessions", "import", str(rollout), "--model", "quire/standard")
    assert brought.stdout.split()[:2] == [ID, "quire/standard"]


def test_what_is_no_rollout_is_told(line: Line) -> None:
    assert line.run("sessions", "import").returncode == 2
    none = line.run("sessions", "import", "--codex")
    assert (none.returncode, "holds none" in none.stderr) == (2, True)
    other = line.folder / "notes.txt"
    other.write_text("words\nwords\n")
    refused = line.run("sessions", "import", str(other))
    assert refused.returncode == 1
    assert "Line 1 is no JSON object" in refused.stderr
