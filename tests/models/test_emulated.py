"""Tools that a Responses server lacks, played as functions and restored."""

from __future__ import annotations

import asyncio

import msgspec

from quire.models.emulated import emulated
from quire.models.script import Answer, FunctionWish, Script
from quire.models.scripted import Scripted
from quire.protocol import items
from quire.protocol.events import Completed, Event, OutputItemDone, type_of
from quire.protocol.items import user
from quire.protocol.requests import Request

OPERATION = items.UpdateFile(path="a.py", diff="@@\n-a\n+b\n")
HISTORY: tuple[items.Item, ...] = (
    user("Fix it."),
    items.ShellCall(call_id="s", action=items.ShellAction(commands=("ls",))),
    items.ShellCallOutput(
        call_id="s", output=(items.ShellResult(stdout="a", stderr="", outcome=items.Exit(0)),)
    ),
    items.ApplyPatchCall(call_id="p", operation=OPERATION),
    items.ApplyPatchCallOutput(call_id="p", status="failed", output="no"),
    items.FunctionCall(call_id="f", name="look", arguments="{}"),
    items.FunctionCallOutput(call_id="f", output="seen"),
)
REQUEST = Request(
    model="m",
    input=HISTORY,
    tools=(
        {"type": "shell"},
        {"type": "apply_patch"},
        {"type": "function", "name": "look"},
        {"type": "mcp", "server_label": "x"},
    ),
    tool_choice={"type": "shell"},
)
WISHES = (
    FunctionWish(name="shell", arguments={"commands": ["ls", "pwd"]}),
    FunctionWish(name="look", arguments={"at": 1}),
    FunctionWish(name="apply_patch", arguments="not json"),
)


def asked(request: Request) -> tuple[list[Event], Request]:
    scripted = Scripted(Script(answer=(Answer(text="Look:", calls=WISHES),)))

    async def run() -> list[Event]:
        model = emulated(scripted, ("function", "mcp"))
        return [event async for event in model.respond(request)]

    return asyncio.run(run()), scripted.requests[0]


def test_tools_choice_and_history_are_written_as_functions() -> None:
    _, sent = asked(REQUEST)
    assert [(tool["type"], tool.get("name")) for tool in sent.tools] == [
        ("function", "shell"),
        ("function", "apply_patch"),
        ("function", "look"),
        ("mcp", None),
    ]
    assert sent.tool_choice == {"type": "function", "name": "shell"}
    assert [items.kind_of(item) for item in sent.input] == [
        "message",
        *["function_call", "function_call_output"] * 3,
    ]
    assert sent.input[4] == items.FunctionCallOutput(call_id="p", output="failed\nno")


def test_allowed_tools_are_named_as_functions_too() -> None:
    allowed = [{"type": "shell"}, {"type": "mcp", "server_label": "x"}]
    choice = {"type": "allowed_tools", "mode": "auto", "tools": allowed}
    _, sent = asked(msgspec.structs.replace(REQUEST, tool_choice=choice))
    named = [{"type": "function", "name": "shell"}, allowed[1]]
    assert sent.tool_choice == {**choice, "tools": named}


def test_calls_come_back_as_their_own_items() -> None:
    told, _ = asked(REQUEST)
    done = [event.item for event in told if isinstance(event, OutputItemDone)]
    last = told[-1]
    assert isinstance(last, Completed)
    assert list(last.response.output) == done
    assert [items.kind_of(item) for item in done] == [
        "message",
        "shell_call",
        "function_call",
        "function_call",
    ]
    assert msgspec.structs.replace(done[1], id=None) == items.ShellCall(
        call_id="call_1_1", action=items.ShellAction(commands=("ls", "pwd")), status="completed"
    )
    assert [event.sequence_number for event in told] == list(range(len(told)))
    kinds = [type_of(event) for event in told]
    assert kinds.count("response.shell_call_command.delta") == 2
    assert kinds.count("response.function_call_arguments.delta") == 2


def test_a_server_that_has_them_all_is_left_alone() -> None:
    plain = Request(model="m", input=(user("Hi."),), tools=({"type": "function", "name": "look"},))
    _, sent = asked(plain)
    assert sent == plain
