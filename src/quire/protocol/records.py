"""Records: the events that a session adds to those of its models.

The Responses protocol lets a vendor add events named `slug:name`; these are Quire's. Together
with the model's finished items they are the session's log. Times are in seconds.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from quire.protocol.events import Event, ItemEvent, kinds_of, read_event
from quire.protocol.items import Json
from quire.protocol.requests import Effort
from quire.protocol.responses import Usage
from quire.protocol.runs import AttemptRun as AttemptRun
from quire.protocol.runs import CommandRun as CommandRun
from quire.protocol.runs import RungRun as RungRun
from quire.protocol.runs import Verdict as Verdict


class SessionStarted(Event, frozen=True, kw_only=True, tag="quire:session"):
    """The first record of a log: what the session is and what it was asked with.

    `parent` names the session that this one was forked from, `within` the one whose sub-task it
    is; `unsafe` says that it has no walls.
    """

    id: str
    created: str
    workspace: str
    model: str
    version: str
    settings: Json
    parent: str | None = None
    unsafe: bool = False
    within: str | None = None


class TurnStarted(Event, frozen=True, kw_only=True, tag="quire:turn"):
    """A person's order; `tree` names the workspace's state before it, for undo."""

    turn: int
    prompt: str
    tree: str | None = None


class ItemAdded(ItemEvent, frozen=True, kw_only=True, tag="quire:item"):
    """An item that did not come from a model: an order, a tool's output."""


class Steered(ItemEvent, frozen=True, kw_only=True, tag="quire:steered"):
    """Words that a person typed while the task was worked on, taken in before the next request."""


class CommandStarted(Event, frozen=True, kw_only=True, tag="quire:command.started"):
    """A command of a call is about to run; written before it does, so that it never runs twice."""

    call_id: str
    index: int
    command: str


class CommandOutput(Event, frozen=True, kw_only=True, tag="quire:command.output"):
    """Live output of a command; shown, never logged."""

    call_id: str
    index: int
    stream: Literal["stdout", "stderr"]
    text: str


class CommandEnded(Event, frozen=True, kw_only=True, tag="quire:command.ended"):
    """A command ended; `log` names the file that holds its whole output."""

    call_id: str
    index: int
    command: str
    exit_code: int | None
    timed_out: bool
    seconds: float
    log: str | None = None
    findings: tuple[str, ...] = ()


class ToolStarted(Event, frozen=True, kw_only=True, tag="quire:tool.started"):
    """A tool of an MCP server is about to be called; written before it is."""

    call_id: str
    server: str
    tool: str
    arguments: Json


class ToolEnded(Event, frozen=True, kw_only=True, tag="quire:tool.ended"):
    """A tool of an MCP server gave a result, or none: the output item says which."""

    call_id: str
    server: str
    tool: str
    status: Literal["completed", "failed"]
    seconds: float


class TaskStarted(Event, frozen=True, kw_only=True, tag="quire:task.started"):
    """A sub-task is about to begin in a session of its own; written before it does.

    `limits` are its steps, seconds, tokens and dollars, those that are limited.
    """

    call_id: str
    session: str
    task: str
    limits: Json


class TaskStep(Event, frozen=True, kw_only=True, tag="quire:task.step"):
    """What a sub-task does now; shown, never logged: its own log has it."""

    call_id: str
    session: str
    text: str


class TaskAnswered(Event, frozen=True, kw_only=True, tag="quire:task.answered"):
    """A model's answer within a sub-task ended; what it used counts for the whole task."""

    call_id: str
    session: str
    usage: Usage


class TaskEnded(Event, frozen=True, kw_only=True, tag="quire:task.ended"):
    """A sub-task ended; its result is the output item of the call."""

    call_id: str
    session: str
    verdict: Verdict
    summary: str
    seconds: float
    usage: Usage


class ToolsOffered(Event, frozen=True, kw_only=True, tag="quire:tools"):
    """The tools of MCP servers that a model is offered from here on, sorted by name."""

    tools: tuple[Json, ...]


class Change(Struct, frozen=True):
    """One file that a patch touches; hashes are SHA-256 in hex, None for an absent file."""

    path: str
    kind: Literal["add", "update", "delete"]
    before: str | None = None
    after: str | None = None


class PatchStarted(Event, frozen=True, kw_only=True, tag="quire:patch.started"):
    """A verified patch is about to be written."""

    call_id: str
    changes: tuple[Change, ...]


class PatchEnded(Event, frozen=True, kw_only=True, tag="quire:patch.ended"):
    """A patch was written or refused; `diff` is unified, for people."""

    call_id: str
    changes: tuple[Change, ...]
    status: Literal["completed", "failed"]
    message: str
    diff: str = ""


class Decided(Event, frozen=True, kw_only=True, tag="quire:decision"):
    """Whether a call may run, by whom, and why not.

    `by`: policy, person, remembered, session, hook. `outside` lets the `command` run without walls.
    `updated` is the input that is left of a call where a person allowed a part of it alone.
    """

    call_id: str
    allowed: bool
    reason: str = ""
    by: str = ""
    outside: bool = False
    command: str = ""
    updated: Json | None = None


class HookRan(Event, frozen=True, kw_only=True, tag="quire:hook"):
    """A hook was run: at which moment, whose it was, how it ended, what it said.

    `updated` is the input that it wants a call to have instead; `call_id` is empty where the
    moment has no call.
    """

    moment: str
    command: str
    source: Literal["user", "project"]
    outcome: Literal["passed", "blocked", "failed", "cut"]
    reason: str = ""
    exit_code: int | None = None
    seconds: float = 0.0
    updated: Json | None = None
    call_id: str = ""


class Retrying(Event, frozen=True, kw_only=True, tag="quire:retry"):
    """An upstream failed and is asked again after `wait` seconds; its words are in `message`."""

    attempt: int
    limit: int
    wait: float
    message: str


class Answered(Event, frozen=True, kw_only=True, tag="quire:answered"):
    """A model's answer ended: which model ran, what it used, how long it took."""

    response_id: str
    model: str
    usage: Usage
    seconds: float
    first_token: float | None = None


class TestsRun(Event, frozen=True, kw_only=True, tag="quire:tests"):
    """The project's own tests were run; `problem` says why they could not be.

    `when` is `unfixed` for the new tests run on the other files as they were found.
    """

    when: Literal["before", "after", "repeat", "unfixed"]
    command: str = ""
    exit_code: int | None = None
    passed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    skipped: int = 0
    seconds: float = 0.0
    problem: str = ""


class RungStarted(Event, frozen=True, kw_only=True, tag="quire:rung"):
    """A model of the ladder is asked from here on; `settings` are how (Profile)."""

    number: int
    model: str
    settings: Json


class RungEnded(Event, frozen=True, kw_only=True, tag="quire:rung.ended"):
    """A rung did not achieve the task, and its changes were taken back."""

    number: int
    model: str
    verdict: Verdict
    summary: str
    seconds: float
    usage: Usage


class AttemptStarted(Event, frozen=True, kw_only=True, tag="quire:attempt"):
    """A model begins to work on a copy of the workspace, in a session of its own.

    `number` counts from 1; `limits` are those that are set, as in TaskStarted.
    """

    number: int
    session: str
    model: str
    limits: Json


class AttemptEnded(Event, frozen=True, kw_only=True, tag="quire:attempt.ended"):
    """An attempt ended with a verdict on its copy, and with the model's last `words`.

    `found` and `left` name the states of the copy, `lines` counts those added and removed.
    """

    number: int
    session: str
    model: str
    verdict: Verdict
    summary: str
    words: str
    found: str
    left: str
    lines: int
    seconds: float
    usage: Usage


class AttemptTaken(Event, frozen=True, kw_only=True, tag="quire:attempt.taken"):
    """The changes of an attempt are about to be made; the workspace is to become `tree`."""

    number: int
    tree: str
    changes: tuple[Change, ...]


class Receipt(Event, frozen=True, kw_only=True, tag="quire:receipt"):
    """The evidence of a finished task.

    `verdict`: fixed (failing tests pass, none broke, repeated once), done (no test was failing
    and none broke), answered (nothing changed, nothing was to be proven), unverified (no tests
    could be run), refused (the model said that the task is beyond it), not_fixed, failed (the model
    gave no answer), stopped. `rungs`: the models of a ladder, in the order they were asked;
    `attempts`: those of the last of them, or of the one model, side by side.
    `usage` is the task's, `session_usage` that of the whole session so far, undone turns included.
    """

    verdict: Verdict
    summary: str
    fixed: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    still_failing: tuple[str, ...] = ()
    passed_before: int = 0
    passed_after: int = 0
    commands: tuple[CommandRun, ...] = ()
    files: tuple[Change, ...] = ()
    restored: bool = False
    seconds: float = 0.0
    usage: Usage = Usage()
    session_usage: Usage = Usage()
    rungs: tuple[RungRun, ...] = ()
    attempts: tuple[AttemptRun, ...] = ()


class Exhausted(Event, frozen=True, kw_only=True, tag="quire:limit"):
    """A budget was hit: steps, seconds, tokens (in and out) or dollars."""

    limit: Literal["steps", "seconds", "tokens", "dollars"]
    allowed: float
    used: float


class EffortChosen(Event, frozen=True, kw_only=True, tag="quire:effort"):
    """How hard the model is asked to think from here on, picked because `reason`."""

    effort: Effort
    reason: str


class Undone(Event, frozen=True, kw_only=True, tag="quire:undone"):
    """Code and conversation went back to before `turn`."""

    turn: int


class Compacted(Event, frozen=True, kw_only=True, tag="quire:compaction"):
    """What the model is shown of the conversation became shorter; the log itself stays whole.

    `items` stand for every item up to the record numbered `through`; later ones follow them as
    they are. `reason`: the window is nearly full, somebody asked, the upstream said that the
    input is too long, or another model goes on. `before` and `after` are the request's tokens,
    as estimated.
    """

    items: tuple[Json, ...]
    through: int
    reason: Literal["window", "asked", "too_long", "climbed"]
    before: int
    after: int


class Repaired(Event, frozen=True, kw_only=True, tag="quire:repaired"):
    """A torn last line of the log was cut off."""

    dropped_bytes: int


class Notice(Event, frozen=True, kw_only=True, tag="quire:notice"):
    """A word to the person that changes nothing."""

    level: Literal["info", "warning"]
    text: str


KINDS = kinds_of(Event)


def read_record(data: bytes) -> Event:
    """Read one line of a session's log: a record, or an event of a model.

    Raises StreamBroken when the bytes are neither.
    """
    return read_event(data, KINDS)
