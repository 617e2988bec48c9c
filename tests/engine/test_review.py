"""A review, step by step: the order's target, the report read, the answer as data and as words."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import msgspec
import pytest

from quire.engine.answerer import Engine
from quire.engine.review import target
from quire.protocol import items
from quire.protocol.events import Completed
from quire.protocol.items import Item, Json
from quire.protocol.requests import Request

FINDING: Json = {
    "type": "finding",
    "check": "mutable-default",
    "path": "m.py",
    "start": 9,
    "end": 10,
    "title": "[P1] Mutable default of `items` is shared between calls",
    "body": "Made once.",
    "priority": 1,
    "confidence": 0.85,
}
REVIEWED: Json = {
    "type": "reviewed",
    "root": "/p",
    "base": "abc",
    "commit": "",
    "dropped": 2,
    "tests": {"passed": 3, "command": ["python", "-m", "pytest"], "compared": True},
    "files": [{"path": "m.py", "lines": [[9, 12]]}],
}
REPORT = (FINDING, REVIEWED, {"type": "done", "outcome": "reviewed", "seconds": 0.4})
EXPLANATION = (
    "1 changed file, 4 lines: 1 grave finding, 0 lesser. The project's tests ran on it: 3 passed."
)
DATA: Json = {
    "findings": [
        {
            "title": FINDING["title"],
            "body": "Made once.",
            "confidence_score": 0.85,
            "code_location": {
                "absolute_file_path": "/p/m.py",
                "line_range": {"start": 9, "end": 10},
            },
            "priority": 1,
            "check": "mutable-default",
            "suggestion": None,
            "patch": None,
        }
    ],
    "overall_correctness": "patch is incorrect",
    "overall_explanation": EXPLANATION,
    "overall_confidence_score": 0.85,
}


def answer(*conversation: Item, **fields: object) -> tuple[Item, ...]:
    """Return what the engine answers to a conversation."""
    body = {"model": "quire/standard", "tools": [{"type": "shell"}], **fields}
    request = msgspec.structs.replace(msgspec.convert(body, Request), input=conversation)

    async def ask() -> tuple[Item, ...]:
        events = [event async for event in Engine(b"the packed workbench").respond(request)]
        assert isinstance(events[-1], Completed)
        return events[-1].response.output

    return asyncio.run(ask())


def call_of(output: Iterable[Item]) -> items.ShellCall:
    calls = [item for item in output if isinstance(item, items.ShellCall)]
    assert len(calls) == 1
    return calls[0]


def output_of(call: items.ShellCall, *report: Json) -> Item:
    text = "".join(f"{msgspec.json.encode(line).decode()}\n" for line in report)
    result = items.ShellResult(stdout=text, stderr="", outcome=items.Exit(exit_code=0))
    return items.ShellCallOutput(call_id=call.call_id, output=(result,))


def words_of(output: Iterable[Item]) -> str:
    messages = [item for item in output if isinstance(item, items.Message)]
    return "".join(items.text_of(message.content) for message in messages)


def reviewed(*report: Json, **fields: object) -> str:
    """Return the final words of a review whose command printed `report`."""
    order = items.user("review the uncommitted changes")
    call = call_of(answer(order, **fields))
    output = answer(order, call, output_of(call, *report), **fields)
    return words_of(output)


def schema(*, strict: bool) -> Json:
    """Return the format of Codex's reviewer, cut down to what decides."""
    finding: Json = {
        "type": "object",
        "properties": {"title": {"type": "string"}, "priority": {"type": "integer"}},
        "required": ["title"],
        "additionalProperties": not strict,
    }
    whole: Json = {
        "type": "object",
        "properties": {
            "findings": {"type": "array", "items": finding},
            "overall_correctness": {"type": "string"},
        },
        "required": ["findings", "overall_correctness"],
        "additionalProperties": not strict,
    }
    return {"format": {"type": "json_schema", "name": "review", "schema": whole}}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("review the uncommitted changes", "--uncommitted"),
        ("review against main", "--base=main"),
        ("Review the code changes against the base branch 'release/1.2'. The merge base commit "
         "for this comparison is 1f2e3d4.", "--base=release/1.2"),
        ("review my branch compared to origin/main.", "--base=origin/main"),
        ("review commit 3fd5160", "--commit=3fd5160"),
        ("review commit HEAD~2", "--commit=HEAD~2"),
        ("review the last commit", "--commit=HEAD"),
        ("Review commit 'v1.2'.", "--commit=v1.2"),
        ("review commit nope", "--commit=nope"),
        ("review the commit messages of my branch against main", "--base=main"),
        ("review against --output=x", "--uncommitted"),
        ("review HEAD~1", "--commit=HEAD~1"),
        ("review e3b0c44298fc, focus on security", "--commit=e3b0c44298fc"),
        ("the changes since commit 77ab01", "--base=77ab01"),
        ("review my changes since yesterday", "--uncommitted"),
        ("review this branch", "--base=:trunk"),
        ("feedback on my pull request, please", "--base=:trunk"),
    ],
)  # fmt: skip
def test_an_order_names_the_change(text: str, expected: str) -> None:
    assert target(text) == (expected,)


def test_the_program_runs_on_the_change() -> None:
    call = call_of(answer(items.user("review against main")))
    assert call.action.commands[0].startswith("# quire-workbench review --seconds 180 --base=main")


def test_the_answer_is_prose() -> None:
    assert reviewed(*REPORT) == (
        f"**Patch is incorrect.** {EXPLANATION}\n\n"
        "- [P1] Mutable default of `items` is shared between calls — m.py:9-10\n  Made once."
    )


def test_the_answer_is_data_where_a_schema_asks_for_it() -> None:
    assert msgspec.json.decode(reviewed(*REPORT, text={"format": {"type": "json_object"}})) == DATA
    assert msgspec.json.decode(reviewed(*REPORT, text=schema(strict=False))) == DATA


def test_the_answer_is_data_where_the_instructions_ask_for_it() -> None:
    words = 'Answer with {"findings": [...], "overall_correctness": ...} and nothing else.'
    assert msgspec.json.decode(reviewed(*REPORT, instructions=words)) == DATA


def test_a_strict_schema_gets_only_its_own_fields() -> None:
    told = msgspec.json.decode(reviewed(*REPORT, text=schema(strict=True)))
    assert told == {
        "findings": [{"title": FINDING["title"], "priority": 1}],
        "overall_correctness": "patch is incorrect",
    }


def test_no_finding_is_a_correct_patch() -> None:
    told = msgspec.json.decode(reviewed(*REPORT[1:], text={"format": {"type": "json_object"}}))
    assert told == {
        "findings": [],
        "overall_correctness": "patch is correct",
        "overall_explanation": "1 changed file, 4 lines: no findings. The project's tests ran on "
        "it: 3 passed.",
        "overall_confidence_score": 0.7,
    }


def test_what_cannot_be_reviewed_is_refused() -> None:
    refusal = {"type": "done", "outcome": "refused", "reason": "no commit 'x'", "learned": "a name"}
    order = items.user("review against x")
    call = call_of(answer(order))
    output = answer(order, call, output_of(call, refusal))
    message = output[-1]
    assert isinstance(message, items.Message)
    assert not isinstance(message.content, str)
    assert message.content[0].refusal == "Not reviewed: no commit 'x'. It needs a name."


def test_the_program_is_put_in_place_once() -> None:
    order = items.user("review the uncommitted changes")
    run = call_of(answer(order))
    absent = output_of(run, {"type": "absent"})
    install = call_of(answer(order, run, absent))
    assert "<<'QUIRE'" in install.action.commands[0]
    placed = output_of(install, {"type": "placed"})
    again = call_of(answer(order, run, absent, install, placed))
    assert again.action.commands == run.action.commands
    output = answer(order, run, absent, install, placed, again, output_of(again, *REPORT))
    assert words_of(output).startswith("**Patch is incorrect.**")
