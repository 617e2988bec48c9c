"""The engine: what comes next in a conversation, from the first job that recognises its order."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

import msgspec

from quire.engine import (
    bisection,
    calling,
    explain,
    flaky,
    migrate,
    refactor,
    repair,
    reproduce,
    review,
    scaffold,
    setup,
    several,
    status,
    talk,
    testgen,
)
from quire.engine.answers import Answer, fingerprint, finished
from quire.engine.conversation import Conversation, read_conversation
from quire.engine.deeds import session_of
from quire.engine.demands import check_form
from quire.engine.hands import SparedError
from quire.engine.shapes import Verdict
from quire.protocol.events import Event
from quire.protocol.items import Json, user
from quire.protocol.narration import narrate
from quire.protocol.requests import Request


class Job(Protocol):
    """A module of the engine that does one kind of order."""

    __name__: str

    def recognise(self, conversation: Conversation) -> bool:
        """Tell whether the order is this job's."""
        ...

    def advance(self, conversation: Conversation) -> Answer:
        """Return the next step, worked out from the conversation alone."""
        ...


# The first job that recognises an order does it: recognise(conversation), advance(conversation).
JOBS: tuple[Job, ...] = (
    scaffold,
    setup,
    refactor,
    migrate,
    testgen,
    bisection,
    flaky,
    explain,
    status,
    reproduce,
    repair,
    review,
    calling,
    talk,
)


class Engine:
    """Answers requests for `quire/mini`, `quire/standard` and `quire/max`; keeps no state.

    `program` is the packed workbench (see `program.pack`), which the engine installs wherever a
    client runs its commands without offering it.
    """

    def __init__(self, program: bytes) -> None:
        self.program = program

    async def respond(self, request: Request) -> AsyncIterator[Event]:
        """Yield the events of the answer to `request`, equal for equal requests.

        Raises InvalidRequest when the model or the seed is not the engine's, or when the answer
        cannot have the form that is demanded.
        """
        conversation = read_conversation(request, self.program)
        answer = _decided(conversation)
        check_form(answer, conversation)
        output, usage = finished(answer, request, passes_up=conversation.passes_up)
        name = f"resp_{fingerprint(request)[:32]}"
        for event in narrate(output, model=conversation.budget.name, usage=usage, response_id=name):
            yield event


def works_of(order: str) -> tuple[str, ...]:
    """Return the names of the jobs that an order in plain words goes to, one for each work.

    `beyond` stands for what no job does, `talk` for what words answer.
    """
    tools: tuple[Json, ...] = ({"type": "shell"}, {"type": "apply_patch"})
    request = Request(model="quire/standard", input=(user(order),), tools=tools)
    return several.works_of(read_conversation(request, b""), _job)


def _decided(conversation: Conversation) -> Answer:
    """Return what comes next: first wait for what still runs, then the job's own step."""
    for deed in conversation.deeds:
        session = session_of(deed)
        waiting = () if session is None else conversation.hands.wait(session)
        if waiting:
            return Answer(thoughts=("The command is still running; I wait for it.",), calls=waiting)
    try:
        answer = several.advance(conversation, _job)
    except SparedError as error:
        words = f"Not done. The change that I found is in {error.path}, {_SPARED}."
        return Answer(thoughts=(), verdict=Verdict(text=words, outcome="refused"))
    if conversation.order.read and answer.thoughts and not conversation.deeds:
        first, *more = answer.thoughts
        told = f'I read the order as "{conversation.order.read}". {first}'
        return msgspec.structs.replace(answer, thoughts=(told, *more))
    return answer


_SPARED = "and the order says to leave that as it is"


def _job(conversation: Conversation) -> Job:
    if calling.forced(conversation):
        return calling
    return next(job for job in JOBS if job.recognise(conversation))
