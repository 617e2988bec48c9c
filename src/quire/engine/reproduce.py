"""The job of repairing from a report alone: the failing test is written first, then repaired."""

from __future__ import annotations

import re

import msgspec
from msgspec import Struct

from quire.engine import errands, program, repair
from quire.engine.answers import Answer
from quire.engine.conversation import Conversation
from quire.engine.deeds import Deed, found, patched, ran, text_of
from quire.engine.errands import Errand
from quire.engine.findings import Fix, Tests, read_findings, read_lines
from quire.engine.notes import Note
from quire.engine.orders import Order
from quire.engine.reproduce_telling import (
    PLAN,
    preface,
    undecided,
    unfailing,
    unsaid,
    unwritten,
    with_test,
)
from quire.protocol.items import Item

JOB = "reproduce"
SECONDS = 60
# What is sent of a report: a single argument of a command holds 128 KiB, and may be quoted twice.
MOST_TEXT = 24_000
# Bits for changing what worked: a crash says that only the crashing inputs are wrong.
KEEP_OF_CRASH = 8
KEEP_OF_VALUE = 3
_CALL = r"(?<![\w.])[A-Za-z_][\w.]*\([^\n]{0,300}\)"
_SAID = (
    r"(rais|throw|crash|fail|should|must|expect|instead of|return|gives?|gets?|got|supposed|ought"
    r"|hang|wrong|but |is not|isn't|want|yield|print|shows?|lost|missing|correct|right)"
)
_STEPS = re.compile(
    r"Traceback \(most recent call last\)"
    r"|^\s*>>> "
    r'|^\W*File "[^"\n]+", line \d+'
    r"|\bpython3? (-m [\w.]+|[\w./-]+\.py)"
    r"|[\w-]\.(log|txt|err|out)\b",
    re.MULTILINE | re.IGNORECASE,
)
# A call, and near it what it does: looked for where a report begins, as it costs a long text much.
_TOLD = re.compile(
    rf"{_CALL}.{{0,200}}\b{_SAID}|\b{_SAID}\w*\b.{{0,80}}{_CALL}", re.IGNORECASE | re.DOTALL
)
_BEGINNING = 4_000


class Line(Struct, frozen=True, tag_field="type", kw_only=True):
    """One line of the report."""


class Reproduced(Line, frozen=True, kw_only=True, tag="reproduced"):
    """A test that shows the fault: `text` of a new file, or the `diff` of one that is there.

    `call` is what was run, `how` where it comes from, `error` what it raised, or `gave` what it
    returned. `samples` are calls that work: import, call, result. `sure` tells that what should
    come instead is known; `basis` is what says so.
    """

    path: str
    name: str
    text: str = ""
    diff: str = ""
    test: str = ""
    call: str = ""
    error: str = ""
    message: str = ""
    gave: str = ""
    how: str = ""
    basis: str = ""
    sure: bool = False
    focus: tuple[str, ...] = ()
    samples: tuple[tuple[str, str, str], ...] = ()


class Over(Line, frozen=True, kw_only=True, tag="done"):
    """The end: reproduced, known (failing tests show it already), documented, or none."""

    outcome: str = ""
    reason: str = ""
    tests: tuple[str, ...] = ()


_READER = msgspec.json.Decoder(Reproduced | Over)


def recognise(conversation: Conversation) -> bool:
    """Tell whether the order reports a fault in a way that can be tried: a wrong guess is cheap."""
    order = conversation.order
    named = any("::" in name for name in order.select)
    if order.kind != "repair" or named:
        return False
    return bool(_STEPS.search(order.text) or _TOLD.search(order.text[:_BEGINNING]))


def advance(conversation: Conversation) -> Answer:
    """Return the next step: see the fault, write its test, see that fail, then repair."""
    step = errands.run(conversation, errand(conversation, PLAN))
    if isinstance(step, Answer):
        return step
    shown, over = report_of(step.texts)
    if shown is not None:
        return _written(conversation, shown, step.later)
    if over.outcome == "documented":
        return errands.ended(JOB, f"Not fixed. {over.reason}.", "refused")
    return _unseen(conversation, over)


def errand(conversation: Conversation, plan: str) -> Errand:
    """Return what is asked of the workbench, and why in words."""
    return Errand(
        verb=JOB,
        arguments=(f"--text={_sent(conversation.order.text)}",),
        seconds=SECONDS,
        plan=plan,
        failed="Not fixed",
    )


def report_of(texts: tuple[str, ...]) -> tuple[Reproduced | None, Over]:
    """Return the fault that was seen, if any, and the end of the report."""
    report = read_lines(texts, _READER)
    shown = next((line for line in report if isinstance(line, Reproduced)), None)
    return shown, next((line for line in report if isinstance(line, Over)), Over())


def _sent(text: str) -> str:
    """Return a report as one line: what follows a line end would be a command of its own."""
    half = MOST_TEXT // 2
    whole = text if len(text) <= MOST_TEXT else f"{text[:half]}\n{text[-half:]}"
    return msgspec.json.encode(whole).decode()


def _unseen(conversation: Conversation, over: Over) -> Answer:
    """Go on as with any order to repair: the tests that fail, if any, are what is known."""
    select = over.tests or conversation.order.select
    order = msgspec.structs.replace(conversation.order, select=select)
    answer = repair.advance(msgspec.structs.replace(conversation, order=order))
    if over.tests or not over.reason:
        return answer
    verdict = answer.verdict
    if verdict is None or verdict.outcome == "fixed":
        return answer
    text = f"{verdict.text}\n\nI tried the report itself too: {over.reason}."
    return msgspec.structs.replace(answer, verdict=msgspec.structs.replace(verdict, text=text))


def _written(conversation: Conversation, shown: Reproduced, later: tuple[Deed, ...]) -> Answer:
    """Write the test, and go on when it is there."""
    calls = _writing(conversation, shown)
    deed = found(later, calls[0]) if calls else None
    if deed is None or deed.output is None:
        return Answer(
            thoughts=(preface(shown.call, shown.error, shown.gave, shown.how),),
            calls=calls,
            note=Note(job=JOB, step="write"),
        )
    written, reason = patched(deed)
    if not written:
        return errands.ended(JOB, unwritten(shown.path, shown.test, reason), "refused")
    return _failing(conversation, shown, later[later.index(deed) + 1 :])


def _writing(conversation: Conversation, shown: Reproduced) -> tuple[Item, ...]:
    if shown.diff:
        return conversation.hands.patch(shown.path, shown.diff)
    return conversation.hands.create(shown.path, shown.text)


def _failing(conversation: Conversation, shown: Reproduced, later: tuple[Deed, ...]) -> Answer:
    """Run the tests to see the new one fail as reported, then hand over to the repair."""
    command = program.run(conversation.program, ["tests", "--seconds", str(SECONDS)])
    calls = conversation.hands.run((command,), SECONDS * 1000 + errands.MARGIN_MS)
    deed = found(later, calls[0])
    if deed is None or deed.output is None:
        thought = f"I run the tests: {shown.name} must fail before anything is repaired."
        return Answer(thoughts=(thought,), calls=calls, note=Note(job=JOB, step="fail"))
    tests = read_findings(tuple(result.text for result in ran(deed))).last(Tests)
    failing = [test.id for test in tests.failed if _is(test.id, shown.name)] if tests else []
    if not failing:
        return errands.ended(JOB, unfailing(shown.path, shown.test), "refused")
    order = Order(
        kind="repair",
        text=conversation.order.text,
        select=tuple(failing),
        focus=shown.focus,
        keep=KEEP_OF_CRASH if shown.error else KEEP_OF_VALUE,
        samples=msgspec.json.encode(shown.samples).decode() if shown.samples else "",
    )
    return _repaired(msgspec.structs.replace(conversation, order=order), shown, later)


def _is(test: str, name: str) -> bool:
    """Tell whether a test's id ends with a name; pytest writes `::` where unittest has a dot."""
    return test.replace("::", ".").endswith(f".{name}")


def _is_open(fix: Fix, shown: Reproduced) -> bool:
    """Tell whether too little is known to take a fix, or it costs what worked before.

    A wrong value is one example, which rarely decides between changes that give it.
    """
    if shown.sure:
        return bool(fix.unlike if shown.error else fix.rivals)
    return bool(fix.rivals or fix.unlike or not shown.basis)


def _repaired(conversation: Conversation, shown: Reproduced, later: tuple[Deed, ...]) -> Answer:
    searches = [deed for deed in later if program.is_run(text_of(deed.call), repair.JOB)]
    texts = tuple(result.text for result in ran(searches[-1])) if searches else ()
    fix = read_findings(texts).last(Fix)
    if fix is not None and _is_open(fix, shown):
        told = undecided(fix, shown.call, shown.error, shown.basis, shown.test)
        return errands.ended(JOB, told, "not_fixed")
    answer = repair.advance(conversation)
    if answer.verdict is None:
        return answer
    verdict = answer.verdict
    fixed = verdict.outcome in ("fixed", "partly_fixed")
    told = with_test(verdict.text, shown.path, shown.test, fixed=fixed)
    if not shown.sure:
        told += f"\n\n{unsaid(shown.call, shown.basis)}"
    files = (*verdict.files, shown.path) if fixed else verdict.files
    whole = msgspec.structs.replace(verdict, text=told, files=files)
    return msgspec.structs.replace(answer, verdict=whole)
