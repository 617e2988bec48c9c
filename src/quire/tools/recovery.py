"""Answers to calls that a crash cut off: nothing that was started is run a second time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from quire.protocol import items
from quire.protocol.events import Event
from quire.protocol.items import Call
from quire.protocol.patches import FilePatch
from quire.protocol.records import (
    CommandEnded,
    CommandStarted,
    ItemAdded,
    PatchEnded,
    PatchStarted,
)
from quire.sandbox.process import Outcome
from quire.tools import arguments, patching, results, scripts
from quire.tools.commands import Finished, Step
from quire.tools.hands import Hands
from quire.tools.replies import Reply, Stream, shell_answer

_INTERRUPTED = (
    "interrupted: Quire was stopped while this command ran, and it is not run again by itself; "
    "what it did until then stays"
)
_NOT_RUN = "not run: Quire was stopped before this command began; send it again if it is needed"


class Known(Struct, frozen=True):
    """What is on record of a call: its commands by index, and its patch."""

    started: dict[int, CommandStarted]
    ended: dict[int, CommandEnded]
    patch: PatchStarted | None = None
    patched: PatchEnded | None = None

    def __bool__(self) -> bool:
        """Tell whether anything of the call had begun."""
        return bool(self.started or self.patch or self.patched)


def known(call: Call, records: Iterable[Event]) -> Known:
    """Gather what is on record of `call` since it was last answered."""
    found = Known({}, {})
    for record in records:
        match record:
            case ItemAdded(item=item) if getattr(item, "call_id", None) == call.call_id:
                found = Known({}, {})
            case CommandStarted(call_id=call.call_id):
                found.started[record.index] = record
            case CommandEnded(call_id=call.call_id):
                found.ended[record.index] = record
            case PatchStarted(call_id=call.call_id):
                found = Known(found.started, found.ended, record)
            case PatchEnded(call_id=call.call_id):
                found = Known(found.started, found.ended, found.patch, record)
    return found


async def stream(hands: Hands, call: Call, found: Known) -> Stream:
    """Answer a call from what is on record of it; yield the ends that were missing there."""
    if isinstance(call, items.ShellCall):
        for what in _shell(hands, call, found):
            yield what
    elif found.patched:
        yield _in_form(call, _reply(found.patched))
    elif found.patch:
        for ended in patching.resume(hands, found.patch, _patch(hands, call)):
            yield _in_form(call, ended) if isinstance(ended, Reply) else ended
    else:
        finished = _finished(hands, found, 0)
        if not found.ended:
            yield finished.record()
        executed = isinstance(call, items.FunctionCall) and call.name == "exec_command"
        told = results.exited_text if executed else results.command_text
        yield Reply(told(finished, hands.settings))


def _shell(hands: Hands, call: items.ShellCall, found: Known) -> Iterator[Event]:
    answers: list[items.ShellResult] = []
    for index, text in enumerate(call.action.commands):
        if index not in found.started:
            answers.append(_unstarted(text, found))
            continue
        finished = _finished(hands, found, index)
        if index not in found.ended:
            yield finished.record()
        answers.append(results.shell_result(finished, hands.settings))
    yield shell_answer(call, tuple(answers))


def _unstarted(text: str, found: Known) -> items.ShellResult:
    """Return the result of a command that is not on record: a patch, or one never begun."""
    if found.patched and patching.heredoc(text):
        return results.patch_result(_reply(found.patched))
    return results.refused_result(f"[{_NOT_RUN}]")


def _reply(patched: PatchEnded) -> Reply:
    return Reply(patched.message, failed=patched.status == "failed")


def _in_form(call: Call, reply: Reply) -> Reply:
    """Return what became of a patch as the call's tool says it: a shell speaks of a command."""
    shell = isinstance(call, items.FunctionCall) and call.name != "apply_patch"
    return results.patch_text(reply) if shell else reply


def _finished(hands: Hands, found: Known, index: int) -> Finished:
    """Return how a started command ended as far as is known, with the output it left."""
    ended = found.ended.get(index)
    started = found.started[index]
    step = Step(
        call_id=started.call_id,
        index=index,
        text=started.command,
        argv=(),
        cwd=hands.workspace,
        seconds=ended.seconds if ended else 0.0,
        room=hands.settings.room,
    )
    outcome = Outcome(
        exit_code=ended.exit_code if ended else None,
        timed_out=ended.timed_out if ended else False,
        cancelled=ended is None,
        stdout=b"",
        stderr=b"",
        stdout_path=None,
        stderr_path=None,
        seconds=step.seconds,
        findings=ended.findings if ended else (_INTERRUPTED,),
    )
    out, err = hands.outputs.left(started.call_id, index, step.room)
    return Finished(step, outcome, out, err, out.name or err.name)


def _patch(hands: Hands, call: Call) -> tuple[FilePatch, ...]:
    """Return the patch that a call asks for, as it was read when it began."""
    match call:
        case items.ApplyPatchCall():
            return patching.of_operation(hands, call)
        case items.CustomToolCall():
            return patching.of_text(hands, call.input)
        case items.FunctionCall(name="apply_patch"):
            text = arguments.parse(call.arguments, arguments.Patch).input
            return patching.of_text(hands, text)
        case items.FunctionCall():
            patch = scripts.inline_patch(call)
            return patching.of_text(hands, patch.text, patch.folder) if patch else ()
        case _:
            return ()
