"""What a call asks for, read before it is carried out: for approvals and for hooks."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from typing import Literal

import msgspec
from msgspec import Struct

from quire.errors import PatchError, UsageError
from quire.protocol import items
from quire.protocol.items import Call, FunctionCall, Json
from quire.protocol.patches import parse_patch
from quire.tools import arguments, scripts
from quire.tools.patching import heredoc

Kind = Literal["command", "patch", "typing", "look", "task", "function"]

ESCALATED = "require_escalated"
BETWEEN = "__"
"""What stands between the name of an MCP server and that of its tool."""

TASK_TOOL = "run_task"
_PATCH_TOOL = "apply_patch"
_LOOKING = frozenset({"read_output", "update_plan", "view_image"})
_SHELLS = frozenset({"exec_command", "shell", "shell_command"})


class Wish(Struct, frozen=True, kw_only=True):
    """What a call wants: `commands` are shell scripts, or argument lists that no shell reads.

    `text` is the whole of it for a person to read. `outside` asks to be run without walls, for
    the `reason` given, and `prefix` is what the model proposes to remember. `shell` is the
    program that reads a script, empty for the usual one.
    """

    kind: Kind
    text: str
    commands: tuple[str | tuple[str, ...], ...] = ()
    folder: str = ""
    shell: str = ""
    outside: bool = False
    reason: str = ""
    prefix: tuple[str, ...] = ()


def wish_of(call: Call) -> Wish:
    """Return what `call` asks for. Raises UsageError when its arguments cannot be read."""
    match call:
        case items.ShellCall():
            return _of_shell_call(call)
        case items.LocalShellCall():
            local = arguments.local_action(call.action)
            folder = local.working_directory or ""
            text = shlex.join(local.command)
            return Wish(kind="command", text=text, commands=(local.command,), folder=folder)
        case items.ApplyPatchCall(operation=operation):
            return Wish(kind="patch", text=_operation_text(msgspec.to_builtins(operation)))
        case items.CustomToolCall(name="apply_patch", input=text):
            return Wish(kind="patch", text=text)
        case items.CustomToolCall():
            return Wish(kind="function", text=f"{call.name} {call.input}")
        case items.FunctionCall():
            return _of_function(call)


def _of_shell_call(call: items.ShellCall) -> Wish:
    commands = call.action.commands
    if commands and all(heredoc(command) for command in commands):
        return Wish(kind="patch", text="\n".join(commands))
    return Wish(kind="command", text="\n".join(commands), commands=commands)


def _of_function(call: FunctionCall) -> Wish:
    if call.name in _SHELLS:
        return _of_shell(call)
    if call.name == _PATCH_TOOL:
        return Wish(kind="patch", text=arguments.parse(call.arguments, arguments.Patch).input)
    if call.name == "write_stdin":
        typed = arguments.parse(call.arguments, arguments.Write)
        kind: Kind = "typing" if typed.chars else "look"
        return Wish(kind=kind, text=f"session {typed.session_id} reads: {typed.chars}")
    if call.name == TASK_TOOL:
        return Wish(kind="task", text=arguments.parse(call.arguments, arguments.Task).task)
    if call.name in _LOOKING:
        return Wish(kind="look", text=call.name)
    return Wish(kind="function", text=f"{call.name} {call.arguments}")


def _of_shell(call: FunctionCall) -> Wish:
    if scripts.inline_patch(call) is not None:
        return Wish(kind="patch", text=_command_of(call))
    asked = arguments.parse(call.arguments, arguments.Asked)
    command: str | tuple[str, ...]
    if call.name == "exec_command":
        run = arguments.parse(call.arguments, arguments.Exec)
        command, folder, shell = run.cmd, run.workdir, run.shell
    else:
        line = arguments.parse(call.arguments, arguments.Run)
        command, folder, shell = scripts.read_as(line.command), line.workdir, None
    return Wish(
        kind="command",
        text=command if isinstance(command, str) else shlex.join(command),
        commands=(command,),
        folder=folder or "",
        shell=shell or "",
        outside=asked.with_escalated_permissions or asked.sandbox_permissions == ESCALATED,
        reason=asked.justification,
        prefix=asked.prefix_rule,
    )


def tool_name(call: Call) -> str:
    """Return the name by which hooks know the call's tool: Bash, apply_patch, mcp__SERVER__TOOL."""
    match call:
        case items.ShellCall() | items.LocalShellCall():
            return "Bash"
        case items.ApplyPatchCall():
            return _PATCH_TOOL
        case items.FunctionCall(name=name) if BETWEEN in name:
            return f"mcp{BETWEEN}{name}"
        case items.FunctionCall(name=name) | items.CustomToolCall(name=name):
            return "Bash" if name in _SHELLS else name


def tool_input(call: Call) -> dict[str, object]:
    """Return what hooks are shown of a call: a command, a patch, or a function's arguments."""
    match call:
        case items.ShellCall(action=action):
            return {"command": "\n".join(action.commands), "commands": list(action.commands)}
        case items.LocalShellCall():
            return {"command": shlex.join(arguments.local_action(call.action).command)}
        case items.ApplyPatchCall(operation=operation):
            shape = msgspec.to_builtins(operation)
            return {"command": _operation_text(shape), "file_path": operation.path, **shape}
        case items.CustomToolCall():
            return {"command": call.input}
        case items.FunctionCall(name=name) if name == _PATCH_TOOL:
            return {"command": arguments.parse(call.arguments, arguments.Patch).input}
        case items.FunctionCall(name=name):
            given = _object(call.arguments)
            return {**given, "command": _command_of(call)} if name in _SHELLS else given


def narrowing(call: Call, text: str) -> dict[str, object]:
    """Return the input that is left of a patch, for `rewritten`; `text` is what a person read."""
    match call:
        case items.ShellCall():
            return {"commands": [text]}
        case items.ApplyPatchCall():
            return {"diff": text.partition("\n")[2]}
        case _:
            return {"command": text}


def rewritten(call: Call, wanted: Mapping[str, object]) -> Call:
    """Return `call` with the input that a hook wants instead.

    Raises UsageError for an input that the tool of the call does not take.
    """
    shown = tool_input(call)
    unknown = sorted(set(wanted) - {*shown, "description"})
    if unknown:
        raise UsageError(f"'{unknown[0]}' is not among {', '.join(shown)}.", param=unknown[0])
    match call:
        case items.ShellCall():
            return _rewritten_shell(call, wanted)
        case items.CustomToolCall():
            text = _text(wanted, "command")
            if call.name == _PATCH_TOOL:
                _check_patch(text)
            return items.changed(call, input=text)
        case items.FunctionCall():
            return _rewritten_function(call, wanted)
        case items.ApplyPatchCall(operation=operation) if set(wanted) == {"diff"}:
            return _rewritten_operation(call, operation, _text(wanted, "diff"))
        case _:
            raise UsageError("A call of this form cannot be rewritten; it can only be refused.")


def _rewritten_shell(call: items.ShellCall, wanted: Mapping[str, object]) -> Call:
    given = wanted.get("commands", [wanted.get("command")])
    if not isinstance(given, list) or not all(isinstance(text, str) for text in given):
        raise UsageError("'commands' must be a list of texts.", param="commands")
    if len(given) != len(call.action.commands):
        raise UsageError(f"'commands' must hold {len(call.action.commands)} texts.")
    return items.changed(call, action=msgspec.structs.replace(call.action, commands=tuple(given)))


def _rewritten_operation(call: Call, operation: items.Operation, diff: str) -> Call:
    if isinstance(operation, items.DeleteFile):
        raise UsageError("A file that is deleted has no diff.", param="diff")
    changed = msgspec.structs.replace(operation, diff=diff)
    return items.changed(call, operation=msgspec.to_builtins(changed))


_SHAPES: Mapping[str, type[Struct]] = {
    "exec_command": arguments.Exec,
    "read_output": arguments.Page,
    "run_task": arguments.Task,
    "shell": arguments.Run,
    "shell_command": arguments.Run,
    "view_image": arguments.Image,
    "write_stdin": arguments.Write,
}


def _rewritten_function(call: FunctionCall, wanted: Mapping[str, object]) -> Call:
    given = _object(call.arguments)
    changes = {key: value for key, value in wanted.items() if key != "description"}
    if call.name == _PATCH_TOOL:
        text = _text(wanted, "command")
        _check_patch(text)
        changes = {"input": text}
    elif call.name in _SHELLS and "command" in changes:
        text = _text(changes, "command")
        del changes["command"]
        changes["cmd" if call.name == "exec_command" else "command"] = text
    written = msgspec.json.encode({**given, **changes}).decode()
    if call.name in _SHAPES:
        arguments.parse(written, _SHAPES[call.name])
    return items.changed(call, arguments=written)


def _check_patch(text: str) -> None:
    try:
        parse_patch(text)
    except PatchError as error:
        raise UsageError(error.message, param="command") from error


def _command_of(call: FunctionCall) -> str:
    if call.name == "exec_command":
        return arguments.parse(call.arguments, arguments.Exec).cmd
    command = scripts.read_as(arguments.parse(call.arguments, arguments.Run).command)
    return command if isinstance(command, str) else shlex.join(command)


def _object(text: str) -> dict[str, object]:
    try:
        return msgspec.json.decode(text or "{}", type=dict[str, object])
    except (msgspec.MsgspecError, UnicodeEncodeError) as error:
        raise UsageError(f"failed to parse function arguments: {error}") from error


def _text(wanted: Mapping[str, object], key: str) -> str:
    value = wanted.get(key)
    if not isinstance(value, str):
        raise UsageError(f"'{key}' must be a text.", param=key)
    return value


def _operation_text(operation: Json) -> str:
    return f"{operation.get('type')} {operation.get('path')}\n{operation.get('diff') or ''}".strip()
