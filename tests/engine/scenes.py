"""Scenarios: a folder with a project, an order and what must come of it, played with the engine."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec
import pytest

from quire.engine.answerer import Engine
from quire.engine.program import pack
from quire.protocol import items
from quire.protocol.events import Completed
from quire.protocol.hunks import apply_diff
from quire.protocol.items import Item, Json
from quire.protocol.requests import Request
from quire.protocol.responses import Response, answer_text

SCENARIOS = Path(__file__).parents[1] / "scenarios"
# What running tests leaves behind: none of it may stay in a person's tree.
DEBRIS = ("__pycache__", ".pytest_cache", ".ropeproject", ".hypothesis")
HANDS: tuple[Json, ...] = ({"type": "shell"}, {"type": "apply_patch"})


@cache
def program() -> bytes:
    """Return the packed workbench."""
    sources = files("quire.workbench").iterdir()
    return pack({each.name: each.read_text() for each in sources if each.name.endswith(".py")})


def folders(job: str) -> list[Path]:
    """Return the scenarios of a job."""
    return sorted((SCENARIOS / job).iterdir())


@dataclass
class Place:
    """A project on disk, and what a client does there with the calls of an answer."""

    folder: Path

    def __post_init__(self) -> None:
        self.offered = self.folder.parent / "offered.pyz"
        self.offered.write_bytes(program())
        self.commands: list[str] = []

    def do(self, call: Item) -> Item:
        """Carry out a call."""
        if isinstance(call, items.ShellCall):
            results = tuple(self.run(command) for command in call.action.commands)
            return items.ShellCallOutput(call_id=call.call_id, output=results)
        assert isinstance(call, items.ApplyPatchCall)
        operation = call.operation
        file = self.folder / operation.path
        if isinstance(operation, items.DeleteFile):
            file.unlink()
            return items.ApplyPatchCallOutput(call_id=call.call_id, status="completed")
        if isinstance(operation, items.CreateFile):
            assert not file.exists()
            file.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(operation, items.CreateFile):
            file.write_text("".join(f"{line[1:]}\n" for line in operation.diff.splitlines()))
        else:
            file.write_text(apply_diff(file.read_text(), operation.diff, path=operation.path))
        return items.ApplyPatchCallOutput(call_id=call.call_id, status="completed")

    def run(self, command: str) -> items.ShellResult:
        """Run a command as a shell would, in the folder."""
        self.commands.append(command)
        kept = {key: value for key, value in os.environ.items() if not key.startswith("QUIRE_")}
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            env={**kept, "PATH": path, "QUIRE_WORKBENCH": str(self.offered)},
            timeout=90, check=False,
        )  # fmt: skip
        return items.ShellResult(
            stdout=done.stdout, stderr=done.stderr, outcome=items.Exit(done.returncode)
        )

    def ask(self, said: str, *tools: Json, model: str = "quire/mini") -> str:
        """Let the engine work on an order and return its last words."""
        request = Request(model=model, input=(items.user(said),), tools=tools or HANDS)
        for _ in range(40):
            response = asyncio.run(_respond(request))
            outputs = tuple(self.do(call) for call in items.pending_calls(response.output))
            if not outputs:
                return answer_text(response) or _refusal(response)
            past = (*request.input, *response.output, *outputs)
            request = msgspec.structs.replace(request, input=past)
        pytest.fail("the engine does not come to an end")

    def value(self, module: str, source: str) -> object:
        """Return what an expression gives after everything of a module was imported."""
        name = module.removesuffix(".py").replace("/", ".")
        code = f"from {name} import *\nprint(repr({source}))"
        done = subprocess.run([sys.executable, "-c", code], cwd=self.folder, text=True,
                              capture_output=True, check=True)  # fmt: skip
        return eval(done.stdout)


async def _respond(request: Request) -> Response:
    [*_, last] = [event async for event in Engine(program()).respond(request)]
    assert isinstance(last, Completed)
    return last.response


def _refusal(response: Response) -> str:
    parts = [part for item in response.output if isinstance(item, items.Message)
             for part in item.content if isinstance(part, items.Part)]  # fmt: skip
    return "".join(part.refusal or "" for part in parts)


def lay(scenario: Path, folder: Path) -> Place:
    """Put a scenario's project into a folder; what lies in `base` is committed first.

    Of `history`, each folder is committed in turn, over the one before, under its own name.
    """
    target = folder / "project"
    target.mkdir()
    older = sorted((scenario / "history").iterdir()) if (scenario / "history").is_dir() else []
    bases = {each: each.name.partition("_")[2].replace("_", " ").capitalize() for each in older}
    if (scenario / "base").is_dir():
        bases = {scenario / "base": "The base"}
    for base, subject in bases.items():
        shutil.copytree(base, target, dirs_exist_ok=True)
        for words in (["init", "-q"], ["add", "."], ["commit", "-qm", subject]):
            git = ["git", "-c", "user.name=Ann", "-c", "user.email=a@b.c", *words]
            subprocess.run(git, cwd=target, check=True)
    if (scenario / "repo").is_dir():
        shutil.copytree(scenario / "repo", target, dirs_exist_ok=True)
    return Place(target)


def play(scenario: Path, folder: Path) -> tuple[Place, str]:
    """Play a scenario and check everything that it expects; return the place and the words."""
    expected = tomllib.loads((scenario / "expected.toml").read_text())
    place = lay(scenario, folder)
    before = {path: path.read_bytes() for path in place.folder.rglob("*") if path.is_file()}
    order = (scenario / "task.md").read_text().strip()
    told = place.ask(order, model=expected.get("model", "quire/mini"))
    left = [path for path in place.folder.rglob("*") if path.name in DEBRIS]
    assert not left, left
    for words in expected.get("says", ()):
        assert words in told, told
    for words in expected.get("silent", ()):
        assert words not in told, told
    for name, wanted in expected.get("files", {}).items():
        path = place.folder / name
        if wanted.get("same"):
            assert path.read_bytes() == before[path], told
            continue
        assert path.exists(), told
        for text in wanted.get("holds", ()):
            assert text in path.read_text(), path.read_text()
        for source, value in wanted.get("gives", {}).items():
            assert place.value(name, source) == value, path.read_text()
    for path in (each for each in (scenario / "after").rglob("*") if each.is_file()):
        changed = place.folder / path.relative_to(scenario / "after")
        assert changed.read_text() == path.read_text(), told
    for name in expected.get("absent", ()):
        assert not (place.folder / name).exists(), told
    return place, told
