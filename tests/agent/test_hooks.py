"""Hooks: real programs behind real walls, at every moment of scripted sessions."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import msgspec
import pytest

from quire.agent.approvals import Asking
from quire.agent.compaction import Window
from quire.agent.hooks import Group, Hook, Moment, Settings, chosen
from quire.agent.hooks_run import Facts, Hooks
from quire.agent.hooks_wire import Said, read, together
from quire.agent.task import perform
from quire.errors import RefusedError
from quire.models.script import Answer
from quire.protocol.events import Event
from quire.protocol.items import Message, ShellCallOutput, text_of, user
from quire.protocol.records import CommandEnded, Compacted, Decided, HookRan, ItemAdded
from quire.sandbox.policy import Policy
from quire.sandbox.runner import Sandbox
from quire.store.choices import Choices
from tests.agent.staging import Stage, drawn, stage

ORDER = user("say hello")
RUN = Answer(shell=("echo one > one.txt",))
SAID = Answer(text="Said.")


class Played(NamedTuple):
    """A scripted session with hooks, played to its end."""

    events: list[Event]
    on: Stage

    @property
    def hooks(self) -> list[HookRan]:
        return [event for event in self.events if isinstance(event, HookRan)]

    @property
    def outputs(self) -> list[str]:
        """What the model was told of its calls."""
        found = [e.item for e in self.events if isinstance(e, ItemAdded)]
        return [o.output[0].stdout + o.output[0].stderr for o in found
                if isinstance(o, ShellCallOutput)]  # fmt: skip

    @property
    def messages(self) -> list[str]:
        """The developer messages of the last request."""
        items = self.on.model.requests[-1].input
        found = [i for i in items if isinstance(i, Message) and i.role == "developer"]
        return [text_of(item.content) for item in found]


Play = Callable[..., Played]


@asynccontextmanager
async def hooked(tmp_path: Path, settings: Settings, *answers: Answer) -> AsyncIterator[Stage]:
    """Set up a stage with hooks; those without walls run in walls whose only difference is HOME."""
    async with stage(tmp_path, *answers) as on:
        folder = on.session.workspace
        facts = Facts(session_id=on.session.id, transcript_path="t", cwd=str(folder), model="m")
        async with await Sandbox.open(Policy(folder)) as walls:

            async def outside() -> Sandbox:
                return walls

            means = replace(on.means, hooks=Hooks(settings, walls, outside, facts))
            yield replace(on, means=means)


def play(tmp_path: Path, settings: Settings, *answers: Answer) -> Played:
    async def scene() -> Played:
        async with hooked(tmp_path, settings, *answers) as on:
            return Played(await drawn(perform(on.session, ORDER, on.means)), on)

    return asyncio.run(scene())


def hook(moment: Moment, command: str, matcher: str = "", timeout: float = 20.0) -> Settings:
    return {moment: (Group(matcher=matcher, hooks=(Hook(command=command, timeout=timeout),)),)}


def saying(**fields: object) -> str:
    """Return a command that prints a hook's answer."""
    return f"cat <<'EOF'\n{json.dumps(fields)}\nEOF"


def specific(**fields: object) -> str:
    return saying(hookSpecificOutput={"hookEventName": "PreToolUse", **fields})


def test_a_hook_reads_what_the_format_says(tmp_path: Path) -> None:
    keeps = "cat > seen.json; echo $QUIRE_PROJECT_DIR=$CLAUDE_PROJECT_DIR >> where.txt"
    played = play(tmp_path, hook("PreToolUse", keeps, "Bash"), RUN, SAID)
    work = played.on.session.workspace
    seen = json.loads((work / "seen.json").read_text())
    assert seen == {
        "session_id": played.on.session.id,
        "transcript_path": "t",
        "cwd": str(work),
        "model": "m",
        "permission_mode": "default",
        "hook_event_name": "PreToolUse",
        "tool_name": "Bash",
        "tool_use_id": "call_1_shell",
        "tool_input": {"command": "echo one > one.txt", "commands": ["echo one > one.txt"]},
    }
    assert (work / "where.txt").read_text() == f"{work}={work}\n"
    (record,) = played.hooks
    assert record == HookRan(
        sequence_number=record.sequence_number,
        moment="PreToolUse",
        command=keeps,
        source="user",
        outcome="passed",
        exit_code=0,
        seconds=record.seconds,
        call_id="call_1_shell",
    )


BLOCKS = [
    ("echo 'not on a Friday' >&2; exit 2", "not on a Friday"),
    (saying(decision="block", reason="not so"), "not so"),
    (saying(decision="deny", reason="not so"), "not so"),
    (specific(permissionDecision="deny", permissionDecisionReason="no"), "no"),
    (saying(permissionDecision="deny"), "The hook gives no reason."),
    ('echo "{ broken"', "did not answer: its output is not what a hook may say"),
    (saying(permissionDecision="perhaps"), "did not answer"),
    (specific(updatedInput={"command": 7}), "'commands' must be a list of texts"),
    (specific(updatedInput={"cmd": "ls"}), "'cmd' is not among command, commands"),
    (specific(updatedInput={"commands": ["a", "b"]}), "must hold 1 texts"),
]


@pytest.mark.parametrize(("command", "words"), BLOCKS)
def test_a_hook_refuses_a_call(tmp_path: Path, command: str, words: str) -> None:
    played = play(tmp_path, hook("PreToolUse", command), RUN, SAID)
    assert not (played.on.session.workspace / "one.txt").exists()
    assert not any(isinstance(event, CommandEnded) for event in played.events)
    (decided,) = [event for event in played.events if isinstance(event, Decided)]
    assert (decided.allowed, decided.by) == (False, "hook")
    (output,) = played.outputs
    assert words in output


def test_a_hook_that_hangs_is_cut_and_refuses(tmp_path: Path) -> None:
    played = play(tmp_path, hook("PreToolUse", "sleep 60", timeout=0.2), RUN, SAID)
    assert [record.outcome for record in played.hooks] == ["cut"]
    assert "it was cut after 0.2 seconds" in played.outputs[0]


@pytest.mark.parametrize("command", ["exit 1", "true", "echo words", saying(), "no-such-program"])
def test_what_is_no_refusal_lets_the_call_run(tmp_path: Path, command: str) -> None:
    played = play(tmp_path, hook("PreToolUse", command), RUN, SAID)
    assert (played.on.session.workspace / "one.txt").read_text() == "one\n"


def test_a_rewritten_call_runs_as_it_was_rewritten(tmp_path: Path) -> None:
    other = specific(updatedInput={"command": "echo two > two.txt"}, additionalContext="Think.")
    played = play(tmp_path, hook("PreToolUse", other), RUN, SAID)
    work = played.on.session.workspace
    assert (work / "two.txt").exists() and not (work / "one.txt").exists()
    assert played.hooks[0].updated == {"command": "echo two > two.txt"}
    assert played.outputs[0].endswith("Think.")


def test_a_hook_runs_inside_the_walls(tmp_path: Path) -> None:
    reach = f"echo x > {tmp_path}/outside.txt; echo $? > code; touch .git/x; true"
    played = play(tmp_path, hook("PreToolUse", reach), RUN, SAID)
    assert not (tmp_path / "outside.txt").exists()
    assert played.hooks[0].outcome == "passed"


def test_the_hook_after_a_tool_sees_the_output_and_adds_to_it(tmp_path: Path) -> None:
    after = "cat > seen.json; echo 'the linter says no' >&2; exit 2"
    talks = Answer(shell=("echo loud; exit 3",))
    played = play(tmp_path, hook("PostToolUse", after), talks, SAID)
    seen = json.loads((played.on.session.workspace / "seen.json").read_text())
    assert seen["tool_response"] == {"output": "loud\n\n", "exit_code": 3}
    assert "loud" in played.outputs[0] and played.outputs[0].endswith("the linter says no")
    assert played.hooks[0].outcome == "blocked"


def test_orders_and_beginnings_get_context(tmp_path: Path) -> None:
    settings = {
        **hook("SessionStart", "echo Today is quiet.", "startup"),
        **hook("UserPromptSubmit", saying(additionalContext="The person means hi.")),
    }
    played = play(tmp_path, settings, SAID)
    assert played.messages == ["Be brief.", "Today is quiet.", "The person means hi."]


def test_a_refused_order_is_not_carried_out(tmp_path: Path) -> None:
    settings = hook("UserPromptSubmit", "grep -q 'say hello' && echo no greetings >&2 && exit 2")

    async def scene() -> None:
        async with hooked(tmp_path, settings, SAID) as on:
            with pytest.raises(RefusedError, match="no greetings"):
                await drawn(perform(on.session, ORDER, on.means))
            assert on.model.requests == []
            assert on.session.turns() == ()

    asyncio.run(scene())


def test_a_hook_at_the_end_sends_the_model_back_to_work(tmp_path: Path) -> None:
    once = "test -e done.txt && exit 0; touch done.txt; echo 'run the linter' >&2; exit 2"
    played = play(tmp_path, hook("Stop", once), SAID, Answer(text="Linted."))
    assert played.messages[-1] == "A hook does not let you end yet: run the linter"
    assert [record.outcome for record in played.hooks] == ["blocked", "passed"]


def test_a_hook_that_never_lets_go_is_overruled(tmp_path: Path) -> None:
    again = "cat >> active.txt; echo more >&2; exit 2"
    played = play(tmp_path, hook("Stop", again), *(SAID,) * 6)
    assert len(played.hooks) == 6
    seen = (played.on.session.workspace / "active.txt").read_text()
    assert seen.count('"stop_hook_active":true') == 5


@pytest.mark.parametrize("refuses", [False, True])
def test_a_hook_before_compaction_may_refuse_it(tmp_path: Path, refuses: bool) -> None:
    settings = hook("PreCompact", "exit 2" if refuses else "exit 0", "auto")
    long = Answer(shell=("seq 1 2000",))

    async def scene() -> list[Event]:
        async with hooked(tmp_path, settings, *(long,) * 8, SAID) as on:
            on.session.window = Window(tokens=6_000, share=0.5)
            return await drawn(perform(on.session, ORDER, on.means))

    events = asyncio.run(scene())
    assert any(isinstance(event, HookRan) and event.moment == "PreCompact" for event in events)
    assert any(isinstance(event, Compacted) for event in events) is not refuses


def test_the_strictest_of_several_counts(tmp_path: Path) -> None:
    groups = tuple(
        Group(hooks=(Hook(command=command),))
        for command in ("true", "echo first >&2; exit 2", "touch third.txt")
    )
    played = play(tmp_path, {"PreToolUse": groups}, RUN, SAID)
    assert [record.outcome for record in played.hooks] == ["passed", "blocked"]
    assert not (played.on.session.workspace / "third.txt").exists()


@pytest.mark.parametrize(
    ("source", "says", "allowed"),
    [("user", "allow", True), ("project", "allow", False), ("user", "ask", False)],
)
def test_a_hooks_word_about_permission(
    tmp_path: Path, source: str, says: str, allowed: bool
) -> None:
    group = Group(hooks=(Hook(command=saying(permissionDecision=says)),))
    if source == "project":
        group = msgspec.structs.replace(group, source="project")

    async def scene() -> None:
        async with hooked(tmp_path, {"PreToolUse": (group,)}, RUN, SAID) as on:
            asking = Asking("untrusted", on.session.workspace, Choices(tmp_path), None,
                            asyncio.Event())  # fmt: skip
            await drawn(perform(on.session, ORDER, replace(on.means, approver=asking)))
            assert (on.session.workspace / "one.txt").exists() is allowed

    asyncio.run(scene())


@pytest.mark.parametrize(
    ("matcher", "tool", "fits"),
    [
        ("", "Bash", True),
        ("*", "Bash", True),
        ("Bash", "Bash", True),
        ("Edit|Write", "apply_patch", True),
        ("apply_patch", "apply_patch", True),
        ("Bash", "apply_patch", False),
        ("^Bash$", "Bash", True),
        ("mcp__.*", "mcp__files__read", True),
        ("mcp__files", "mcp__files__read", False),
        ("Write", "write_stdin", False),
    ],
)
def test_matchers_mean_what_users_know(matcher: str, tool: str, fits: bool) -> None:
    assert any(chosen(hook("PreToolUse", "x", matcher), "PreToolUse", tool)) is fits


def test_a_hook_at_the_end_may_let_go_by_continue_false() -> None:
    text = '{"continue": false, "stopReason": "enough"}'
    assert read("Stop", 0, text, "") == Said(reason="enough")
    assert read("PreToolUse", 0, text, "") == Said(blocked=True, reason="enough")


def test_a_long_word_of_a_hook_is_cut() -> None:
    said = read("SessionStart", 0, "x" * 20_000, "")
    assert said.context == "x" * 10_000 + "\n[cut: a hook may say 10000 characters]"


def test_two_hooks_speak_together() -> None:
    first = Said(permission="ask", context="a", updated={"command": "x"})
    second = Said(permission="allow", context="b")
    assert together(first, second) == Said(
        permission="ask", context="a\nb", updated={"command": "x"}
    )
