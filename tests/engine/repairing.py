"""A client written by hand: what the workbench reports, and the outputs that answer a repair."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable

import msgspec

from quire.engine.answerer import Engine
from quire.protocol import items
from quire.protocol.events import Completed
from quire.protocol.items import Item, Json
from quire.protocol.requests import Request
from quire.protocol.responses import Response

PROGRAM = b"the packed workbench"
TOOLS: tuple[Json, ...] = ({"type": "shell"}, {"type": "apply_patch"})
FAILING = {"id": "tests/test_m.py::test_low", "error": "assert 1 == 2", "where": "m.py:4"}
BASELINE = {
    "type": "baseline",
    "passed": 3,
    "failed": [FAILING],
    "command": ["python3", "-m", "pytest", "-q"],
}
SUSPECTS = {
    "type": "suspects",
    "suspects": [
        {"path": "m.py", "line": 4, "function": "low", "score": 0.91, "why": "only failing tests"},
        {"path": "m.py", "line": 9, "function": "up", "score": 0.2, "why": "called by low"},
    ],
}
NEAR = {"type": "near", "edit": "`<` → `>`", "path": "m.py", "line": 4, "fixes": 1, "of": 2}
HUNK = "@@ def low(a, b):\n-    return a < b\n+    return a <= b\n"
FIX = {
    "type": "fix",
    "edits": [
        {"path": "m.py", "line": 4, "before": "a < b", "after": "a <= b", "kind": "comparison"}
    ],
    "files": [{"path": "m.py", "diff": HUNK}],
    "fixes": ["tests/test_m.py::test_low"],
    "description": "The comparison left out the boundary",
    "confidence": 0.9,
    "tried": 1200,
    "per_second": 2400.0,
    "alternatives": [],
}
DONE = {"type": "done", "outcome": "fixed", "tried": 1200, "seconds": 0.5, "state": "c3RhdGU="}
FOUND = (BASELINE, SUSPECTS, FIX, DONE)
CLEAN = {**BASELINE, "failed": []}
CLEAN_DONE = {"type": "done", "outcome": "clean"}
TESTS = {"type": "tests", "passed": 4, "failed": []}
GREEN = "....\n4 passed in 0.03s\n"


def lines(*report: Json) -> str:
    return "\n".join(msgspec.json.encode(line).decode() for line in report) + "\n"


def order(text: str = "make the tests pass", *past: Item, **fields: object) -> Request:
    base = Request(model="quire/standard", input=(items.user(text), *past), tools=TOOLS)
    return msgspec.structs.replace(base, **fields)


async def _respond(request: Request, program: bytes) -> Response:
    events = [event async for event in Engine(program).respond(request)]
    assert [event.sequence_number for event in events] == list(range(len(events)))
    last = events[-1]
    assert isinstance(last, Completed)
    return last.response


def answer(request: Request, program: bytes = PROGRAM) -> Response:
    return asyncio.run(_respond(request, program))


def shell_output(call: Item, text: str, code: int | None = 0) -> Item:
    assert isinstance(call, items.ShellCall)
    outcome = items.Timeout() if code is None else items.Exit(code)
    return items.ShellCallOutput(
        call_id=call.call_id,
        output=tuple(
            items.ShellResult(stdout=text, stderr="", outcome=outcome) for _ in call.action.commands
        ),
    )


def patch_output(call: Item, failure: str = "") -> Item:
    assert isinstance(call, items.ApplyPatchCall)
    return items.ApplyPatchCallOutput(
        call_id=call.call_id, status="failed" if failure else "completed", output=failure
    )


Script = Iterable[Callable[[Item], Item]]


def play(script: Script, request: Request | None = None) -> tuple[Request, Response]:
    """Answer each call with the next line of the script; return the state it ends in."""
    request = request or order()
    for step in script:
        output = answer(request).output
        calls = items.pending_calls(output)
        assert calls, f"the engine ended early: {said(output)}"
        outputs = tuple(step(call) for call in calls)
        request = msgspec.structs.replace(request, input=(*request.input, *output, *outputs))
    return request, answer(request)


def printed(*report: Json) -> Callable[[Item], Item]:
    return lambda call: shell_output(call, lines(*report))


def output(text: str, code: int | None = 0) -> Callable[[Item], Item]:
    return lambda call: shell_output(call, text, code)


def said(output: Iterable[Item]) -> str:
    return "".join(
        items.text_of(item.content) for item in output if isinstance(item, items.Message)
    )


def refused(output: Iterable[Item]) -> str:
    [message] = [item for item in output if isinstance(item, items.Message)]
    return "".join(part.refusal or "" for part in message.content if isinstance(part, items.Part))


def calls(response: Response) -> list[Item]:
    return [item for item in response.output if not isinstance(item, items.Reasoning)]


RED = "FAILED tests/test_m.py::test_other - assert 0\n1 failed, 3 passed in 0.1s\n"


STILL_RED = {
    "type": "tests",
    "command": ["python3", "-m", "pytest", "-q"],
    "passed": ["a", "b", "c"],
    "failed": [{"id": "tests/test_m.py::test_other", "error": "assert 0", "where": "m.py:9"}],
}


def function(name: str, **fields: str) -> Json:
    properties = {key: {"type": kind} for key, kind in fields.items()}
    return {"type": "function", "name": name, "parameters": {"properties": properties}}


def replied(text: str) -> Callable[[Item], Item]:
    def reply(call: Item) -> Item:
        if isinstance(call, items.CustomToolCall):
            return items.CustomToolCallOutput(call_id=call.call_id, output=text)
        assert isinstance(call, items.FunctionCall)
        return items.FunctionCallOutput(call_id=call.call_id, output=text)

    return reply
