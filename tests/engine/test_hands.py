"""Wishes become calls of the tools that a client offers, and their outputs are read back."""

from __future__ import annotations

import msgspec
import pytest

from quire.engine.deeds import Deed, Ran, deeds_of, found, patched, ran, session_of
from quire.engine.hands import Hands, offered
from quire.protocol import items
from quire.protocol.items import Item, Json
from quire.protocol.requests import Request

DIFF = "@@\n-a\n+b\n"
ENVELOPE = "*** Begin Patch\n*** Update File: m.py\n@@\n-a\n+b\n*** End Patch"


def function(name: str, **fields: str) -> Json:
    properties = {key: {"type": kind} for key, kind in fields.items()}
    parameters = {"type": "object", "properties": properties}
    return {"type": "function", "name": name, "parameters": parameters}


EXEC = function("exec_command", cmd="string", yield_time_ms="number", workdir="string")
STDIN = function("write_stdin", session_id="number", chars="string", yield_time_ms="number")


def hands(*tools: Json, **fields: object) -> Hands:
    return offered(msgspec.structs.replace(Request(model="quire/mini", tools=tools), **fields))


@pytest.mark.parametrize(
    ("tool", "expected"),
    [
        (
            function("shell_command", command="string", timeout_ms="number"),
            {"command": "ls", "timeout_ms": 5000},
        ),
        (EXEC, {"cmd": "ls", "yield_time_ms": 5000}),
        (function("shell", command="array"), {"command": ["sh", "-c", "ls"]}),
        (function("bash", command="string"), {"command": "ls"}),
    ],
)
def test_shell_functions_get_the_arguments_they_name(tool: Json, expected: Json) -> None:
    [call] = hands(tool).run(("ls",), 5000)
    assert isinstance(call, items.FunctionCall)
    assert (call.name, msgspec.json.decode(call.arguments)) == (tool["name"], expected)


def test_the_hosted_shape_takes_all_commands_in_one_call() -> None:
    [call] = hands(EXEC, {"type": "shell"}).run(("ls", "pwd"), 5000)
    assert isinstance(call, items.ShellCall)
    assert call.action.commands == ("ls", "pwd")


def test_the_older_local_shell_takes_one_command_a_call() -> None:
    calls = hands({"type": "local_shell"}).run(("ls", "pwd"), 5000)
    assert [call.action["command"] for call in calls if isinstance(call, items.LocalShellCall)] == [
        ["sh", "-c", "ls"],
        ["sh", "-c", "pwd"],
    ]


def test_tools_inside_a_namespace_are_found() -> None:
    [call] = hands({"type": "namespace", "name": "box", "tools": [EXEC]}).run(("ls",), 1)
    assert isinstance(call, items.FunctionCall)
    assert call.namespace == "box"


def test_patches_go_through_the_tool_that_is_offered() -> None:
    custom: Json = {"type": "custom", "name": "apply_patch"}
    [item] = hands({"type": "apply_patch"}, custom).patch("m.py", DIFF)
    assert isinstance(item, items.ApplyPatchCall)
    [raw] = hands(custom).patch("m.py", DIFF)
    assert isinstance(raw, items.CustomToolCall)
    assert raw.input == ENVELOPE
    [call] = hands(function("apply_patch", input="string")).patch("m.py", DIFF)
    assert isinstance(call, items.FunctionCall)
    assert msgspec.json.decode(call.arguments) == {"input": ENVELOPE}
    [command] = hands({"type": "shell"}).patch("m.py", DIFF)
    assert isinstance(command, items.ShellCall)
    assert hands(function("get_weather", city="string")).patch("m.py", DIFF) == ()


def test_new_files_go_the_same_way() -> None:
    custom: Json = {"type": "custom", "name": "apply_patch"}
    text = "a\n\nb\n"
    [item] = hands({"type": "apply_patch"}, custom).create("m.py", text)
    assert isinstance(item, items.ApplyPatchCall)
    assert item.operation == items.CreateFile(path="m.py", diff="+a\n+\n+b\n")
    [raw] = hands(custom).create("m.py", text)
    assert isinstance(raw, items.CustomToolCall)
    assert raw.input == "*** Begin Patch\n*** Add File: m.py\n+a\n+\n+b\n*** End Patch"
    [command] = hands({"type": "shell"}).create("m.py", text)
    assert isinstance(command, items.ShellCall)
    assert hands().create("m.py", text) == ()


@pytest.mark.parametrize(
    ("choice", "runs", "patches"),
    [
        ("auto", True, True),
        ("required", True, True),
        ("none", False, False),
        ({"type": "shell"}, True, False),
        ({"type": "apply_patch"}, False, True),
        ({"type": "allowed_tools", "mode": "auto", "tools": [{"type": "shell"}]}, True, False),
        ({"type": "function", "name": "other"}, False, False),
    ],
)
def test_the_tool_choice_ties_hands(choice: str | Json, runs: bool, patches: bool) -> None:
    tied = hands({"type": "shell"}, {"type": "apply_patch"}, tool_choice=choice)
    assert (tied.runner is not None, tied.patcher is not None) == (runs, patches)


def deed(output: str) -> Deed:
    call = items.FunctionCall(call_id="c", name="exec_command", arguments='{"cmd":"ls"}')
    [only] = deeds_of((call, items.FunctionCallOutput(call_id="c", output=output)))
    return only


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Exit code: 2\nWall time: 0.1 seconds\nOutput:\nno\n",
            Ran(text="no\n", exit_code=2),
        ),
        (
            "Chunk ID: ab12cd\nWall time: 0.05 seconds\nProcess exited with code 0\n"
            "Original token count: 3\nOutput:\nyes\n",
            Ran(text="yes\n", exit_code=0),
        ),
        ('{"output":"yes\\n","metadata":{"exit_code":0}}', Ran(text="yes\n", exit_code=0)),
        ("just words", Ran(text="just words")),
        (
            "Exit code: 124\nOutput:\ncommand timed out after 10 milliseconds",
            Ran(text="command timed out after 10 milliseconds", exit_code=124, timed_out=True),
        ),
    ],
)
def test_outputs_of_shell_functions_are_read(text: str, expected: Ran) -> None:
    assert ran(deed(text)) == (expected,)


def test_a_command_in_the_background_is_read_in_pieces() -> None:
    [first] = hands(EXEC, STDIN).run(("long",), 60_000)
    [wait] = hands(EXEC, STDIN).wait(7)
    head = "Chunk ID: 1\nWall time: 10 seconds\nProcess running with session ID 7\nOutput:\n"
    tail = "Chunk ID: 2\nWall time: 2 seconds\nProcess exited with code 3\nOutput:\n"

    def said(call: Item, name: str, text: str) -> tuple[Item, Item]:
        output = items.FunctionCallOutput(call_id=name, output=text)
        return msgspec.structs.replace(call, call_id=name), output

    begun = said(first, "a", head + '{"type":')
    [running] = deeds_of(begun)
    assert session_of(running) == 7
    [ended] = deeds_of((*begun, *said(wait, "b", tail + '"x"}')))
    assert session_of(ended) is None
    assert ran(ended) == (Ran(text='{"type":"x"}', exit_code=3),)


@pytest.mark.parametrize(
    ("text", "ok"),
    [
        ("Exit code: 0\nOutput:\nSuccess. Updated the following files:\nM m.py", True),
        ("Success. Updated the following files:\nM m.py\n", True),
        ("apply_patch verification failed: Failed to find expected lines in m.py", False),
        ("Exit code: 1\nOutput:\n", False),
    ],
)
def test_patch_outputs_are_judged(text: str, ok: bool) -> None:
    assert patched(deed(text))[0] is ok


def test_the_output_of_a_local_shell_may_name_its_call_by_id() -> None:
    call = items.LocalShellCall(call_id="c", action={"command": ["ls"]})
    [only] = deeds_of((call, items.LocalShellCallOutput(id="c", output="m.py")))
    assert ran(only) == (Ran(text="m.py"),)


def test_a_deed_is_known_by_its_wish_not_by_its_ids() -> None:
    [call] = hands({"type": "shell"}).run(("ls",), 5000)
    [other] = hands({"type": "shell"}).run(("ls",), 9000)
    deeds = deeds_of((msgspec.structs.replace(call, call_id="x", id="sh_1"),))
    assert found(deeds, other) == deeds[0]
    assert found(deeds, items.user("ls")) is None


def test_files_go_the_same_way() -> None:
    custom: Json = {"type": "custom", "name": "apply_patch"}
    [item] = hands({"type": "apply_patch"}, custom).remove("m.py")
    assert isinstance(item, items.ApplyPatchCall)
    assert item.operation == items.DeleteFile(path="m.py")
    [raw] = hands(custom).remove("m.py")
    assert isinstance(raw, items.CustomToolCall)
    assert raw.input == "*** Begin Patch\n*** Delete File: m.py\n*** End Patch"
    [command] = hands({"type": "shell"}).remove("m.py")
    assert isinstance(command, items.ShellCall)
    assert hands().remove("m.py") == ()
