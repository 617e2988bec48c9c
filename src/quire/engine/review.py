"""The job of reviewing a change: checks over its lines and the tests on both sides of it."""

from __future__ import annotations

import re

import msgspec

from quire.engine import program
from quire.engine.answers import Answer
from quire.engine.conversation import Conversation
from quire.engine.deeds import Deed, found, ran, text_of
from quire.engine.findings import Absent, NoPython, read_findings
from quire.engine.notes import Note
from quire.engine.remarks import Remarks, read_remarks, review_of
from quire.engine.reviews import Review, markdown
from quire.engine.shapes import Outcome, Verdict
from quire.protocol.items import Item

JOB = "review"
TRIES = 2
MARGIN_MS = 60_000
# Running the tests twice takes longer than a few edits; the checks themselves take a second.
SECONDS_A_SECOND = 3
_NAME = r"['\"`]?((?!-)[\w./@~^-]*[\w~^])"
_BASE = re.compile(
    r"\b(?:against|versus|vs\.?|compared? (?:to|with)|since|base branch)\s+"
    rf"(?:the\s+)?(?:base\s+)?(?:branch\s+)?{_NAME}",
    re.IGNORECASE,
)
# Quotes make any word a commit's name, and so does an order of nothing else.
_COMMITS = tuple(
    re.compile(form)
    for form in (
        rf"\bcommit\s+(?=['\"`]){_NAME}['\"`]",
        r"\bcommit\s+['\"`]?([0-9a-f]{4,64}|HEAD[~^\d]*)(?!\w)",
        rf"^\W*[Rr]eview\s+(?:the\s+)?commit\s+{_NAME}\W*$",
    )
)
_LAST = re.compile(r"\b(last|latest|newest|previous) commit\b", re.IGNORECASE)
# What a reviewer's instructions name when they ask for the schema in words.
_SCHEMA_WORD = "overall_correctness"


def recognise(conversation: Conversation) -> bool:
    """Tell whether the order is to review a change."""
    return conversation.order.kind == "review"


def advance(conversation: Conversation) -> Answer:
    """Return the next step: run the workbench, put it in place first, or tell what it found."""
    if conversation.hands.runner is None:
        return _ended(
            f"I cannot run anything here, so {conversation.budget.name} cannot read the change: "
            "offer a shell tool."
        )
    runs = tuple(deed for deed in conversation.deeds if program.is_run(text_of(deed.call), JOB))
    if not runs:
        return _run(conversation, _PLAN)
    newest = runs[-1]
    texts = tuple(result.text for result in ran(newest))
    findings = read_findings(texts)
    if findings.last(Absent):
        return _install(conversation, newest)
    if findings.last(NoPython):
        return _ended("Not reviewed. There is no Python 3.9 or newer where commands run.")
    report = read_remarks(texts)
    if report.reviewed is None and newest.interrupted and len(runs) < TRIES:
        return _run(conversation, "The review was interrupted; I ask for it once more.")
    return _told(conversation, report)


_PLAN = (
    "I compare the change with its base, check the lines that it touches and what they break "
    "elsewhere, and run the project's tests on both sides."
)


def target(text: str) -> tuple[str, ...]:
    """Return the workbench's arguments for the change that an order names."""
    commit = next(filter(None, (form.search(text) for form in _COMMITS)), None)
    base = _BASE.search(text)
    if base:
        return (f"--base={base[1]}",)
    if commit:
        return (f"--commit={commit[1]}",)
    return ("--commit=HEAD",) if _LAST.search(text) else ("--uncommitted",)


def _run(conversation: Conversation, thought: str) -> Answer:
    seconds = conversation.budget.seconds * SECONDS_A_SECOND
    arguments = (JOB, *target(conversation.order.text), "--seconds", str(seconds))
    command = program.run(conversation.program, arguments)
    calls = conversation.hands.run((command,), seconds * 1000 + MARGIN_MS)
    return Answer(thoughts=(thought,), calls=calls, note=Note(job=JOB, step="read"))


def _install(conversation: Conversation, newest: Deed) -> Answer:
    """Put the program where the command looks for it, then run it again."""
    place = conversation.deeds.index(newest)
    if any(program.is_install(text_of(deed.call)) for deed in conversation.deeds[:place]):
        return _ended(
            "Not reviewed. My program could not be put into the temporary folder of this machine: "
            "let commands write there, or set QUIRE_WORKBENCH to the program."
        )
    later = conversation.deeds[place + 1 :]
    calls = conversation.hands.run(program.install(conversation.program), MARGIN_MS)
    waiting = tuple(call for call in calls if _is_waiting(later, call))
    if not waiting:
        return _run(conversation, "The program is in place; I review.")
    return Answer(
        thoughts=("My program is not on this machine yet; I put it in place first.",),
        calls=waiting,
        note=Note(job=JOB, step="install"),
    )


def _is_waiting(later: tuple[Deed, ...], call: Item) -> bool:
    deed = found(later, call)
    return deed is None or deed.output is None


def _told(conversation: Conversation, report: Remarks) -> Answer:
    if report.reviewed is None:
        over = report.over
        reason = over.reason if over and over.reason else "the review ended without a result"
        needs = f" It needs {over.learned}." if over and over.learned else ""
        return _ended(f"Not reviewed: {reason}.{needs}")
    review = review_of(report)
    data = msgspec.to_builtins(review)
    as_data = _SCHEMA_WORD in (conversation.request.instructions or "")
    words = markdown(review, report.reviewed.root)
    text = msgspec.json.encode(review).decode() if as_data else words
    return Answer(
        thoughts=(_thought(review),),
        verdict=Verdict(text=text, outcome="answered", data=data),
        note=Note(job=JOB, step="done"),
    )


def _thought(review: Review) -> str:
    kinds = ", ".join(sorted({finding.check or "" for finding in review.findings}))
    return f"{review.overall_explanation} Kinds: {kinds}." if kinds else review.overall_explanation


def _ended(text: str, outcome: Outcome = "refused") -> Answer:
    return Answer(
        thoughts=("There is nothing that I can review.",),
        verdict=Verdict(text=text, outcome=outcome),
        note=Note(job=JOB, step="done"),
    )
