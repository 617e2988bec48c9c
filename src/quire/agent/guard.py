"""The guard before the tools: hooks, then approval, then the tool, then hooks again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeGuard

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from quire.agent.approvals import Approver, Decision, Wanted
from quire.agent.hooks_run import Hooks
from quire.agent.loop import Tools
from quire.agent.projection import AGAIN
from quire.errors import RefusedError
from quire.models.streams import closing
from quire.protocol import items
from quire.protocol.events import Event
from quire.protocol.items import Call, Output
from quire.protocol.records import CommandEnded, CommandStarted, Decided, HookRan, ItemAdded
from quire.tools.wishes import rewritten

_STOPPED = (
    "Could not resolve",
    "EAI_AGAIN",
    "ENETUNREACH",
    "EROFS",
    "Name or service not known",
    "Network is unreachable",
    "Operation not permitted",
    "Permission denied",
    "Read-only file system",
    "Temporary failure in name resolution",
)
"""What programs print when walls are in their way; nothing but their words tells it."""

_WHY = "The walls may have stopped this command. It would run again, without them."
_CUT = (
    "[Quire was stopped while this command ran again outside the walls; it is not run once more.]"
)
_AGAIN = "[The walls had stopped this command; a person let it run again without them.]"


class _Granted(Struct, frozen=True):
    call: Call
    outside: bool = False
    context: str = ""


@dataclass
class Guard:
    """Tools that ask first: satisfies both Tools and Approver of the loop.

    `outside` opens the tools that run without walls, None where there are no others.
    """

    tools: Tools
    approver: Approver
    hooks: Hooks
    outside: Callable[[], Awaitable[Tools]] | None = None
    _granted: dict[str, _Granted] = field(default_factory=dict)

    async def decide(self, call: Call, wanted: Wanted = "") -> Decision:
        """Let the hooks before the tool and then the approver say whether `call` may run."""
        heard = await self.hooks.before_tool(call)
        said = heard.said
        if said.blocked:
            record = Decided(call_id=call.call_id, allowed=False, reason=said.reason, by="hook")
            return Decision(False, said.reason, records=(*heard.records, record))
        asked = heard.call or call
        permission: Wanted = "ask" if said.permission == "ask" else wanted
        if said.permission == "allow":
            permission = "allow"
        decision = await self.approver.decide(asked, permission)
        if decision.outside and self.outside is None:
            raise RefusedError("There is no way out of the walls here.")
        if decision.allowed:
            notes = "\n".join(note for note in (said.context, decision.reason) if note)
            granted = _Granted(decision.call or asked, decision.outside, notes)
            self._granted[call.call_id] = granted
        return replace(decision, records=(*heard.records, *decision.records))

    async def again(self, call: Call, why: str) -> Decision:
        """Say whether a command that the walls have stopped may run again without them."""
        return await self.approver.again(call, why)

    async def run(self, call: Call) -> AsyncIterator[Event]:
        """Carry out `call` as it was decided; its output item comes last."""
        granted = self._granted.pop(call.call_id, _Granted(call))
        outside = self.outside if granted.outside else None
        tools = await outside() if outside else self.tools
        output: ItemAdded | None = None
        ends: list[CommandEnded] = []
        async with closing(tools.run(granted.call)) as events:
            async for event in events:
                if isinstance(event, CommandEnded):
                    ends.append(event)
                if _answers(event, call):
                    output = event
                else:
                    yield event
        if output is None:
            return
        if not outside and _were_stopped(output, ends):
            async for event in self._again(granted.call, output):
                if _answers(event, call):
                    output = event
                else:
                    yield event
        heard = await self.hooks.after_tool(granted.call, _response(output, ends))
        for record in heard.records:
            yield record
        blocked = heard.said.reason if heard.said.blocked else ""
        yield _noted(output, granted.context, heard.said.context, blocked)

    async def _again(self, call: Call, output: ItemAdded) -> AsyncIterator[Event]:
        """Ask whether a stopped command may run again; yield the second run and its output."""
        if self.outside is None:
            return
        decision = await self.approver.again(call, _WHY)
        for record in decision.records:
            yield record
        if not decision.allowed:
            yield _noted(output, decision.reason)
            return
        second = items.changed(call, call_id=f"{call.call_id}{AGAIN}")
        tools = await self.outside()
        async for event in tools.run(second):
            if _answers(event, second):
                yield _noted(_renamed(event, call.call_id), _AGAIN)
            else:
                yield event

    def refuse(self, call: Call, reason: str) -> ItemAdded:
        """Return the output that tells the model why `call` was not carried out."""
        return self.tools.refuse(call, reason)

    async def recover(self, call: Call, records: Sequence[Event]) -> AsyncIterator[Event]:
        """Answer a call that had begun when the session was cut off, as it ran then."""
        cut = any(isinstance(r, CommandStarted) and r.call_id.endswith(AGAIN) for r in records)
        async for event in self.tools.recover(_as_run(call, records), records):
            yield _noted(event, _CUT if cut else "") if _answers(event, call) else event


def _answers(event: Event, call: Call) -> TypeGuard[ItemAdded]:
    if not isinstance(event, ItemAdded) or not isinstance(event.item, Output):
        return False
    return items.answered(event.item) == call.call_id


def _text(output: ItemAdded) -> str:
    """Return the words of an output."""
    match output.item:
        case items.ShellCallOutput(output=results):
            return "\n".join(f"{result.stdout}\n{result.stderr}" for result in results)
        case items.FunctionCallOutput(output=content) | items.CustomToolCallOutput(output=content):
            return items.text_of(content)
        case items.ApplyPatchCallOutput(output=text) | items.LocalShellCallOutput(output=text):
            return text or ""
        case _:
            return ""


def _as_run(call: Call, records: Sequence[Event]) -> Call:
    """Return a call as hooks, or a person, had changed it, which is on record."""
    changes = (r.updated for r in records if isinstance(r, HookRan | Decided))
    updates = [updated for updated in changes if updated is not None]
    return rewritten(call, updates[-1]) if updates else call


def _were_stopped(output: ItemAdded, ends: Sequence[CommandEnded]) -> bool:
    """Tell whether the one command of a call looks as if the walls had stopped it."""
    if len(ends) != 1 or ends[0].exit_code in (0, None) or ends[0].timed_out:
        return False
    text = _text(output)
    return any(words in text for words in _STOPPED)


def _response(output: ItemAdded, ends: Sequence[CommandEnded]) -> dict[str, object]:
    code = {"exit_code": ends[-1].exit_code} if ends else {}
    return {"output": _text(output), **code}


def _renamed(event: Event, call_id: str) -> ItemAdded:
    if not isinstance(event, ItemAdded):
        raise TypeError(f"{event!r} is no output")
    return replace(event, item=items.changed(event.item, call_id=call_id))


def _noted(event: Event, *notes: str) -> ItemAdded:
    """Return an output with further words at its end."""
    if not isinstance(event, ItemAdded) or not isinstance(event.item, Output):
        raise TypeError(f"{event!r} is no output")
    text = "\n".join(note for note in notes if note)
    return replace(event, item=_with(event.item, text)) if text else event


def _with(output: Output, note: str) -> Output:
    match output:
        case items.ShellCallOutput(output=results) if results:
            last = replace(results[-1], stdout=_below(results[-1].stdout, note))
            return items.changed(output, output=msgspec.to_builtins((*results[:-1], last)))
        case items.FunctionCallOutput() | items.CustomToolCallOutput():
            content = output.output
            if isinstance(content, str):
                return items.changed(output, output=_below(content, note))
            part = {"type": "input_text", "text": note}
            return items.changed(output, output=[*msgspec.to_builtins(content), part])
        case items.ApplyPatchCallOutput() | items.LocalShellCallOutput():
            return items.changed(output, output=_below(output.output or "", note))
        case _:
            return output


def _below(text: str, note: str) -> str:
    return f"{text.rstrip()}\n{note}" if text.strip() else note
