"""The official Agents SDK, unchanged: the items of the server really fix a project."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

import pytest
from agents import (
    Agent,
    ApplyPatchTool,
    ModelSettings,
    OpenAIResponsesModel,
    RunConfig,
    Runner,
    ShellCallOutcome,
    ShellCommandOutput,
    ShellCommandRequest,
    ShellResult,
    ShellTool,
    apply_diff,
)
from agents.editor import ApplyPatchOperation, ApplyPatchResult
from openai import AsyncOpenAI

from tests.gateway.conftest import Gateway, Script, Start, asked

Way = Literal["replayed", "chained", "conversation", "streamed", "unstored"]
BUG = "def largest(values):\n    return sorted(values)[0]\n"
TEST = (
    "from numbers_of import largest\n\n\n"
    "def test_largest():\n    assert largest([3, 9, 4]) == 9\n\n\n"
    "def test_one():\n    assert largest([1]) == 1\n"
)
DIFF = "@@ def largest(values):\n-    return sorted(values)[0]\n+    return max(values)\n"
CHAT = ("-c", "models.dialect=chat")
MOST_TURNS = 15


class Editor:
    """Patches files below one folder."""

    def __init__(self, folder: Path) -> None:
        """Patch below `folder`."""
        self._folder = folder

    def create_file(self, operation: ApplyPatchOperation) -> ApplyPatchResult:
        """Write a new file."""
        text = apply_diff("", operation.diff or "", mode="create")
        path = self._folder / operation.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return ApplyPatchResult(status="completed", output=f"A {operation.path}")

    def update_file(self, operation: ApplyPatchOperation) -> ApplyPatchResult:
        """Change a file."""
        path = self._folder / operation.path
        path.write_text(apply_diff(path.read_text(), operation.diff or ""))
        return ApplyPatchResult(status="completed", output=f"M {operation.path}")

    def delete_file(self, operation: ApplyPatchOperation) -> ApplyPatchResult:
        """Take a file away."""
        (self._folder / operation.path).unlink()
        return ApplyPatchResult(status="completed", output=f"D {operation.path}")


def agent_of(client: AsyncOpenAI, folder: Path, model: str, *, store: bool) -> Agent[None]:
    """Return an agent whose hands are a shell and an editor in `folder`."""

    def run(request: ShellCommandRequest) -> ShellResult:
        environment = {"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"}
        told = []
        for command in request.data.action.commands:
            done = subprocess.run(
                ["/bin/sh", "-c", command], cwd=folder, capture_output=True, text=True,
                env={**environment, "TMPDIR": str(folder.parent)}, check=False,
            )  # fmt: skip
            outcome = ShellCallOutcome(type="exit", exit_code=done.returncode)
            told.append(ShellCommandOutput(done.stdout, done.stderr, outcome))
        return ShellResult(output=told)

    return Agent(
        name="Mender",
        instructions="Mend the project in the current folder.",
        model=OpenAIResponsesModel(model=model, openai_client=client),
        model_settings=ModelSettings(
            store=store, response_include=[] if store else ["reasoning.encrypted_content"]
        ),
        tools=[ShellTool(executor=run), ApplyPatchTool(editor=Editor(folder))],
    )


async def worked(
    gateway: Gateway, folder: Path, model: str, way: Way, order: str = "make the tests pass"
) -> tuple[str, list[str]]:
    """Let the agent work; return its last words and the kinds of the items there were."""
    async with AsyncOpenAI(base_url=gateway.address, api_key=gateway.key, max_retries=0) as client:
        agent = agent_of(client, folder, model, store=way != "unstored")
        config = RunConfig(tracing_disabled=True)
        kept: dict[str, Any] = {}
        if way == "chained":
            kept["auto_previous_response_id"] = True
        if way == "conversation":
            kept["conversation_id"] = (await client.conversations.create()).id
        if way == "streamed":
            told = Runner.run_streamed(agent, order, max_turns=MOST_TURNS, run_config=config)
            async for _ in told.stream_events():
                continue
            return str(told.final_output), [item.type for item in told.new_items]
        done = await Runner.run(agent, order, max_turns=MOST_TURNS, run_config=config, **kept)
        return str(done.final_output), [item.type for item in done.new_items]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with a bug and the tests that show it."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "numbers_of.py").write_text(BUG)
    (folder / "test_largest.py").write_text(TEST)
    return folder


def passes(project: Path) -> bool:
    """Return whether the project's tests pass."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
    return subprocess.run(command, cwd=project, capture_output=True, check=False).returncode == 0


def test_the_engine_fixes_a_project(start: Start, project: Path) -> None:
    words, kinds = asyncio.run(worked(start(), project, "quire/standard", "streamed"))
    assert words.startswith("Fixed."), words
    assert {"tool_call_item", "tool_call_output_item"} <= set(kinds)
    assert passes(project)


def test_the_engine_refactors_and_lays_out_through_the_same_door(
    start: Start, project: Path
) -> None:
    gateway = start()
    orders = ("rename function largest to smallest", "create a package called shelf")
    ways: tuple[Way, Way] = ("unstored", "chained")
    renamed, laid = (
        asyncio.run(worked(gateway, project, "quire/standard", way, order))[0]
        for way, order in zip(ways, orders, strict=True)
    )
    assert "smallest" in renamed
    assert "from numbers_of import smallest" in (project / "test_largest.py").read_text()
    assert laid.startswith("Done. The package shelf is laid out:"), laid
    assert list(project.rglob("shelf/__init__.py"))


@pytest.mark.parametrize("way", ["replayed", "chained", "conversation", "streamed", "unstored"])
def test_a_chat_server_fixes_a_project(
    start: Start, script: Script, project: Path, tmp_path: Path, way: Way
) -> None:
    patch = {"type": "update_file", "path": "numbers_of.py", "diff": DIFF}
    note = {"type": "create_file", "path": "NOTE.md", "diff": "+max, not min\n"}
    upstream = script(
        {"calls": [{"name": "shell", "arguments": {"commands": ["cat numbers_of.py", "ls"]}}]},
        {"text": "I see.", "calls": [{"name": "apply_patch", "arguments": patch},
                                     {"name": "apply_patch", "arguments": note}]},
        {"text": "Mended."},
    )  # fmt: skip
    words, kinds = asyncio.run(worked(start(*CHAT, upstream=upstream), project, "tiny", way))
    assert words == "Mended."
    assert kinds.count("tool_call_item") == kinds.count("tool_call_output_item") == 3
    assert "max(values)" in (project / "numbers_of.py").read_text()
    assert (project / "NOTE.md").read_text().startswith("max, not min")

    last = asked(tmp_path)[-1]["messages"]
    assert isinstance(last, list)
    assert [(line["role"], len(line.get("tool_calls", ()))) for line in last] == [
        ("system", 0), ("user", 0), ("assistant", 1), ("tool", 0), ("assistant", 2), ("tool", 0),
        ("tool", 0),
    ]  # fmt: skip
    assert BUG.splitlines()[0] in last[3]["content"]
