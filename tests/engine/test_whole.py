"""A small project is repaired by the engine, its program and an executor of thirty lines."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
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

SOURCE = """\
def low(values, limit):
    '''Return the values up to the limit, the limit included.'''
    return [value for value in values if value < limit]  # the boundary counts
"""
TESTS = """\
from shop.cart import low


def test_below():
    assert low([1, 2, 3], 5) == [1, 2, 3]


def test_boundary():
    assert low([1, 2, 3], 2) == [1, 2]


def test_none():
    assert low([], 2) == []
"""
FIXED = SOURCE.replace("value < limit", "value <= limit")
PROGRAM = pack(
    {
        source.name: source.read_text(encoding="utf-8")
        for source in files("quire.workbench").iterdir()
        if source.name.endswith(".py") and source.name != "__main__.py"
    }
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    (folder / "shop").mkdir(parents=True)
    (folder / "tests").mkdir()
    (folder / "shop" / "__init__.py").touch()
    (folder / "shop" / "cart.py").write_text(SOURCE)
    (folder / "tests" / "test_cart.py").write_text(TESTS)
    (folder / "pyproject.toml").write_text('[tool.pytest.ini_options]\npythonpath = ["."]\n')
    return folder


class Executor:
    """Does what a client does with the calls of an answer, in one folder."""

    def __init__(self, folder: Path, **environment: str) -> None:
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        kept = {key: value for key, value in os.environ.items() if not key.startswith("QUIRE_")}
        self.folder = folder
        self.environment = {**kept, "PATH": path, "TMPDIR": str(folder.parent), **environment}
        self.commands = 0

    def do(self, call: Item) -> Item:
        if isinstance(call, items.ShellCall):
            results = tuple(self.run(command) for command in call.action.commands)
            return items.ShellCallOutput(call_id=call.call_id, output=results)
        assert isinstance(call, items.ApplyPatchCall)
        assert isinstance(call.operation, items.UpdateFile)
        file = self.folder / call.operation.path
        file.write_text(apply_diff(file.read_text(), call.operation.diff, path=file.name))
        return items.ApplyPatchCallOutput(call_id=call.call_id, status="completed")

    def run(self, command: str) -> items.ShellResult:
        self.commands += 1
        done = subprocess.run(
            ["sh", "-c", command],
            cwd=self.folder, env=self.environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        return items.ShellResult(
            stdout=done.stdout, stderr=done.stderr, outcome=items.Exit(done.returncode)
        )


async def _respond(request: Request) -> Response:
    [*_, last] = [event async for event in Engine(PROGRAM).respond(request)]
    assert isinstance(last, Completed)
    return last.response


def work(executor: Executor, said: str, *tools: Json) -> str:
    request = Request(model="quire/standard", input=(items.user(said),), tools=tools)
    for _ in range(9):
        response = asyncio.run(_respond(request))
        outputs = tuple(executor.do(call) for call in items.pending_calls(response.output))
        if not outputs:
            return answer_text(response)
        past = (*request.input, *response.output, *outputs)
        request = msgspec.structs.replace(request, input=past)
    pytest.fail("the engine does not come to an end")


def test_a_bug_is_fixed_where_the_program_is_offered(project: Path) -> None:
    offered = project.parent / "offered.pyz"
    offered.write_bytes(PROGRAM)
    executor = Executor(project, QUIRE_WORKBENCH=str(offered))
    told = work(executor, "make the tests pass", {"type": "shell"}, {"type": "apply_patch"})
    assert (project / "shop" / "cart.py").read_text() == FIXED, told
    assert told.startswith("Fixed.")
    assert "shop/cart.py, line 3" in told
    assert "1 test failed, 2 passed before; now 3 passed" in told
    assert executor.commands == 2


def test_a_bug_is_fixed_with_nothing_but_a_shell(project: Path) -> None:
    executor = Executor(project)
    told = work(executor, "tests/test_cart.py::test_boundary fails", {"type": "shell"})
    assert (project / "shop" / "cart.py").read_text() == FIXED, told
    assert told.startswith("Fixed.")
    assert (project / "tests" / "test_cart.py").read_text() == TESTS


def test_a_healthy_project_is_left_alone(project: Path) -> None:
    (project / "shop" / "cart.py").write_text(FIXED)
    told = work(Executor(project), "fix the bug", {"type": "shell"}, {"type": "apply_patch"})
    assert told.startswith("All 3 tests pass")


def test_a_folder_without_tests_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    told = work(Executor(folder), "fix the bug", {"type": "shell"}, {"type": "apply_patch"})
    assert told.startswith("Not fixed.")
