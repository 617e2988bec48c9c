"""Tools that a server does not have (shells, apply_patch, custom, namespaces), played as functions.

A request's tools, and the calls and outputs in its history, are written the same way, so that a
model sees one story; its calls come back as the items that they mean.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, get_args

import msgspec
from msgspec import Struct

from quire.protocol import items
from quire.protocol.items import Item, Json

Kind = Literal["function", "custom", "shell", "local_shell", "apply_patch", "namespace"]
Played = (
    items.FunctionCall
    | items.CustomToolCall
    | items.ShellCall
    | items.LocalShellCall
    | items.ApplyPatchCall
)
Answered = (
    items.FunctionCallOutput
    | items.CustomToolCallOutput
    | items.ShellCallOutput
    | items.LocalShellCallOutput
    | items.ApplyPatchCallOutput
)
KINDS: tuple[Kind, ...] = get_args(Kind)
_LONGEST = 64  # characters of a function's name

SHELL_PARAMETERS: Json = {
    "type": "object",
    "properties": {
        "commands": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Shell commands; each runs on its own, in order.",
        },
        "timeout_ms": {"type": "integer", "description": "Time limit of each command."},
        "max_output_length": {"type": "integer", "description": "Characters to keep of each."},
    },
    "required": ["commands"],
}
PROGRAM_PARAMETERS: Json = {
    "type": "object",
    "properties": {
        "command": {
            "type": "array",
            "items": {"type": "string"},
            "description": "The program and its arguments, as a list.",
        },
        "working_directory": {"type": "string"},
        "timeout_ms": {"type": "integer"},
    },
    "required": ["command"],
}
PATCH_PARAMETERS: Json = {
    "type": "object",
    "properties": {
        "type": {"type": "string", "enum": ["create_file", "update_file", "delete_file"]},
        "path": {"type": "string", "description": "Relative to the workspace."},
        "diff": {
            "type": "string",
            "description": "create_file: every line begins with '+'. update_file: hunks opened by "
            "'@@' or '@@ line to jump to', then lines that begin with ' ', '-' or '+', three lines "
            "of context, no line numbers.",
        },
    },
    "required": ["type", "path"],
}
INPUT_PARAMETERS: Json = {
    "type": "object",
    "properties": {"input": {"type": "string", "description": "The tool's whole input."}},
    "required": ["input"],
}


class Emulation(Struct, frozen=True):
    """Which function name stands for which kind of tool, for one request.

    `spaces` tells the namespace and the name of each function that stood in a namespace.
    """

    kinds: Mapping[str, Kind]
    spaces: Mapping[str, tuple[str, str]] = {}

    def name_of(self, kind: Kind) -> str:
        """Return the function name that stands for a built-in kind of tool."""
        return next((name for name, known in self.kinds.items() if known == kind), kind)

    def plays(self, name: str) -> bool:
        """Return whether the function `name` stands for a tool of another kind."""
        return self.kinds.get(name, "function") != "function"


def emulation_of(tools: Iterable[Json], native: Iterable[str] = ("function",)) -> Emulation:
    """Return the function names of a request's tools; a taken name gets `_call` behind it.

    Tools of the `native` kinds are the server's own and are not played.
    """
    given, own = list(tools), frozenset(native)
    named: dict[str, Kind] = {}
    for tool in given:
        kind = tool.get("type")
        if kind == "function" or kind == "custom":
            played: Kind = "custom" if kind == "custom" and kind not in own else "function"
            named[str(tool.get("name"))] = played
    built_in: tuple[Kind, ...] = ("shell", "local_shell", "apply_patch")
    for kind in built_in:
        if kind not in own and any(tool.get("type") == kind for tool in given):
            named[f"{kind}_call" if kind in named else kind] = kind
    spaces = {} if "namespace" in own else _spaces(given, named)
    return Emulation({**named, **dict.fromkeys(spaces, "namespace")}, spaces)


def plain_tools(tools: Iterable[Json], emulation: Emulation) -> Iterator[Json]:
    """Yield `tools` with the functions of namespaces in their place, by their flat names."""
    flat = {told: name for name, told in emulation.spaces.items()}
    for tool in tools:
        inner = tool.get("tools")
        if tool.get("type") != "namespace" or not flat or not isinstance(inner, list | tuple):
            yield tool
            continue
        for each in inner:
            name = flat.get((str(tool.get("name")), str(each.get("name"))))
            if name is not None:
                yield {**each, "name": name}


def _spaces(tools: Iterable[Json], taken: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Return flat names for the functions of namespaces, none of them taken."""
    spaces: dict[str, tuple[str, str]] = {}
    for tool in tools:
        inner = tool.get("tools") if tool.get("type") == "namespace" else None
        for each in inner if isinstance(inner, list | tuple) else ():
            if isinstance(each, Mapping) and each.get("type") == "function":
                told = (str(tool.get("name")), str(each.get("name")))
                flat = "__".join(told)[-_LONGEST:]
                while flat in spaces or flat in taken:
                    flat = f"_{flat}"[:_LONGEST]
                spaces[flat] = told
    return spaces


def function_of(tool: Json, emulation: Emulation) -> Json | None:
    """Return the function that plays `tool`, flat, None for a tool that cannot be played."""
    match tool:
        case {"type": "custom", "name": str(name)}:
            return _function(name, _custom_words(tool), INPUT_PARAMETERS)
        case {"type": "shell"}:
            words = "Run commands in a shell and read what they print."
            return _function(emulation.name_of("shell"), words, SHELL_PARAMETERS)
        case {"type": "local_shell"}:
            words = "Run one program on this machine and read what it prints."
            return _function(emulation.name_of("local_shell"), words, PROGRAM_PARAMETERS)
        case {"type": "apply_patch"}:
            words = "Create, change or delete one file."
            return _function(emulation.name_of("apply_patch"), words, PATCH_PARAMETERS)
    return None


def call_of(call: Played, emulation: Emulation) -> items.FunctionCall:
    """Return the function call that plays `call`."""
    name, arguments = _arguments(call, emulation)
    return items.FunctionCall(call_id=call.call_id, name=name, arguments=arguments)


def output_of(output: Answered) -> items.FunctionCallOutput:
    """Return the function's output that plays `output`: a shell's as JSON, a patch's as text."""
    match output:
        case items.ShellCallOutput(output=results):
            words: items.Content = msgspec.json.encode(results).decode()
        case items.ApplyPatchCallOutput(status=status, output=log):
            words = f"{status}\n{log or ''}".strip()
        case _:
            words = output.output
    # The older shell's output names its call by `id` where it has no `call_id`.
    return items.FunctionCallOutput(call_id=output.call_id or output.id or "", output=words)


def meant_by(call: items.FunctionCall, emulation: Emulation) -> Item:
    """Return the item that a call means; arguments that cannot be read stay a function call.

    The client's tool then answers with what is wrong, and the model repairs it.
    """
    try:
        match emulation.kinds.get(call.name, "function"):
            case "namespace":
                space, name = emulation.spaces[call.name]
                return items.changed(call, namespace=space, name=name, status="completed")
            case "custom":
                text = msgspec.json.decode(call.arguments, type=dict[str, str])["input"]
                return items.CustomToolCall(
                    call_id=call.call_id, name=call.name, input=text, status="completed"
                )
            case "shell":
                action = msgspec.json.decode(call.arguments, type=items.ShellAction)
                return items.ShellCall(call_id=call.call_id, action=action, status="completed")
            case "local_shell":
                program = msgspec.json.decode(call.arguments, type=_Program)
                run: Json = {"env": {}, **msgspec.to_builtins(program)}
                return items.LocalShellCall(call_id=call.call_id, action=run, status="completed")
            case "apply_patch":
                return items.ApplyPatchCall(
                    call_id=call.call_id, operation=_change(call.arguments), status="completed"
                )
    except (msgspec.MsgspecError, KeyError):
        return call
    return call


class _Program(Struct, frozen=True, omit_defaults=True, tag_field="type", tag="exec"):
    command: tuple[str, ...]
    env: Mapping[str, str] = msgspec.field(default_factory=dict)
    working_directory: str | None = None
    timeout_ms: int | None = None


class _Nested(Struct, frozen=True):
    operation: items.Operation


def _change(arguments: str) -> items.Operation:
    """Return the change that a patch's arguments mean; models nest it as the item does, too."""
    try:
        flat: items.Operation = msgspec.json.decode(arguments, type=items.Operation)
        return flat
    except msgspec.ValidationError:
        return msgspec.json.decode(arguments, type=_Nested).operation


def _function(name: str, description: str, parameters: Json) -> Json:
    return {
        "type": "function",
        "name": name,
        "description": description,
        "parameters": parameters,
        "strict": False,
    }


def _custom_words(tool: Json) -> str:
    words = str(tool.get("description") or "")
    form = tool.get("format")
    if isinstance(form, Mapping) and form.get("definition"):
        words += f"\nThe input must match this {form.get('syntax')} grammar:\n{form['definition']}"
    return words.strip()


def _arguments(call: Played, emulation: Emulation) -> tuple[str, str]:
    match call:
        case items.FunctionCall(namespace=str(space), name=name):
            flat = (own for own, told in emulation.spaces.items() if told == (space, name))
            return next(flat, name), call.arguments
        case items.FunctionCall():
            return call.name, call.arguments
        case items.CustomToolCall():
            return call.name, msgspec.json.encode({"input": call.input}).decode()
        case items.ShellCall():
            fields = {k: v for k, v in msgspec.to_builtins(call.action).items() if v is not None}
            return emulation.name_of("shell"), msgspec.json.encode(fields).decode()
        case items.LocalShellCall(action=action):
            fields = {k: v for k, v in action.items() if v and k != "type"}
            return emulation.name_of("local_shell"), msgspec.json.encode(fields).decode()
    return emulation.name_of("apply_patch"), msgspec.json.encode(call.operation).decode()
