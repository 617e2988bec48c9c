"""The workbench's jobs that need libraries: which interpreter has them, and how they are asked."""

from __future__ import annotations

import shlex
from collections.abc import Generator, Iterable

import msgspec
from msgspec import Struct

from quire.engine import program
from quire.engine.answers import Answer
from quire.engine.conversation import Conversation
from quire.engine.deeds import Deed, ran
from quire.engine.findings import Absent, read_findings
from quire.engine.refactor_replay import Step
from quire.engine.scripts import PYTHONS
from quire.engine.shapes import Verdict
from quire.protocol.items import Json

MISSING = '{"type":"missing"}'
MARGIN_MS = 60_000
_HAS = (
    "import sys; from importlib.util import find_spec; "
    "sys.exit(sys.version_info < (3, 9) or not all(map(find_spec, sys.argv[1:])))"
)


class Task(Struct, frozen=True, kw_only=True):
    """A verb of the workbench with its order, the libraries it needs, and why it runs."""

    verb: str
    order: Json
    needs: tuple[str, ...]
    thought: str
    seconds: int = 120


def command(packed: bytes, task: Task) -> str:
    """Return the command that runs a task where its libraries are.

    `$QUIRE_PYTHON` is asked first, then the interpreters of the project. Prints MISSING and
    exits 96 when none has the libraries, and what `program.run` prints when the program is not
    in place.
    """
    order = msgspec.json.encode(task.order, order="sorted").decode()
    words = shlex.join((task.verb, order))
    plain = program.run(packed, (task.verb,)).split("\n")
    found = next(at for at, line in enumerate(plain) if line.startswith("for p in "))
    needs = shlex.join(task.needs)
    return "\n".join(
        (
            *plain[:found],
            f'for p in "$QUIRE_PYTHON" {PYTHONS}; do',
            f'  "$p" -Ic {shlex.quote(_HAS)} {needs} 2>/dev/null || continue',
            f'  exec "$p" -I "$q" {words}',
            "done",
            f"echo {shlex.quote(MISSING)}; exit 96",
        )
    )


def asked(
    conversation: Conversation, text: str, thought: str, timeout_ms: int
) -> Generator[Step, tuple[Deed, ...], tuple[str, ...]]:
    """Run a command of the workbench, put the program in place first where it is not there."""
    hands = conversation.hands
    deeds = yield Step(thought=thought, calls=hands.run((text,), timeout_ms))
    if read_findings(printed(deeds)).last(Absent) is None:
        return printed(deeds)
    install = program.install(conversation.program)
    yield Step(
        thought="My program is not on this machine yet; I put it in place first.",
        calls=hands.run(install, MARGIN_MS),
    )
    deeds = yield Step(thought=thought, calls=hands.run((text,), timeout_ms))
    return printed(deeds)


def performed(
    conversation: Conversation, task: Task
) -> Generator[Step, tuple[Deed, ...], tuple[str, ...]]:
    """Run a task and return what it printed."""
    text = command(conversation.program, task)
    limit = task.seconds * 1000 + MARGIN_MS
    return (yield from asked(conversation, text, task.thought, limit))


def handless(conversation: Conversation) -> Answer:
    """Return the last word where there is no shell to run anything with."""
    told = (
        f"I cannot run anything here, so {conversation.budget.name} cannot read the project: "
        "offer a shell tool (and apply_patch)."
    )
    return Answer(thoughts=(), verdict=Verdict(text=told, outcome="refused"))


def printed(deeds: Iterable[Deed]) -> tuple[str, ...]:
    """Return what the commands of some deeds printed."""
    return tuple(result.text for deed in deeds for result in ran(deed))
