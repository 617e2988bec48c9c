"""The approver: what is asked, in which order, and what an answer does."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from quire.agent.approvals import Answer, Asking, Question
from quire.protocol.items import (
    ApplyPatchCall,
    CustomToolCall,
    FunctionCall,
    LocalShellCall,
    ShellAction,
    ShellCall,
    UpdateFile,
    changed,
)
from quire.protocol.records import Decided
from quire.store.choices import Allowed, Choices


@dataclass
class Person:
    """Gives answers in their order and keeps the questions."""

    answers: list[Answer]
    asked: list[Question] = field(default_factory=list)

    async def ask(self, question: Question) -> Answer:
        """Take a moment, then answer."""
        self.asked.append(question)
        await asyncio.sleep(0)
        return self.answers.pop(0)


def asking(tmp_path: Path, *answers: Answer, retries: bool = True) -> tuple[Asking, Person]:
    """Return an approver that asks about everything, with its person."""
    project = tmp_path / "project"
    project.mkdir()
    person = Person(list(answers))
    choices = Choices(tmp_path / "data")
    return Asking("untrusted", project, choices, person, asyncio.Event(), retries=retries), person


def shell(*commands: str, name: str = "c") -> ShellCall:
    return ShellCall(call_id=name, action=ShellAction(commands=commands))


def test_questions_come_one_by_one_and_the_next_knows_the_answer(tmp_path: Path) -> None:
    approver, person = asking(tmp_path, Answer("remember"))

    async def scene() -> None:
        calls = [shell("npm test", name=name) for name in "abc"]
        decisions = await asyncio.gather(*map(approver.decide, calls))
        assert [decision.allowed for decision in decisions] == [True] * 3
        told = [record for decision in decisions for record in decision.records]
        by = [record.by for record in told if isinstance(record, Decided)]
        assert by == ["person", "remembered", "remembered"]

    asyncio.run(scene())
    assert len(person.asked) == 1
    assert approver.choices.about(approver.project).allowed == (Allowed(prefix=("npm", "test")),)


def test_all_commands_of_a_call_are_shown_and_remembered(tmp_path: Path) -> None:
    approver, person = asking(tmp_path, Answer("yes"))
    assert asyncio.run(approver.decide(shell("npm test", "ls", "cargo fmt"))).allowed
    assert person.asked[0].wish.text == "npm test\nls\ncargo fmt"
    assert person.asked[0].remember == (("npm", "test"), ("cargo", "fmt"))


PATCH = "*** Begin Patch\n*** Add File: a\n+x\n*** Add File: b\n+y\n*** End Patch"
FIRST = "*** Begin Patch\n*** Add File: a\n+x\n*** End Patch"


def patch(name: str = "p") -> CustomToolCall:
    return CustomToolCall(call_id=name, name="apply_patch", input=PATCH)


def test_what_is_left_of_a_patch_is_what_runs(tmp_path: Path) -> None:
    approver, person = asking(tmp_path, Answer("yes", "Not b.", FIRST), Answer("yes", "No.", "x"))
    decision = asyncio.run(approver.decide(patch()))
    assert decision.call == changed(patch(), input=FIRST)
    assert (decision.allowed, decision.reason) == (True, "Not b.")
    assert decision.records == (
        Decided(
            call_id="p", allowed=True, reason="Not b.", by="person", command=FIRST,
            updated={"command": FIRST},
        ),
    )  # fmt: skip
    broken = asyncio.run(approver.decide(patch()))
    assert not broken.allowed
    assert broken.reason.startswith("No. What is left cannot be applied, so nothing was written:")
    assert [question.session for question in person.asked] == [True, True]


def test_what_is_left_of_a_native_patch_is_its_diff(tmp_path: Path) -> None:
    approver, _ = asking(tmp_path, Answer("yes", "Less.", "update_file a\n@@\n-x\n+y"))
    whole = UpdateFile(path="a", diff="@@\n-x\n+y\n@@\n-z\n+w")
    call = ApplyPatchCall(call_id="p", operation=whole)
    decision = asyncio.run(approver.decide(call))
    left = msgspec.to_builtins(UpdateFile(path="a", diff="@@\n-x\n+y"))
    assert decision.call == changed(call, operation=left)


def test_changes_may_be_allowed_for_the_session_but_not_what_a_hook_asks_about(
    tmp_path: Path,
) -> None:
    approver, person = asking(tmp_path, Answer("session"), Answer("no"), Answer("no"))

    async def scene() -> list[str]:
        told = [await approver.decide(patch()) for _ in range(2)]
        told += [await approver.decide(patch(), "ask"), await approver.decide(shell("npm test"))]
        return [r.by for each in told for r in each.records if isinstance(r, Decided)]

    assert asyncio.run(scene()) == ["person", "session", "person", "person"]
    assert [question.session for question in person.asked] == [True, True, False]


def test_what_cannot_be_read_is_refused_before_anybody_is_asked(tmp_path: Path) -> None:
    approver, person = asking(tmp_path)
    broken = FunctionCall(call_id="c", name="shell_command", arguments='{"command": ')
    decision = asyncio.run(approver.decide(broken))
    assert not decision.allowed
    assert decision.reason.startswith("failed to parse function arguments")
    assert person.asked == []


def test_an_old_shell_call_shows_its_words_and_its_folder(tmp_path: Path) -> None:
    approver, person = asking(tmp_path, Answer("no", "not there"))
    action = {"type": "exec", "command": ["rm", "a b"], "working_directory": "/srv"}
    decision = asyncio.run(approver.decide(LocalShellCall(call_id="c", action=action)))
    assert decision.reason == "The person said no to this. They say: not there"
    assert (person.asked[0].wish.text, person.asked[0].folder) == ("rm 'a b'", "/srv")
    assert person.asked[0].remember == ()


def test_without_walls_nothing_is_outside_of_them(tmp_path: Path) -> None:
    approver, person = asking(tmp_path, Answer("yes"))
    approver.walled = False
    text = '{"command": "make", "sandbox_permissions": "require_escalated"}'
    call = FunctionCall(call_id="c", name="shell_command", arguments=text)
    decision = asyncio.run(approver.decide(call))
    assert (decision.allowed, decision.outside) == (True, False)
    assert "this session has no walls" in person.asked[0].allows


def test_a_stopped_command_is_asked_about_only_where_that_is_of_use(tmp_path: Path) -> None:
    approver, person = asking(tmp_path, retries=False)
    assert not asyncio.run(approver.again(shell("make"), "why")).allowed
    assert person.asked == []


def test_what_was_allowed_outside_runs_there_again_without_a_question(tmp_path: Path) -> None:
    approver, person = asking(tmp_path)
    approver.choices.allow(approver.project, (Allowed(prefix=("make",), where="outside"),))
    decision = asyncio.run(approver.again(shell("make"), "why"))
    assert (decision.allowed, decision.outside) == (True, True)
    assert person.asked == []
