"""The official Codex SDK, unchanged, drives Quire in place of the Codex executable."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

NODE = Path(__file__).parent / "node"
SOURCES = Path(__file__).parents[2] / "src"
EXAMPLE = Path(__file__).parents[2] / "examples" / "parcels"

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not (NODE / "node_modules" / "@openai" / "codex-sdk").exists(),
    reason="needs node and the Codex SDK: npm install in tests/conformance/node",
)


def drive(folder: Path, home: Path, orders: list[str]) -> dict[str, Any]:
    """Run the orders as turns of one thread and return what the SDK saw."""
    executable = home / "quire"
    executable.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m quire "$@"\n')
    executable.chmod(0o755)
    done = subprocess.run(
        ["node", NODE / "drive.mjs", executable, folder, json.dumps(orders)],
        capture_output=True,
        text=True,
        check=True,
        env={
            "PATH": f"{Path(shutil.which('node') or '').parent}:/usr/bin:/bin",
            "PYTHONPATH": str(SOURCES),
            "QUIRE_HOME": str(home),
            "HOME": str(home),
        },
    )
    seen: dict[str, Any] = json.loads(done.stdout)
    return seen


def test_a_thread_fixes_a_bug_and_goes_on(tmp_path: Path) -> None:
    project = tmp_path / "parcels"
    shutil.copytree(EXAMPLE, project)
    home = tmp_path / "home"
    home.mkdir()

    seen = drive(project, home, ["make the tests pass", "make the tests pass"])

    first, second = seen["turns"]
    assert "thrown" not in first
    assert [event["type"] for event in first["events"][:2]] == ["thread.started", "turn.started"]
    end = first["events"][-1]
    assert end["type"] == "turn.completed"
    assert end["usage"]["input_tokens"] > 0
    assert end["receipt"]["verdict"] == "fixed"
    changes = [e["item"] for e in first["events"] if e.get("item", {}).get("type") == "file_change"]
    assert [change["changes"] for change in changes] == [
        [{"path": "src/parcels/zones.py", "kind": "update"}]
    ]
    assert "abs(" in (project / "src/parcels/zones.py").read_text()
    assert second["events"][0] == {"type": "thread.started", "thread_id": seen["id"]}
    assert second["events"][-1]["type"] == "turn.completed"


def test_a_task_beyond_the_engine_throws_its_words(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    project = tmp_path / "empty"
    project.mkdir()

    seen = drive(project, home, ["Write me a chess engine in Haskell"])

    (turn,) = seen["turns"]
    assert turn["events"][-1]["type"] == "turn.failed"
    assert "quire/standard" in turn["events"][-1]["error"]["message"]
    assert "quire/standard" in turn["thrown"]
