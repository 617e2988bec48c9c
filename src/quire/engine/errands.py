"""One run of the workbench for a job: asked for, the program put in place, asked for again."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from quire.engine import program
from quire.engine.answers import Answer
from quire.engine.conversation import Conversation
from quire.engine.deeds import Deed, found, ran, text_of
from quire.engine.findings import Absent, NoPython, Spoilt, read_findings
from quire.engine.notes import Note
from quire.engine.shapes import Outcome, Verdict
from quire.protocol.items import Item

TRIES = 2
# Beyond the run itself: installing, a slow machine.
MARGIN_MS = 60_000


class Errand(Struct, frozen=True, kw_only=True):
    """What the workbench is asked for: its verb and arguments, for how long, and why in words.

    `failed` begins the sentence that tells that it could not run, for example "Not set up".
    """

    verb: str
    arguments: tuple[str, ...] = ()
    seconds: int = 60
    plan: str
    failed: str


class Done(Struct, frozen=True, kw_only=True):
    """An errand that ran: what it printed, and the deeds that came after it."""

    texts: tuple[str, ...]
    later: tuple[Deed, ...]
    timed_out: bool = False


def run(conversation: Conversation, errand: Errand) -> Answer | Done:
    """Return the next step of an errand, or what its last run printed."""
    if conversation.hands.runner is None:
        told = f"{errand.failed}: I cannot run anything here. Offer a shell tool."
        return ended(errand.verb, told, "refused")
    runs = [deed for deed in conversation.deeds if program.is_run(text_of(deed.call), errand.verb)]
    if not runs:
        return _asked(conversation, errand, errand.plan)
    newest = runs[-1]
    results = ran(newest)
    texts = tuple(result.text for result in results)
    findings = read_findings(texts)
    if findings.last(Absent):
        return _install(conversation, errand, newest)
    if findings.last(NoPython):
        told = f"{errand.failed}: there is no Python 3.9 or newer where commands run."
        return ended(errand.verb, told, "refused")
    if newest.interrupted and len(runs) < TRIES:
        return _asked(conversation, errand, "That was interrupted; I ask for it once more.")
    return Done(
        texts=texts,
        later=conversation.deeds[conversation.deeds.index(newest) + 1 :],
        timed_out=any(result.timed_out for result in results),
    )


def placed(conversation: Conversation, newest: Deed, job: str, what: str) -> Answer | str | None:
    """Return the step that puts the program where a run did not find it, None once it is there.

    As text it says why that cannot be done; `what` is the program's name in words.
    """
    place = conversation.deeds.index(newest)
    earlier, later = conversation.deeds[:place], conversation.deeds[place + 1 :]
    if any(program.is_install(text_of(deed.call)) for deed in earlier):
        return (
            f"My {what} could not be put into the temporary folder of this machine: "
            "let commands write there, or set QUIRE_WORKBENCH to the program."
        )
    if any(read_findings(result.text for result in ran(deed)).last(Spoilt) for deed in later):
        return f"My {what} arrived damaged on this machine."
    calls = conversation.hands.run(program.install(conversation.program), MARGIN_MS)
    left = waiting(calls, later)
    if not left:
        return None
    return Answer(
        thoughts=(f"My {what} is not on this machine yet; I put it in place first.",),
        calls=left,
        note=Note(job=job, step="install"),
    )


def waiting(calls: Iterable[Item], later: tuple[Deed, ...]) -> tuple[Item, ...]:
    """Return the calls that have no output yet."""
    return tuple(
        call for call in calls if (deed := found(later, call)) is None or deed.output is None
    )


def ended(job: str, text: str, outcome: Outcome, files: tuple[str, ...] = ()) -> Answer:
    """Return the last word of a job; it says everything, so no thought comes before it."""
    verdict = Verdict(text=text, outcome=outcome, files=files)
    return Answer(thoughts=(), verdict=verdict, note=Note(job=job, step="done"))


def _asked(conversation: Conversation, errand: Errand, thought: str) -> Answer:
    arguments = (errand.verb, "--seconds", str(errand.seconds), *errand.arguments)
    command = program.run(conversation.program, arguments)
    calls = conversation.hands.run((command,), errand.seconds * 1000 + MARGIN_MS)
    return Answer(thoughts=(thought,), calls=calls, note=Note(job=errand.verb, step="run"))


def _install(conversation: Conversation, errand: Errand, newest: Deed) -> Answer:
    """Put the program where the command looks for it, then run it again."""
    placing = placed(conversation, newest, errand.verb, "program")
    if placing is None:
        return _asked(conversation, errand, "The program is in place; I go on.")
    if isinstance(placing, str):
        return ended(errand.verb, f"{errand.failed}. {placing}", "refused")
    return placing
