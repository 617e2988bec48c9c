"""A review made ready to leave: its prompt, its findings held against the diff, its JSON."""

from __future__ import annotations

import re
from importlib.resources import files

import msgspec
from msgspec import Struct

from quire.engine.remarks import Remarks, Reviewed, TestRuns, review_of
from quire.engine.review import TRUNK
from quire.engine.reviews import Finding, LineRange, Location, Review, short_path, verdict_of
from quire.errors import UpstreamError

MOST_LINES = 10
FAILING = "failing-test"
_FENCE = re.compile(r"\A\s*```(?:json)?\s*\n(.*)\n```\s*\Z", re.DOTALL)
_SECURITY = "\nLook for security holes first: who controls each input, and what can they reach?\n"


class Target(Struct, frozen=True, kw_only=True):
    """The change to review: a commit, all since a base, or what is not committed."""

    base: str = ""
    commit: str = ""

    @property
    def sentence(self) -> str:
        """Return the order in plain words."""
        if self.commit:
            return f"Review commit '{self.commit}'."
        if self.base == TRUNK:
            return "Review this branch."
        if self.base:
            return f"Review the changes against the base branch '{self.base}'."
        return "Review the uncommitted changes."


class Outcome(Struct, frozen=True, kw_only=True):
    """A finished review with what it was checked against."""

    review: Review
    reviewed: Reviewed
    model: str
    session: str
    dropped: int = 0
    suggestions_dropped: int = 0


def review_in(answer: str) -> Review:
    """Read a model's answer. Raises UpstreamError when it is not the schema's JSON."""
    fenced = _FENCE.match(answer)
    try:
        return msgspec.json.decode(fenced[1] if fenced else answer, type=Review)
    except msgspec.MsgspecError as error:
        raise UpstreamError(
            f"The model's answer is no review: {error}.",
            hint="Ask again, or choose another model with --model.",
            retryable=False,
        ) from error


def checked(review: Review, report: Remarks) -> tuple[Review, int]:
    """Keep the findings on lines of the diff, and count the others.

    A failing test that the review does not mention is added: it was seen to fail.
    """
    reviewed = report.reviewed or Reviewed()
    held = [_held(finding, reviewed) for finding in review.findings]
    kept = [finding for finding in held if finding is not None]
    dropped = len(held) - len(kept)
    seen = review_of(report).findings
    kept += [each for each in seen if each.check == FAILING and not _is_told(each, kept)]
    kept.sort(key=lambda finding: (finding.rank, -finding.confidence_score))
    verdict = "patch is incorrect" if verdict_of(kept) == "patch is incorrect" else (
        review.overall_correctness if not dropped else verdict_of(kept)
    )  # fmt: skip
    whole = msgspec.structs.replace(review, findings=tuple(kept), overall_correctness=verdict)
    return whole, dropped


def _held(finding: Finding, reviewed: Reviewed) -> Finding | None:
    """Return a finding with its lines cut to the diff; None where it lies outside."""
    path = short_path(finding, reviewed.root).removeprefix("./")
    lines = finding.code_location.line_range
    for file in reviewed.files:
        for first, last in file.lines if file.path == path else ():
            start, end = max(first, lines.start), min(last, lines.end)
            if start <= end:
                whole = lines.end - lines.start < MOST_LINES
                kept = lines if whole else LineRange(start, min(end, start + MOST_LINES - 1))
                place = Location(f"{reviewed.root}/{path}", kept)
                return msgspec.structs.replace(finding, code_location=place, priority=finding.rank)
    return None


def _is_told(failing: Finding, findings: list[Finding]) -> bool:
    return any(
        other.code_location == failing.code_location or "fail" in other.title.lower()
        for other in findings
    )


def as_json(outcome: Outcome) -> bytes:
    """Return one JSON object: Codex's schema and Quire's own fields beside it."""
    whole = msgspec.to_builtins(outcome.review)
    for finding, entry in zip(outcome.review.findings, whole["findings"], strict=True):
        entry["path"] = short_path(finding, outcome.reviewed.root)
    own = {
        "model": outcome.model,
        "session": outcome.session,
        "base": outcome.reviewed.base,
        "commit": outcome.reviewed.commit,
        "files": [file.path for file in outcome.reviewed.files],
        "unread": outcome.reviewed.unread,
        "submodules": outcome.reviewed.submodules,
        "tests": outcome.reviewed.tests,
        "dropped": outcome.dropped,
        "suggestions_dropped": outcome.suggestions_dropped,
    }
    return msgspec.json.format(msgspec.json.encode({**whole, **own}), indent=2)


def prompt(target: Target, report: Remarks, wishes: str, *, security: bool) -> str:
    """Return the order for a model: task, rules, changed lines, evidence."""
    reviewed = report.reviewed or Reviewed()
    text = (files("quire.cli") / "data" / "review.md").read_text(encoding="utf-8")
    shown = f"{reviewed.base} {target.commit}" if target.commit else reviewed.base
    extra = f"\nThe person asks besides: {wishes}\n" if wishes else ""
    return text.format(
        sentence=target.sentence,
        base=shown,
        untracked="" if target.commit else "; `git status --short` names new files",
        wishes=extra + (_SECURITY if security else ""),
        lines="\n".join(
            f"- {reviewed.root}/{file.path}: "
            + ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in file.lines)
            for file in reviewed.files
        ),
        compared=" and at its base" if reviewed.tests.compared else "",
        tests=_tests(reviewed.tests),
        remarks="\n".join(
            f"- {remark.path}:{remark.start} {remark.title} ({remark.check}): {remark.body}"
            for remark in report.remarks
        ) or "The checks found nothing.",
    )  # fmt: skip


def _tests(tests: TestRuns) -> str:
    if tests.problem:
        return f"not possible, {tests.problem}."
    failed = f" These fail only with the change: {', '.join(tests.failed)}." if tests.failed else ""
    return f"{tests.passed} passed, {len(tests.failed) + tests.failed_before} failed.{failed}"
