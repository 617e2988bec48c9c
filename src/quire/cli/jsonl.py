"""`exec --json`: each record as a line of the event schema of `codex exec --json`.

Schema: thread.started, turn.started, item.started | updated | completed, turn.completed,
turn.failed, error; items agent_message, reasoning, command_execution, file_change,
mcp_tool_call, todo_list, error. Besides, readers of the schema pass over what is Quire's: a line
usage.updated after each request that cost money, and the receipt at a turn's end.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Mapping

import msgspec

from quire.agent.budget import in_words
from quire.protocol import records
from quire.protocol.events import Event, OutputItemDone
from quire.protocol.items import (
    FunctionCall,
    FunctionCallOutput,
    Item,
    Message,
    Part,
    kind_of,
    text_of,
)
from quire.protocol.responses import Usage

ACHIEVED = frozenset({"fixed", "done", "answered", "unverified"})
KEPT_OUTPUT = 64_000  # characters of a command's output that one line may carry

Line = dict[str, object]


class JsonLines:
    """Turns events into lines; remembers the number of each item that is still open."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self.shortfall = ""
        self._spent = 0.0
        self._count = 0
        self._open: dict[object, str] = {}
        self._outputs: defaultdict[tuple[str, int], str] = defaultdict(str)
        self._calls: dict[str, Line] = {}

    def show(self, event: Event) -> None:
        """Write the lines that `event` stands for; most events of a stream stand for none."""
        self._tell(event)

    def failed(self, message: str) -> None:
        """Write the end of a turn that an error cut short."""
        self._line({"type": "error", "message": message})
        self._line({"type": "turn.failed", "error": {"message": message}})

    @functools.singledispatchmethod
    def _tell(self, event: Event) -> None:
        """Unknown and streaming events say nothing here."""

    @_tell.register
    def _(self, event: records.SessionStarted) -> None:
        self._line({"type": "thread.started", "thread_id": event.id})

    @_tell.register
    def _(self, event: records.TurnStarted) -> None:
        self._spent = 0.0
        self._line({"type": "turn.started"})

    @_tell.register
    def _(self, event: records.Answered) -> None:
        self._cost(event.usage)

    @_tell.register
    def _(self, event: OutputItemDone) -> None:
        item = event.item
        if isinstance(item, Message) and item.role == "assistant":
            self._whole({"type": "agent_message", "text": text_of(item.content)})
        elif isinstance(item, FunctionCall) and item.name == "update_plan":
            self._plan(item)
        elif (action := search_of(item)) is not None:
            query = action.get("query") or ""
            self._whole({"type": "web_search", "query": query, "action": action})
        elif text := text_of(_summary(item)):
            self._whole({"type": "reasoning", "text": text})

    @_tell.register
    def _(self, event: records.CommandStarted) -> None:
        key = (event.call_id, event.index)
        self._open[key] = self._next()
        self._item("started", self._open[key], _command(event.command, "", None, "in_progress"))

    @_tell.register
    def _(self, event: records.CommandOutput) -> None:
        key = (event.call_id, event.index)
        self._outputs[key] = (self._outputs[key] + event.text)[-KEPT_OUTPUT:]

    @_tell.register
    def _(self, event: records.CommandEnded) -> None:
        key = (event.call_id, event.index)
        name = self._open.pop(key, None) or self._next()
        status = "completed" if event.exit_code == 0 else "failed"
        output = self._outputs.pop(key, "")
        self._item("completed", name, _command(event.command, output, event.exit_code, status))

    @_tell.register
    def _(self, event: records.ToolStarted) -> None:
        self._begun(event.call_id, _tool_call(event.server, event.tool, event.arguments))

    @_tell.register
    def _(self, event: records.ToolEnded) -> None:
        self._calls[event.call_id]["status"] = event.status

    @_tell.register
    def _(self, event: records.TaskStarted) -> None:
        # The schema knows nothing that is nearer to a sub-task than a call of a tool.
        given: Line = {"task": event.task, "session": event.session, "limits": event.limits}
        self._begun(event.call_id, _tool_call("quire", "run_task", given))

    @_tell.register
    def _(self, event: records.TaskAnswered) -> None:
        self._cost(event.usage)

    @_tell.register
    def _(self, event: records.TaskEnded) -> None:
        if event.call_id not in self._calls:  # an earlier process began it
            self._begun(event.call_id, _tool_call("quire", "run_task", {"session": event.session}))
        self._calls[event.call_id]["status"] = _status(event.verdict)

    @_tell.register
    def _(self, event: records.AttemptStarted) -> None:
        given: Line = {"number": event.number, "session": event.session, "limits": event.limits}
        self._begun(event.session, _tool_call("quire", "attempt", given))

    @_tell.register
    def _(self, event: records.AttemptEnded) -> None:
        self._calls[event.session]["status"] = _status(event.verdict)
        self._ended(event.session, f"{event.verdict}: {event.summary}")

    @_tell.register
    def _(self, event: records.ItemAdded) -> None:
        output = event.item
        if isinstance(output, FunctionCallOutput) and output.call_id in self._calls:
            self._ended(output.call_id, text_of(output.output))

    @_tell.register
    def _(self, event: records.PatchEnded) -> None:
        changes = [{"path": change.path, "kind": change.kind} for change in event.changes]
        self._whole({"type": "file_change", "changes": changes, "status": event.status})

    @_tell.register
    def _(self, event: records.TestsRun) -> None:
        if event.problem and not event.command:
            return  # nothing was run; the receipt says why
        status = "completed" if event.exit_code == 0 else "failed"
        self._whole(_command(event.command, tests_in_words(event), event.exit_code, status))

    @_tell.register
    def _(self, event: records.Decided) -> None:
        if not event.allowed:
            self._whole(_command(event.command, event.reason, None, "declined"))

    @_tell.register
    def _(self, event: records.HookRan) -> None:
        if words := hook_in_words(event):
            self._warning(words)

    @_tell.register
    def _(self, event: records.Retrying) -> None:
        message = f"Reconnecting... {event.attempt}/{event.limit} ({event.message})"
        self._line({"type": "error", "message": message})

    @_tell.register
    def _(self, event: records.Notice) -> None:
        self._warning(event.text)

    @_tell.register
    def _(self, event: records.Exhausted) -> None:
        self._warning(in_words(event))

    @_tell.register
    def _(self, event: records.Compacted) -> None:
        if event.reason != "climbed":  # the receipt lists the rungs
            self._warning(compaction_in_words(event))

    @_tell.register
    def _(self, event: records.Repaired) -> None:
        self._warning(f"The log's last line was torn; {event.dropped_bytes} bytes were cut off.")

    @_tell.register
    def _(self, event: records.Receipt) -> None:
        receipt = msgspec.Raw(event.wire())
        if event.verdict in ACHIEVED:
            end: Line = {"type": "turn.completed", "usage": usage_line(event.usage)}
        else:
            end = {"type": "turn.failed", "error": {"message": event.summary}}
            self.shortfall = event.summary
        self._line({**end, "receipt": receipt})

    def _cost(self, usage: Usage) -> None:
        if cost := usage.cost:
            self._spent += cost
            told = {"cost": cost, "turn_cost": round(self._spent, 9)}
            self._line({"type": "usage.updated", "usage": usage_line(usage), **told})

    def _plan(self, call: FunctionCall) -> None:
        steps = _steps(call.arguments)
        todo: Line = {"type": "todo_list", "items": steps}
        if "plan" in self._open:
            self._item("updated", self._open["plan"], todo)
        else:
            self._open["plan"] = self._next()
            self._item("started", self._open["plan"], todo)

    def _begun(self, key: str, call: Line) -> None:
        self._open[key] = self._next()
        self._calls[key] = call
        self._item("started", self._open[key], call)

    def _ended(self, key: str, text: str) -> None:
        call, content = self._calls.pop(key), [{"type": "text", "text": text}]
        told: Line = {"result": {"content": content, "structured_content": None}}
        ending = {"error": {"message": text}} if call["status"] == "failed" else told
        self._item("completed", self._open.pop(key), {**call, **ending})

    def _warning(self, text: str) -> None:
        self._whole({"type": "error", "message": text})

    def _whole(self, item: Line) -> None:
        self._item("completed", self._next(), item)

    def _item(self, state: str, name: str, item: Line) -> None:
        self._line({"type": f"item.{state}", "item": {"id": name, **item}})

    def _next(self) -> str:
        self._count += 1
        return f"item_{self._count - 1}"

    def _line(self, line: Line) -> None:
        self._write(msgspec.json.encode(line).decode())


def search_of(item: Item) -> Line | None:
    """Return the action of a web search, None for any other item."""
    if kind_of(item) != "web_search_call":
        return None
    action = msgspec.json.decode(item.wire(), type=dict[str, object]).get("action")
    return {
        str(name): value for name, value in (action if isinstance(action, dict) else {}).items()
    }


def usage_line(usage: Usage) -> dict[str, int]:
    """Return a usage by the names of the schema."""
    return {
        "input_tokens": usage.input_tokens,
        "cached_input_tokens": usage.input_tokens_details.cached_tokens,
        "cache_write_input_tokens": usage.input_tokens_details.cache_write_tokens,
        "output_tokens": usage.output_tokens,
        "reasoning_output_tokens": usage.output_tokens_details.reasoning_tokens,
    }


def tests_in_words(event: records.TestsRun) -> str:
    """Return what a run of the tests showed, in a few lines."""
    where = "without the change: " if event.when == "unfixed" else ""
    head = f"{where}{len(event.passed)} passed, {len(event.failed)} failed"
    return "\n".join([event.problem or head, *event.failed[:20]])


def compaction_in_words(event: records.Compacted) -> str:
    """Return what a compaction did, in one line."""
    return (
        f"The conversation was compacted from about {event.before:,} to {event.after:,} tokens; "
        "the log keeps all of it."
    )


def hook_in_words(event: records.HookRan) -> str:
    """Return what a hook did, in one line; nothing where it let everything be."""
    if event.outcome == "passed" and event.updated is None:
        return event.reason
    rewrote = ", rewrote the call" if event.updated is not None else ""
    head = f"hook {event.moment} ({event.source}) {event.outcome}{rewrote}"
    return f"{head}: {event.reason}" if event.reason else head


def _summary(item: object) -> tuple[Part, ...]:
    summary = getattr(item, "summary", ())
    return summary if isinstance(summary, tuple) else ()


def _command(command: str, output: str, exit_code: int | None, status: str) -> Line:
    return {
        "type": "command_execution",
        "command": command,
        "aggregated_output": output,
        "exit_code": exit_code,
        "status": status,
    }


def _status(verdict: records.Verdict) -> str:
    return "completed" if verdict in ACHIEVED else "failed"


def _tool_call(server: str, tool: str, arguments: Mapping[str, object]) -> Line:
    return {
        "type": "mcp_tool_call",
        "server": server,
        "tool": tool,
        "arguments": arguments,
        "result": None,
        "error": None,
        "status": "in_progress",
    }


class _Step(msgspec.Struct):
    step: str
    status: str


class _Plan(msgspec.Struct):
    plan: list[_Step]


def _steps(arguments: str) -> list[dict[str, object]]:
    try:
        plan = msgspec.json.decode(arguments, type=_Plan).plan
    except msgspec.MsgspecError:
        return []  # the tool tells the model what is wrong with it
    return [{"text": step.step, "completed": step.status == "completed"} for step in plan]
