"""The job of setting a project up: how a fresh clone installs, builds and tests, done and told."""

from __future__ import annotations

from quire.engine import errands, program
from quire.engine.answers import Answer
from quire.engine.conversation import Conversation
from quire.engine.deeds import Deed, Ran, found, patched, ran
from quire.engine.errands import Errand
from quire.engine.findings import read_lines
from quire.engine.notes import Note
from quire.engine.proofs import judge
from quire.engine.setup_orders import Wish, read_wish
from quire.engine.setup_report import READER, Plan, Step
from quire.engine.setup_telling import (
    Tried,
    failed_step,
    offline,
    passing,
    plain_plan,
    tested,
    unknown,
)
from quire.engine.shapes import Verdict
from quire.protocol.items import Item

JOB = "setup"
SECONDS = 60
# Installing may build what has no wheel; the tests have the time of a proof.
INSTALL_MS = 900_000
TEST_MS = 600_000
AGENTS = "AGENTS.md"
# An environment that holds half of what is needed would be taken for the project's own.
_CLEAN_UP = "python3 -c 'import shutil; shutil.rmtree(\".venv\")'"


def recognise(conversation: Conversation) -> bool:
    """Tell whether the order is to set the project up, or asks how that is done."""
    return read_wish(conversation.order.text) is not None


def advance(conversation: Conversation) -> Answer:
    """Return the next step: read the project's files, install, build, test, write down."""
    errand = Errand(
        verb=JOB,
        seconds=SECONDS,
        plan="I read how the project is installed, built and tested, then do it and run the tests.",
        failed="Not set up",
    )
    step = errands.run(conversation, errand)
    if isinstance(step, Answer):
        return step
    plan = next((each for each in read_lines(step.texts, READER) if isinstance(each, Plan)), None)
    if plan is None or not plan.known:
        return errands.ended(JOB, unknown(plan.others if plan else ()), "refused")
    if _wish(conversation).asks:
        return _answered(conversation, plan, step.later)
    return _set_up(conversation, plan, step.later)


def _wish(conversation: Conversation) -> Wish:
    return read_wish(conversation.order.text) or Wish()


def _answered(conversation: Conversation, plan: Plan, later: tuple[Deed, ...]) -> Answer:
    """Answer a question: nothing is changed, and the tests run only with what is here."""
    if plan.missing or not plan.here:
        return _told(plain_plan(plan, None), ())
    call = conversation.hands.run((program.tidy(plan.here),), TEST_MS)
    result = _result(call, later)
    if result is None:
        return _ask(call, "Everything that it needs is installed here; I run the tests.")
    return _told(plain_plan(plan, judge(plan.here, result, remaining=())), ())


def _set_up(conversation: Conversation, plan: Plan, later: tuple[Deed, ...]) -> Answer:
    if plan.network == "off":
        if plan.missing:
            return errands.ended(JOB, offline(plan, conversation.order.text), "refused")
        return _test(conversation, plan, later, Tried())
    done: list[str] = []
    for step in plan.steps:
        if step.kind == "environment" and plan.venv:
            continue
        whole = f"{step.command} && {step.after}" if step.after else step.command
        call = conversation.hands.run((whole,), INSTALL_MS)
        result = _result(call, later)
        if result is None:
            return _ask(call, f"{step.command} ({step.source or 'a place of its own'}).")
        if result.exit_code not in (0, None) or result.timed_out:
            return _failed(conversation, plan, step, result, later)
        done.append(step.command)
    return _test(conversation, plan, later, Tried(commands=tuple(done)))


def _failed(
    conversation: Conversation, plan: Plan, step: Step, result: Ran, later: tuple[Deed, ...]
) -> Answer:
    """Take away an environment that is not whole, then tell which command failed."""
    if not plan.venv:
        call = conversation.hands.run((_CLEAN_UP,), errands.MARGIN_MS)
        if _result(call, later) is None:
            return _ask(call, "That failed. I take away the environment that is not whole.")
    return errands.ended(JOB, failed_step(plan, step.command, result.text), "refused")


def _test(conversation: Conversation, plan: Plan, later: tuple[Deed, ...], tried: Tried) -> Answer:
    command = plan.test if tried.commands or plan.venv else plan.here
    if not command:
        return _noted(conversation, plan, later, tested(plan, tried, None))
    call = conversation.hands.run((program.tidy(command),), TEST_MS)
    result = _result(call, later)
    if result is None:
        return _ask(call, "I run the tests.")
    proof = judge(command, result, remaining=())
    told = tested(plan, tried, proof, result.text)
    if not proof.holds and not passing(result.text):
        return errands.ended(JOB, told, "refused")
    return _noted(conversation, plan, later, told)


def _noted(conversation: Conversation, plan: Plan, later: tuple[Deed, ...], told: str) -> Answer:
    """Write the commands into AGENTS.md where the order asks for it."""
    if not _wish(conversation).file:
        return _told(f'{told}\n\n"write it to {AGENTS}" keeps these commands there.', ())
    if not plan.agents_text and not plan.agents_diff:
        return _told(f"{told}\n\n{AGENTS} says so already.", ())
    hands = conversation.hands
    calls = (
        hands.create(AGENTS, plan.agents_text)
        if plan.agents_text
        else hands.patch(AGENTS, plan.agents_diff)
    )
    deed = found(later, calls[0]) if calls else None
    if deed is None or deed.output is None:
        return _ask(calls, f"I write the commands into {AGENTS}.")
    ok, reason = patched(deed)
    if not ok:
        return _told(f"{told}\n\nWriting {AGENTS} failed: {reason.strip()}", ())
    return _told(f"{told}\n\nThe commands are in {AGENTS}.", (AGENTS,))


def _result(calls: tuple[Item, ...], later: tuple[Deed, ...]) -> Ran | None:
    deed = found(later, calls[0]) if calls else None
    results = ran(deed) if deed is not None and deed.output is not None else ()
    return results[0] if results else None


def _ask(calls: tuple[Item, ...], thought: str) -> Answer:
    return Answer(thoughts=(thought,), calls=calls, note=Note(job=JOB, step="do"))


def _told(text: str, files: tuple[str, ...]) -> Answer:
    verdict = Verdict(text=text, outcome="answered", files=files)
    return Answer(thoughts=(), verdict=verdict, note=Note(job=JOB, step="done"))
