"""Equal requests get equal answers, whatever the job: at the start and after each output."""

from __future__ import annotations

import asyncio

import msgspec
import pytest

from quire.engine.answerer import Engine
from quire.protocol import items
from quire.protocol.events import Completed, Event
from quire.protocol.items import Item, Json
from quire.protocol.requests import Request
from tests.engine.reports import call_of, output_of, request

PROGRAM = b"the packed workbench"
NOTHING: Json = {"type": "done", "outcome": "none"}


def events(asked: Request) -> list[Event]:
    """Return all events of an answer by an engine that was made for it."""

    async def answer() -> list[Event]:
        return [event async for event in Engine(PROGRAM).respond(asked)]

    return asyncio.run(answer())


@pytest.mark.parametrize(
    "order",
    [
        "make the tests pass",
        "first('') raises IndexError",
        "why does test_x fail?",
        "is the test suite flaky?",
        "write tests for m.py",
        "rename function low to high",
        "convert the unittest tests to pytest",
        "create a package called shelf",
        "set up this project",
        "review my changes",
        "fix the bug and write tests for m.py",
        "Write a chess engine in Haskell",
        "Who are you?",
    ],
)
def test_equal_requests_get_equal_answers(order: str) -> None:
    past: tuple[Item, ...] = (items.user(order),)
    for _ in range(3):
        asked = request(*past, seed=7, include=["reasoning.encrypted_content"])
        first, second = events(asked), events(asked)
        assert _bytes(first) == _bytes(second)
        output = _output(first)
        if not items.pending_calls(output):
            return
        call = call_of(output)
        past = (*past, *output, output_of(call, NOTHING))


def _bytes(told: list[Event]) -> list[bytes]:
    return [msgspec.json.encode(event) for event in told]


def _output(told: list[Event]) -> tuple[Item, ...]:
    assert isinstance(told[-1], Completed)
    return told[-1].response.output
