"""The job of reviewing a change: checks over its lines and the tests on both sides of it."""

from __future__ import annotations

import re

import msgspec

from quire.engine import errands
from quire.engine.answers import Answer
from quire.engine.conversation import Conversation
from quire.engine.errands import Errand
from quire.engine.notes import Note
from quire.engine.remarks import Remarks, read_remarks, review_of
from quire.engine.reviews import Review, markdown
from quire.engine.shapes import Outcome, Verdict

JOB = "review"
# Running the tests twice takes longer than a few edits; the checks themselves take a second.
SECONDS_A_SECOND = 3
# What a branch grew from, for the workbench to find: no name of git begins with a colon.
TRUNK = ":trunk"
_NO_NAME = r"(?!(?:yesterday|today|last|this|my|our|your|it|then|i|we|when|all|that|\w+day)\b)"
_NAME = rf"['\"`]?{_NO_NAME}((?!-)[\w./@~^-]*[\w~^])"
_BASE = re.compile(
    r"\b(?:against|versus|vs\.?|compared? (?:to|with)|relative to|on top of|since|base branch)\s+"
    rf"(?:the\s+)?(?:base\s+)?(?:(?:branch|commit|tag)\s+)?{_NAME}",
    re.IGNORECASE,
)
# Quotes make any word a commit's name, and so does an order of nothing else.
_COMMITS = tuple(
    re.compile(form)
    for form in (
        rf"\bcommit\s+(?=['\"`]){_NAME}['\"`]",
        r"\bcommit\s+['\"`]?([0-9a-f]{4,64}|HEAD[~^\d]*)(?!\w)",
        r"(?<![\w/.-])(HEAD[~^][~^\d]*|HEAD(?=\W*$)|(?=[a-f]*\d)[0-9a-f]{7,40})(?![\w.])",
        rf"^\W*[Rr]eview\s+(?:the\s+)?commit\s+{_NAME}\W*$",
    )
)
_LAST = re.compile(r"\b(last|latest|newest|previous) commit\b", re.IGNORECASE)
_BRANCH = re.compile(
    r"\b(this|my|the|our|current|feature|whole) ((current|feature|whole) )?(branch|pr"
    r"|pull request|mr"
    r"|merge request)\b",
    re.IGNORECASE,
)
# What a reviewer's instructions name when they ask for the schema in words.
_SCHEMA_WORD = "overall_correctness"


def recognise(conversation: Conversation) -> bool:
    """Tell whether the order is to review a change."""
    return conversation.order.kind == "review"


def advance(conversation: Conversation) -> Answer:
    """Return the next step: run the workbench, put it in place first, or tell what it found."""
    errand = Errand(
        verb=JOB,
        arguments=target(conversation.order.text),
        seconds=conversation.budget.seconds * SECONDS_A_SECOND,
        plan=_PLAN,
        failed="Not reviewed",
    )
    step = errands.run(conversation, errand)
    return step if isinstance(step, Answer) else _told(conversation, read_remarks(step.texts))


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
    if _LAST.search(text):
        return ("--commit=HEAD",)
    return (f"--base={TRUNK}",) if _BRANCH.search(text) else ("--uncommitted",)


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
