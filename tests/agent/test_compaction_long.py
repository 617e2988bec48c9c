"""A session of 400 answers in a window of 16,000 tokens that forgets nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest

from quire.agent.approvals import Never
from quire.agent.compaction import Window
from quire.agent.compaction_notes import Past, notes
from quire.agent.compaction_past import thinned
from quire.agent.compaction_recovery import Recovering
from quire.agent.compaction_server import TRIGGER
from quire.agent.compaction_sizes import BYTES_PER_TOKEN
from quire.agent.loop import run
from quire.agent.projection import Profile
from quire.agent.session import Session
from quire.models.metered import metered
from quire.protocol import items, records
from quire.protocol.events import Event
from quire.protocol.items import Call, FunctionCall, FunctionCallOutput, Item, developer, user
from quire.protocol.narration import narrate
from quire.protocol.pairing import check_pairs
from quire.protocol.records import Change, Compacted, ItemAdded, Receipt, TurnStarted
from quire.protocol.requests import Request

WINDOW = 16_000
ANSWERS, ORDERS = 400, 8
THRESHOLD = 12_000
PROFILE = Profile(
    model="scripted",
    instructions="You are a coding agent. " * 60,
    tools=({"type": "function", "name": "shell_command"}, {"name": "read_output"}),
)
AGENTS = "# AGENTS.md instructions for /w\n\nNever touch vendored-5f3a."
SURROUNDINGS = "<environment_context>\n  <cwd>/w/place-77c1</cwd>\n</environment_context>"
# What is planted: the answer (or the order) that brings a fact in, and its words.
SAID = {
    3: "I decided to keep the parser of module decision-a91e, because the other one is slow.",
    21: "It must stay compatible with decision-b3d7.",
    160: "The root cause is in decision-c60f.",
}
PATCHES = {7: "src/file_8e21.py", 33: "src/file_1b04.py", 90: "src/file_d6aa.py"}
REFUSED = {52: "reason-e77d"}
COMMANDS = {
    11: ("make report-92fc", 0, "aaaaaaaaaa.out"),
    29: ("make broken-0d1e", 2, None),
    64: ("make large-47b8", 0, "bbbbbbbbbb.out"),
}
SERVER = (15, "python serve-6c2a.py", "7431")
PLAN = (18, ("plan-done-31aa", "plan-now-84c2", "plan-next-f09b"))
FAILING = ("tests/test_a.py::test_fails_2e9d", "tests/test_b.py::test_fails_7a5c")
ORDER_FACTS = [f"wish-{number}-c0de" for number in range(1, ORDERS + 1)]


def facts(answer: int) -> list[str]:
    """Return the words of every fact that was planted before `answer`."""
    planted: list[tuple[int, str]] = [(0, "vendored-5f3a"), (0, "place-77c1")]
    planted += [
        (place, f"decision-{text.split('decision-')[1][:4]}") for place, text in SAID.items()
    ]
    planted += [*PATCHES.items(), *REFUSED.items(), (0, FAILING[0]), (0, FAILING[1])]
    planted += [(place, command) for place, (command, _, _) in COMMANDS.items()]
    planted += [(place, log) for place, (_, _, log) in COMMANDS.items() if log]
    planted += [(SERVER[0], SERVER[1]), (SERVER[0], f"session ID {SERVER[2]}")]
    planted += [(PLAN[0], step) for step in PLAN[1]]
    planted += [(at * ANSWERS // ORDERS, fact) for at, fact in enumerate(ORDER_FACTS)]
    return [words for place, words in planted if place < answer]


@dataclass
class Examiner:
    """A Model that looks up every fact in each request before it goes on with its script."""

    session: Session
    answers: int = 0
    faults: list[str] = field(default_factory=list)
    largest: int = 0
    last: bytes = b""
    kept_prefixes: int = 0
    shortened: bool = False

    async def respond(self, request: Request) -> AsyncIterator[Event]:
        """Check `request` and give the next answer, or compact as an upstream does."""
        folded = items.Compaction(id=f"cmp_{self.answers}", encrypted_content="b3BhcXVl")
        if request.input[-1] == TRIGGER:
            for event in narrate((folded,), model="scripted"):
                yield event
            return
        self.answers += 1
        check_pairs(request.input)
        self._look(request)
        ends = self.answers % (ANSWERS // ORDERS) == 0
        large = len(request.body()) // BYTES_PER_TOKEN > THRESHOLD
        own = (folded,) if large and "context_management" in request.rest else ()
        for event in narrate((*own, _answer(self.answers, ends)), model="scripted"):
            yield event

    def _look(self, request: Request) -> None:
        text = b"\n".join(item.wire() for item in request.input).decode()
        self.largest = max(self.largest, len(request.body()) // BYTES_PER_TOKEN)
        self.kept_prefixes += text.encode().startswith(self.last)
        self.last = text.encode()
        self.shortened = self.shortened or _is_shortened(self.session)
        for fact in facts(self.answers):
            count = text.count(fact)
            if count > 1 or (self.shortened and count == 0):
                self.faults.append(f"answer {self.answers}: {fact} is there {count} times")


def _is_shortened(session: Session) -> bool:
    return any(isinstance(event, Compacted) for event in session.events)


def _answer(number: int, ends: bool) -> Item:
    if number in SAID or ends:
        said = SAID.get(number, f"Part {number} is finished.")
        return items.Message(role="assistant", content=(items.output_text(said),))
    name, arguments = "shell_command", {"command": f"sed -n 1,40p src/part_{number % 40}.py"}
    if number == PLAN[0]:
        states = ("completed", "in_progress", "pending")
        steps = [{"step": s, "status": t} for s, t in zip(PLAN[1], states, strict=True)]
        return _call(number, "update_plan", {"plan": steps})
    if number in COMMANDS:
        arguments = {"command": COMMANDS[number][0]}
    elif number == SERVER[0]:
        arguments = {"command": SERVER[1]}
    elif number in PATCHES or number in REFUSED:
        name, arguments = "apply_patch", {"input": PATCHES.get(number, "src/elsewhere.py")}
    return _call(number, name, arguments)


def _call(number: int, name: str, arguments: object) -> FunctionCall:
    text = msgspec.json.encode(arguments).decode()
    return FunctionCall(call_id=f"call_{number}", name=name, arguments=text)


class Hands:
    """Tools that leave the records of real ones and carry nothing out."""

    async def run(self, call: Call) -> AsyncIterator[Event]:
        """Answer `call` as the script says."""
        assert isinstance(call, FunctionCall)
        number = int(call.call_id.removeprefix("call_"))
        if call.name == "apply_patch":
            yield _patched(call.call_id, number)
            text = REFUSED.get(number, "Done!")
        elif call.name == "update_plan":
            text = "Plan updated"
        else:
            asked = msgspec.json.decode(call.arguments, type=dict[str, str])["command"]
            yield records.CommandStarted(call_id=call.call_id, index=0, command=asked)
            text = f"Process running with session ID {SERVER[2]}"
            if number != SERVER[0]:
                end, text = _ended(call.call_id, asked, number)
                yield end
        yield ItemAdded(item=FunctionCallOutput(call_id=call.call_id, output=text))

    def refuse(self, call: Call, reason: str) -> ItemAdded:
        """Nothing is refused here."""
        raise AssertionError(reason)

    async def recover(self, call: Call, known: Sequence[Event]) -> AsyncIterator[Event]:
        """Nothing is cut off here."""
        raise AssertionError(call)
        yield


def _ended(call_id: str, command: str, number: int) -> tuple[records.CommandEnded, str]:
    _, code, log = COMMANDS.get(number, ("", 0, f"{number:010d}.out"))
    end = records.CommandEnded(
        call_id=call_id,
        index=0,
        command=command,
        exit_code=code,
        timed_out=False,
        seconds=0.1,
        log=log,
    )
    cut = f'[... read them with read_output(id="{log}", page=2) ...]\n'
    return end, "a line of output\n" * 60 + (cut if number in COMMANDS and log else "")


def _patched(call_id: str, number: int) -> records.PatchEnded:
    if number in REFUSED:
        change = Change("src/elsewhere.py", "update")
        return records.PatchEnded(
            call_id=call_id, changes=(change,), status="failed", message=REFUSED[number]
        )
    path = PATCHES[number]
    diff = f"--- a/{path}\n+++ b/{path}\n@@ -1 +1 @@\n-old {number}\n+new {number}\n"
    return records.PatchEnded(
        call_id=call_id,
        changes=(Change(path, "update"),),
        status="completed",
        message="Done!",
        diff=diff,
    )


async def _worked(session: Session, examiner: Examiner) -> None:
    """Carry out every order; an answer without a call is a word in between, not the end."""
    for number, wish in enumerate(ORDER_FACTS, start=1):
        session.record(TurnStarted(turn=number, prompt=wish))
        if number == 1:
            session.record(records.TestsRun(when="before", command="pytest", failed=FAILING))
            for text in (AGENTS, SURROUNDINGS):
                session.record(ItemAdded(item=developer(text)))
        session.record(ItemAdded(item=user(f"Please see to {wish}. " + "Mind the style. " * 9)))
        model = metered(examiner)
        while examiner.answers < number * ANSWERS // ORDERS:
            async for _ in run(session, Recovering(model, session), Hands(), Never()):
                pass
        session.record(Receipt(verdict="done", summary="Every test passes, as before."))


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """Yield a folder in memory where there is one: a log of 400 answers waits often for a disk."""
    memory = Path("/dev/shm")
    with TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as folder:
        yield Path(folder)


@pytest.mark.parametrize("theirs", ["own", "server", "inline"])
def test_400_answers_in_a_small_window_lose_nothing_and_repeat_nothing(
    data: Path, theirs: str
) -> None:
    threshold = THRESHOLD if theirs == "inline" else None
    profile = msgspec.structs.replace(PROFILE, compact_threshold=threshold)
    session = Session.create(data, data, profile)
    session.window, session.asks_server = Window(tokens=WINDOW), theirs == "server"
    model = Examiner(session)
    asyncio.run(_worked(session, model))
    session.close()
    made = [event for event in session.events if isinstance(event, Compacted)]
    assert model.faults == []
    assert len(facts(ANSWERS)) >= 20
    assert model.answers == ANSWERS
    assert len(made) >= 10
    first = "message" if theirs == "own" else "compaction"
    assert {record.items[0]["type"] for record in made} == {first}
    assert model.largest < WINDOW
    assert model.kept_prefixes == ANSWERS - len(made)
    whole, kept = session.events, thinned(session.events)
    assert notes(Past(kept, ()), WINDOW) == notes(Past(whole, ()), WINDOW)
    assert thinned(kept) == kept
    assert 2 * sum(len(event.wire()) for event in kept) < sum(len(e.wire()) for e in whole)
    again = Session.load(data, session.id)
    assert again.request() == session.request()
    assert list(again.events) == list(whole)
    again.close()
