"""Running hooks: each behind the walls, with a time limit, and each on record."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from quire.agent.hooks import Hook, Moment, Settings, Source, chosen
from quire.agent.hooks_wire import Said, read, together
from quire.errors import RefusedError, UsageError
from quire.protocol.items import Call, Json, Message, developer
from quire.protocol.records import HookRan
from quire.sandbox.process import Command, Outcome
from quire.tools.wishes import rewritten, tool_input, tool_name


class Runner(Protocol):
    """What runs a command to its end: walls, or none."""

    async def run(self, command: Command) -> Outcome:
        """Run `command`."""
        ...


Outside = Callable[[], Awaitable[Runner]]


class Facts(Struct, frozen=True, kw_only=True):
    """What every hook is told about the session."""

    session_id: str
    transcript_path: str
    cwd: str
    model: str
    permission_mode: str = "default"


class Heard(Struct, frozen=True):
    """What the hooks of a moment said together, and the record of each of them."""

    said: Said = Said()
    records: tuple[HookRan, ...] = ()
    call: Call | None = None

    def messages(self) -> tuple[Message, ...]:
        """Return what the model is told by them."""
        return (developer(self.said.context),) if self.said.context else ()


@dataclass
class Hooks:
    """The hooks of a session; `inside` runs them within the walls, `outside` without."""

    settings: Settings
    inside: Runner
    outside: Outside
    facts: Facts
    _greeted: bool = field(default=False)

    async def session_start(self, source: str) -> Heard:
        """Run the hooks of a session that begins (`startup`) or goes on (`resume`), once."""
        if self._greeted:
            return Heard()
        self._greeted = True
        return await self._run("SessionStart", source, {"source": source})

    async def prompt(self, text: str) -> Heard:
        """Run the hooks for a person's order; they may refuse it or add to it."""
        return await self._run("UserPromptSubmit", "", {"prompt": text})

    async def before_tool(self, call: Call) -> Heard:
        """Run the hooks before a call; they may refuse it, or rewrite it as its tool allows.

        A hook here that was cut or cannot be understood refuses: it may be a guard.
        """
        if not self.settings.get("PreToolUse"):
            return Heard()
        shown = self._shown(call)
        heard = await self._run("PreToolUse", tool_name(call), shown, call.call_id)
        if heard.said.blocked or heard.said.updated is None:
            return heard
        try:
            return replace(heard, call=rewritten(call, heard.said.updated))
        except UsageError as error:
            why = f"A hook rewrote this call into one that its tool does not take: {error.message}"
            return replace(heard, said=replace(heard.said, blocked=True, reason=why))

    async def after_tool(self, call: Call, response: Json) -> Heard:
        """Run the hooks after a call; what they say is added to its output."""
        if not self.settings.get("PostToolUse"):
            return Heard()
        shown = {**self._shown(call), "tool_response": response}
        return await self._run("PostToolUse", tool_name(call), shown, call.call_id)

    async def stop(self, last: str, *, again: bool) -> Heard:
        """Run the hooks when the model has finished; one that blocks lets it go on."""
        told = {"stop_hook_active": again, "last_assistant_message": last}
        return await self._run("Stop", "", told)

    async def before_compaction(self, trigger: str = "auto", words: str = "") -> Heard:
        """Run the hooks before the conversation is made smaller; they may refuse it.

        `trigger` is `manual` where a person asks, with `words`.
        """
        told = {"trigger": trigger, "custom_instructions": words}
        return await self._run("PreCompact", trigger, told)

    def _shown(self, call: Call) -> dict[str, object]:
        try:
            given: Mapping[str, object] = tool_input(call)
        except UsageError:
            given = {}  # the tool will say what is wrong with the call
        name = tool_name(call)
        return {"tool_name": name, "tool_use_id": call.call_id, "tool_input": given}

    async def _run(
        self, moment: Moment, subject: str, told: Mapping[str, object], call_id: str = ""
    ) -> Heard:
        """Run the hooks of a moment one after the other, until one blocks."""
        facts = msgspec.structs.asdict(self.facts)
        given = msgspec.json.encode({**facts, "hook_event_name": moment, **told})
        heard = Heard()
        for hook, source in chosen(self.settings, moment, subject):
            said, record = await self._one(moment, hook, source, given)
            record = replace(record, call_id=call_id)
            heard = Heard(together(heard.said, said), (*heard.records, record))
            if said.blocked:
                break
        return heard

    async def _one(
        self, moment: Moment, hook: Hook, source: Source, given: bytes
    ) -> tuple[Said, HookRan]:
        walls = self.inside if hook.sandbox == "on" else await self.outside()
        record = HookRan(moment=moment, command=hook.command, source=source, outcome="passed")
        try:
            outcome = await walls.run(self._command(hook, given))
        except RefusedError as error:
            said = _guarded(moment, Said(problem=error.message))
            return said, replace(record, outcome="failed", reason=error.message)
        said = _guarded(moment, _said(moment, hook, outcome))
        if source == "project" and said.permission == "allow":
            said = replace(said, permission="")  # a project may ask for care, not waive it
        return said, replace(
            record,
            exit_code=outcome.exit_code,
            seconds=round(outcome.seconds, 3),
            outcome="cut" if outcome.timed_out else _outcome(said),
            reason=said.reason or said.problem or said.message,
            updated=said.updated,
        )

    def _command(self, hook: Hook, given: bytes) -> Command:
        folder = self.facts.cwd
        names = (f"CLAUDE_PROJECT_DIR={folder}", f"QUIRE_PROJECT_DIR={folder}")
        return Command(
            argv=("/usr/bin/env", *names, "/bin/sh", "-c", hook.command),
            cwd=Path(folder),
            seconds=hook.timeout,
            stdin=given,
        )


def _said(moment: Moment, hook: Hook, outcome: Outcome) -> Said:
    if outcome.timed_out:
        return Said(problem=f"it was cut after {hook.timeout:g} seconds")
    out, err = (data.decode("utf-8", "replace") for data in (outcome.stdout, outcome.stderr))
    return read(moment, outcome.exit_code, out, err)


def _guarded(moment: Moment, said: Said) -> Said:
    """Refuse the call where a hook before a tool was cut or is not understood.

    One that ended by itself with a failure stops nothing: so the format has it.
    """
    if moment != "PreToolUse" or not said.problem or said.problem.startswith("it ended with"):
        return said
    return replace(
        said, blocked=True, reason=f"A hook before this tool did not answer: {said.problem}."
    )


def _outcome(said: Said) -> str:
    if said.blocked:
        return "blocked"
    return "failed" if said.problem else "passed"


class _NoWalls:
    """Runs nothing."""

    async def run(self, command: Command) -> Outcome:
        raise RefusedError("There are no walls here to run a hook in.")


async def _no_walls() -> Runner:
    return _NoWalls()


def no_hooks() -> Hooks:
    """Return hooks that are none."""
    facts = Facts(session_id="", transcript_path="", cwd="", model="")
    return Hooks({}, _NoWalls(), _no_walls, facts)
