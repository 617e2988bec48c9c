"""A client that runs the server's own tools: its shell and patch items really fix a project."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import openai
from openai.types.responses import ResponseApplyPatchToolCall, ResponseFunctionShellToolCall

from quire.protocol.hunks import apply_diff
from tests.gateway.conftest import serving

BUG = "def largest(values):\n    return sorted(values)[0]\n"
TEST = (
    "from numbers_of import largest\n\n\n"
    "def test_largest():\n    assert largest([3, 9, 4]) == 9\n\n\n"
    "def test_one():\n    assert largest([1]) == 1\n"
)
MOST_TURNS = 12


def run(command: str, project: Path) -> dict[str, object]:
    """Run one command as a client does; return its result."""
    environment = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin", "TMPDIR": str(project)}
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=project, env=environment, capture_output=True, text=True
    )
    outcome = {"type": "exit", "exit_code": done.returncode}
    return {"stdout": done.stdout, "stderr": done.stderr, "outcome": outcome}


def output_of(item: object, project: Path) -> dict[str, object] | None:
    """Do what an item wishes; return the item that tells of it, None where it wishes nothing."""
    match item:
        case ResponseFunctionShellToolCall():
            results = [run(command, project) for command in item.action.commands]
            return {"type": "shell_call_output", "call_id": item.call_id, "output": results}
        case ResponseApplyPatchToolCall():
            path = project / item.operation.path
            assert item.operation.type == "update_file"
            path.write_text(apply_diff(path.read_text(), item.operation.diff))
            return {
                "type": "apply_patch_call_output", "call_id": item.call_id, "status": "completed",
            }  # fmt: skip
        case _:
            return None


def worked(client: openai.OpenAI, project: Path) -> str:
    """Let the server fix the project; return its last words."""
    given: list[dict[str, object]] = [{"role": "user", "content": "make the tests pass"}]
    previous: str | None = None
    for _ in range(MOST_TURNS):
        answer = client.responses.create(
            model="quire/standard",
            input=given,  # type: ignore[arg-type]
            previous_response_id=previous,
            tools=[{"type": "shell"}, {"type": "apply_patch"}],
        )
        previous = answer.id
        given = [told for item in answer.output if (told := output_of(item, project))]
        if not given:
            return answer.output_text
    raise AssertionError("The server did not come to an end.")


def test_the_items_of_the_server_fix_a_project(tmp_path: Path) -> None:
    project = tmp_path / "project"
    project.mkdir()
    (project / "numbers_of.py").write_text(BUG)
    (project / "test_largest.py").write_text(TEST)
    with serving(tmp_path / "home") as gateway:
        words = worked(gateway.client(), project)
        gateway.stop()
    assert "fixed" in words.lower(), words
    assert (project / "numbers_of.py").read_text() != BUG
    checked = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"], cwd=project, check=False
    )
    assert checked.returncode == 0
