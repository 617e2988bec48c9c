"""A workspace with a bug, walls, tools and a scripted model: what a whole task needs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from quire.agent.approvals import Never
from quire.agent.budget import UNLIMITED, Budget
from quire.agent.projection import Profile
from quire.agent.session import Session
from quire.agent.snapshots import Snapshots
from quire.agent.task import Means
from quire.agent.verify import When
from quire.models.metered import metered
from quire.models.script import Answer, Script
from quire.models.scripted import Scripted
from quire.protocol import records
from quire.protocol.events import Event
from quire.protocol.items import developer, user
from quire.protocol.records import (
    Receipt,
)
from quire.sandbox.policy import Policy
from quire.sandbox.runner import Sandbox
from quire.tools.settings import Settings
from quire.tools.toolbox import Toolbox

ORDER = user("fix the failing test")


@dataclass
class Tests:
    """A Verifier that runs no program: test `a` passes when a.txt says so, `b` always."""

    __test__ = False
    workspace: Path
    problem: str = ""
    flaky: bool = False
    asked: list[When] = field(default_factory=list)

    async def verify(self, when: When) -> records.TestsRun:
        """Look at the workspace."""
        self.asked.append(when)
        if self.problem:
            return records.TestsRun(when=when, problem=self.problem)
        good = (self.workspace / "a.txt").read_text() == "good\n"
        good = good and not (self.flaky and when == "repeat")
        return records.TestsRun(
            when=when,
            command="check",
            exit_code=0 if good else 1,
            passed=("b", "a") if good else ("b",),
            failed=() if good else ("a",),
        )


@dataclass(frozen=True)
class Stage:
    """A workspace with a bug, and everything a task needs."""

    data: Path
    session: Session
    means: Means
    tests: Tests
    model: Scripted

    @property
    def bug(self) -> Path:
        """The file that is wrong."""
        return self.tests.workspace / "a.txt"


@asynccontextmanager
async def stage(
    tmp_path: Path, *answers: Answer, budget: Budget = UNLIMITED
) -> AsyncIterator[Stage]:
    """Set up a workspace, walls and a model that gives `answers`."""
    workspace = tmp_path / "work"
    workspace.mkdir()
    (workspace / "a.txt").write_text("bad\n")
    data = tmp_path / "data"
    session = Session.create(data, workspace, Profile(model="scripted"), budget)
    model = Scripted(Script(answer=answers))
    async with await Sandbox.open(Policy(workspace)) as sandbox:
        toolbox = Toolbox(sandbox, workspace, session.folder / "outputs", Settings())
        tests = Tests(workspace)
        means = Means(
            model=metered(model),
            tools=toolbox,
            approver=Never(),
            verifier=tests,
            snapshots=Snapshots(session.folder, workspace),
            context=(developer("Be brief."),),
        )
        yield Stage(data, session, means, tests, model)
        await toolbox.close()
    session.close()


async def drawn(events: AsyncIterator[Event]) -> list[Event]:
    """Return all events."""
    return [event async for event in events]


def receipt_of(events: Sequence[Event]) -> Receipt:
    """Return the receipt that ends the events."""
    last = events[-1]
    assert isinstance(last, Receipt)
    return last


GOOD = Answer(shell=("echo good > a.txt",))
USELESS = Answer(shell=("echo worse > a.txt; echo x > new.txt",))
SAID = Answer(text="Done.")


def told(receipt: Receipt) -> tuple[str, str]:
    """Return what a receipt says in words."""
    return receipt.verdict, receipt.summary
