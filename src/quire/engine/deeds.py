"""What the engine asked for so far, and what came back, read from the items alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import get_args

import msgspec
from msgspec import Struct

from quire.engine.hands import WAITER
from quire.protocol import items
from quire.protocol.items import Call, Item, Output

# What the shell functions of coding agents print above an output (codex-agent, tool results).
_EXIT_CODE = re.compile(r"(?:Exit code:|exited with code|\"exit_code\":)\s*(-?\d+)")
_RUNNING = re.compile(r"Process running with session ID (\d+)")
_SESSION_ID = re.compile(r'"session_id":\s*(\d+)')
_HEADER = re.compile(
    r"\A(?:Chunk ID|Wall time|Process |Exit code|Original|Total output).*?^Output:\n",
    re.DOTALL | re.MULTILINE,
)
# What Quire's own tools answer for a command that a crash cut off.
_CUT_SHORT = re.compile(r"^\W*(interrupted|not run): ", re.MULTILINE)
_LAST_WORDS = 400
_FUNCTION = items.FunctionCallOutput
_PATCH_FAILED = re.compile(r"failed|error|invalid|rejected|denied|abort", re.IGNORECASE)


class Ran(Struct, frozen=True, kw_only=True):
    """What a command printed; the exit code is None when it was stopped or not told."""

    text: str
    exit_code: int | None = None
    timed_out: bool = False


class Deed(Struct, frozen=True, kw_only=True):
    """A call and its output, which is None when the call was interrupted.

    `more` holds what came later from a command that had gone on in the background.
    """

    call: Call
    output: Output | None = None
    more: tuple[Output, ...] = ()

    @property
    def interrupted(self) -> bool:
        """Tell whether the call has no output, or one that says it was cut short."""
        if self.output is None:
            return True
        return any(_CUT_SHORT.search(result.text[-_LAST_WORDS:]) for result in ran(self))


def deeds_of(conversation: Iterable[Item]) -> tuple[Deed, ...]:
    """Return every client-run call among the items with its output, in the order of the calls.

    Calls that wait for a command in the background count as part of that command's deed.
    """
    calls: dict[str, Deed] = {}
    for item in conversation:
        if isinstance(item, get_args(Call)):
            calls[item.call_id] = Deed(call=item)
        elif isinstance(item, get_args(Output)):
            # Some clients name a local shell call by the output's id.
            name = item.call_id or item.id or ""
            if name in calls:
                calls[name] = Deed(call=calls[name].call, output=item)
    return _joined(calls.values())


def _joined(deeds: Iterable[Deed]) -> tuple[Deed, ...]:
    joined: list[Deed] = []
    for deed in deeds:
        session = _awaited(deed.call)
        begun = [place for place, each in enumerate(joined) if session in _sessions(each)]
        if session is None or not begun:
            joined.append(deed)
        elif deed.output is not None:
            whole = joined[begun[-1]]
            joined[begun[-1]] = msgspec.structs.replace(whole, more=(*whole.more, deed.output))
    return tuple(joined)


def _awaited(call: Call) -> int | None:
    if not isinstance(call, items.FunctionCall) or call.name != WAITER:
        return None
    found = _SESSION_ID.search(call.arguments)
    return int(found[1]) if found else None


def _sessions(deed: Deed) -> tuple[int, ...]:
    return tuple(int(number) for number in _RUNNING.findall(_last_text(deed)))


def _last_text(deed: Deed) -> str:
    last = deed.more[-1] if deed.more else deed.output
    return items.text_of(last.output) if isinstance(last, items.FunctionCallOutput) else ""


def session_of(deed: Deed) -> int | None:
    """Return the session of a command that still runs in the background, or None."""
    sessions = _sessions(deed)
    return sessions[0] if sessions else None


def wish_of(call: Item) -> tuple[str, ...]:
    """Return what a call asks for, without its ids: two calls with equal wishes are the same."""
    match call:
        case items.ShellCall(action=action):
            return ("run", *action.commands)
        case items.LocalShellCall(action=action):
            return ("run", msgspec.json.encode(action.get("command")).decode())
        case items.ApplyPatchCall(operation=operation):
            return ("patch", msgspec.json.encode(operation).decode())
        case items.FunctionCall(name=name, arguments=arguments):
            return ("function", name, arguments)
        case items.CustomToolCall(name=name, input=text):
            return ("custom", name, text)
    return ()


def text_of(call: Call) -> str:
    """Return the command or the arguments of a call as text."""
    return "\n".join(wish_of(call)[1:])


def found(deeds: Iterable[Deed], wish: Item) -> Deed | None:
    """Return the newest deed that asked for the same as `wish`, or None."""
    same = [deed for deed in deeds if wish_of(deed.call) == wish_of(wish)]
    return same[-1] if same else None


def ran(deed: Deed) -> tuple[Ran, ...]:
    """Return what each command of a deed printed, in order; nothing when it was interrupted."""
    match deed.output:
        case items.ShellCallOutput(output=results):
            return tuple(_result(result) for result in results)
        case items.FunctionCallOutput(output=content) | items.CustomToolCallOutput(output=content):
            return (_in_pieces(items.text_of(content), deed.more),)
        case items.LocalShellCallOutput(output=text) | items.ApplyPatchCallOutput(output=text):
            return (_plain(text or ""),)
    return ()


def patched(deed: Deed) -> tuple[bool, str]:
    """Return whether a deed changed its file, and what the client said about it."""
    if isinstance(deed.output, items.ApplyPatchCallOutput):
        return deed.output.status == "completed", deed.output.output or ""
    results = ran(deed)
    text = results[0].text if results else ""
    code = results[0].exit_code if results else None
    return (code == 0 if code is not None else not _PATCH_FAILED.search(text)), text


def _result(result: items.ShellResult) -> Ran:
    text = f"{result.stdout}\n{result.stderr}"
    if isinstance(result.outcome, items.Exit):
        return Ran(text=text, exit_code=result.outcome.exit_code)
    return Ran(text=text, timed_out=True)


def _in_pieces(text: str, more: tuple[Output, ...]) -> Ran:
    pieces = (_plain(items.text_of(each.output)) for each in more if isinstance(each, _FUNCTION))
    whole = _plain(text)
    for piece in pieces:
        whole = msgspec.structs.replace(piece, text=whole.text + piece.text)
    return whole


def _plain(text: str) -> Ran:
    code = _EXIT_CODE.search(text[:2000])
    inner = _HEADER.sub("", _wrapped(text))
    return Ran(text=inner, exit_code=int(code[1]) if code else None, timed_out="timed out" in text)


def _wrapped(text: str) -> str:
    """Return the `output` of a JSON object, as older shell functions answer, or the text."""
    try:
        value = msgspec.json.decode(text, type=dict[str, object])
    except msgspec.MsgspecError:
        return text
    output = value.get("output")
    return output if isinstance(output, str) else text
