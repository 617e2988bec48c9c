"""The official Codex CLI goes on with a session of ours, and we with one of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.cli.line import Line, Serve, events

CODEX = Path(__file__).parent / "node" / "node_modules" / ".bin" / "codex"
MODEL = ("--model", "gpt-5.1-codex", "--no-verify")

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not CODEX.exists(),
    reason="needs node and Codex: npm install in tests/conformance/node",
)


def codex(line: Line, *words: str) -> list[dict[str, Any]]:
    """Let Codex carry out an order with the upstream of `line`; return its events."""
    home = line.home / "codex"
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text(
        'model = "gpt-5.1-codex"\nmodel_provider = "quire"\n'
        f'[model_providers.quire]\nname = "Quire"\nbase_url = "{upstream_of(line)}"\n'
        'env_key = "QUIRE_KEY"\nwire_api = "responses"\nsupports_websockets = false\n'
    )
    done = subprocess.run(
        [CODEX, "exec", "--json", "--skip-git-repo-check",
         "--dangerously-bypass-approvals-and-sandbox", *words],
        cwd=line.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
        env={"PATH": os.environ["PATH"], "HOME": str(home), "CODEX_HOME": str(home),
             "TMPDIR": str(line.home), "QUIRE_KEY": "sk"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return events(done.stdout)


def upstream_of(line: Line) -> str:
    """Return the address of the scripted upstream."""
    return line.environment["OPENAI_BASE_URL"]


def inputs(log: Path) -> list[list[dict[str, Any]]]:
    """Return the input of each request."""
    return [each.get("body", each)["input"] for each in events(log.read_text())]


def words_of(items: list[dict[str, Any]]) -> list[str]:
    """Return the kinds and the words of items, without those of developers."""
    told = [item for item in items if item.get("role") != "developer"]
    return [f"{item['type']} {json.dumps(item)}" for item in told]


def test_codex_goes_on_with_a_session_of_ours(line: Line, upstream: Serve) -> None:
    log = upstream(
        {"calls": [{"name": "shell_command", "arguments": {"command": "echo here"}}]},
        {"text": "It says here."},
        {"text": "Still here."},
    )
    first = line.run("exec", "--json", *MODEL, "look around")
    assert first.returncode == 0, first.stderr
    name = events(first.stdout)[0]["thread_id"]
    sessions = line.home / "codex" / "sessions"
    sessions.mkdir(parents=True)
    assert line.run("sessions", "export", name, "-o", str(sessions)).returncode == 0
    told = codex(line, "resume", name, "and now?")
    assert told[0] == {"type": "thread.started", "thread_id": name}
    assert told[-1]["type"] == "turn.completed"
    history = words_of(inputs(log)[-1])
    marks = ("look around", "echo here", "Output:\\nhere", "It says here.", "and now?")
    places = [next(n for n, text in enumerate(history) if mark in text) for mark in marks]
    assert places == sorted(places)


def test_we_go_on_with_a_session_of_codex(line: Line, upstream: Serve) -> None:
    log = upstream(
        {"calls": [{"name": "exec_command", "arguments": {"cmd": "echo here"}}]},
        {"text": "It says here."},
        {"text": "Still here."},
    )
    name = codex(line, "look around")[0]["thread_id"]
    line.environment["CODEX_HOME"] = str(line.home / "codex")
    brought = line.run("sessions", "import", "--codex")
    assert brought.stdout.split()[:2] == [name, "gpt-5.1-codex"]
    done = line.run("exec", "--json", "--no-verify", "resume", name, "and now?")
    assert done.returncode == 0, done.stderr
    theirs, ours = inputs(log)[-2:]
    known = [{k: v for k, v in item.items() if k != "id"} for item in ours]
    sent = [{k: v for k, v in item.items() if k not in _ITS_OWN} for item in theirs]
    calls = [item for item in sent if item["type"] != "message"]
    assert [item for item in known if item["type"] != "message"] == calls
    assert '"It says here."' in json.dumps(known)


_ITS_OWN = ("id", "internal_chat_message_metadata_passthrough")
