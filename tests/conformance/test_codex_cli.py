"""The official Codex CLI, unchanged, works through the gateway: over SSE and over WebSocket."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests.gateway.conftest import Gateway, Script, Start, asked

MODULES = Path(__file__).parent / "node" / "node_modules"
CODEX = MODULES / ".bin" / "codex"
NATIVE = [*MODULES.glob("@openai/codex-linux-*")]
BUG = "def largest(values):\n    return sorted(values)[0]\n"
TEST = (
    "from numbers_of import largest\n\n\n"
    "def test_largest():\n    assert largest([3, 9, 4]) == 9\n\n\n"
    "def test_one():\n    assert largest([1]) == 1\n"
)
PATCH = """\
*** Begin Patch
*** Update File: numbers_of.py
@@
-    return sorted(values)[0]
+    return max(values)
*** End Patch
"""
TRANSPORTS = ("sse", "websocket")

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not CODEX.exists() or not NATIVE,
    reason="needs node and the native Codex: CI=1 scripts/test",
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a bug and the tests that show it."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "numbers_of.py").write_text(BUG)
    (folder / "test_largest.py").write_text(TEST)
    return folder


def order(
    gateway: Gateway, project: Path, transport: str, model: str, words: str = "make the tests pass"
) -> list[dict[str, Any]]:
    """Give Codex one order, its provider being the gateway; return the events that it prints."""
    home = project.parent / "codex"
    home.mkdir()
    # Commands run in a login shell, whose path is not the caller's.
    (home / ".bash_profile").write_text(f'export PATH="{Path(sys.executable).parent}:$PATH"\n')
    (home / "config.toml").write_text(
        f'model = "{model}"\nmodel_provider = "quire"\n'
        f'[model_providers.quire]\nname = "Quire"\nbase_url = "{gateway.address}"\n'
        'env_key = "QUIRE_KEY"\nwire_api = "responses"\n'
        f"supports_websockets = {json.dumps(transport == 'websocket')}\n"
    )
    done = subprocess.run(
        [CODEX, "exec", "--json", "--skip-git-repo-check", words,
         "--dangerously-bypass-approvals-and-sandbox"],
        cwd=project, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60,
        env={
            "PATH": os.environ["PATH"], "HOME": str(home), "CODEX_HOME": str(home),
            "TMPDIR": str(project.parent), "QUIRE_KEY": gateway.key, "RUST_LOG": "codex_api=info",
        },
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    upgraded = "successfully connected to Responses WebSocket" in done.stderr
    assert upgraded == (transport == "websocket")
    return [json.loads(line) for line in done.stdout.splitlines()]


def of_kind(events: Iterable[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    """Return the finished items of one kind."""
    done = (event["item"] for event in events if event["type"] == "item.completed")
    return [item for item in done if item["type"] == kind]


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_the_engine_fixes_a_project_for_codex(start: Start, project: Path, transport: str) -> None:
    events = order(start(), project, transport, "quire/standard")
    assert events[-1]["type"] == "turn.completed"
    assert events[-1]["usage"]["output_tokens"] > 0
    assert of_kind(events, "agent_message")[-1]["text"].startswith("Fixed.")
    assert (project / "numbers_of.py").read_text() != BUG


def test_codex_shows_why_an_order_is_declined(start: Start, project: Path) -> None:
    wish = "Write me a chess engine in Haskell"
    events = order(start(), project, "sse", "quire/standard", wish)
    (told,) = of_kind(events, "agent_message")
    assert "quire/standard" in told["text"]


@pytest.mark.parametrize("transport", TRANSPORTS)
def test_codex_works_over_a_plain_chat_server(
    start: Start, script: Script, project: Path, tmp_path: Path, transport: str
) -> None:
    wishes = (
        {"calls": [{"name": "exec_command", "arguments": {"cmd": "cat numbers_of.py"}}]},
        {"calls": [{"name": "apply_patch", "arguments": {"input": PATCH}}]},
        {"text": "Mended."},
    )
    gateway = start("-c", "models.dialect=chat", upstream=script(*wishes))
    events = order(gateway, project, transport, "gpt-5.5")
    assert events[-1]["type"] == "turn.completed"
    (command,) = of_kind(events, "command_execution")
    assert (command["aggregated_output"], command["exit_code"]) == (BUG, 0)
    (change,) = of_kind(events, "file_change")
    assert (change["changes"][0]["kind"], change["status"]) == ("update", "completed")
    assert [item["text"] for item in of_kind(events, "agent_message")] == ["Mended."]
    assert "max(values)" in (project / "numbers_of.py").read_text()

    first, second, third = asked(tmp_path)
    assert {tool["type"] for tool in first["tools"]} == {"function"}  # type: ignore[attr-defined]
    assert [line["role"] for line in second["messages"]][-2:] == ["assistant", "tool"]  # type: ignore[attr-defined]
    told = third["messages"][-1]  # type: ignore[index]
    assert (told["role"], "Success" in told["content"]) == ("tool", True)
