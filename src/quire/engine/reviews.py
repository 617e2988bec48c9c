"""A review as data, in the schema that Codex's reviewer answers with, and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

Correctness = Literal["patch is correct", "patch is incorrect"]
# The gravest two priorities make a change incorrect (codex-agent, review).
BLOCKING = 1


class LineRange(Struct, frozen=True):
    """Lines from `start` to `end`, both included, counted from 1."""

    start: int
    end: int


class Location(Struct, frozen=True):
    """Where a finding is."""

    absolute_file_path: str
    line_range: LineRange


class Suggestion(Struct, frozen=True):
    """The lines `start` to `end` of the finding's file, both included, become `text`."""

    start: int
    end: int
    text: str


class Finding(Struct, frozen=True, kw_only=True):
    """One flaw: what, why it matters, how sure (0 to 1), how grave (0 to 3), where.

    Quire's own additions: `check` is the short name of the kind of flaw, `suggestion` an edit
    that mends it, and `patch` the same as a unified diff, made where the file is at hand.
    """

    title: str
    body: str
    confidence_score: float
    code_location: Location
    priority: int | None = None
    check: str | None = None
    suggestion: Suggestion | None = None
    patch: str | None = None

    @property
    def rank(self) -> int:
        """Return the priority, read from the title where the field is missing."""
        if self.priority is not None:
            return self.priority
        mark = self.title[:4]
        return int(mark[2]) if mark[:2] == "[P" and mark[2:3].isdigit() else 3


class Review(Struct, frozen=True, kw_only=True):
    """Findings, the gravest first, and the verdict on the whole change."""

    findings: tuple[Finding, ...]
    overall_correctness: Correctness
    overall_explanation: str
    overall_confidence_score: float


def verdict_of(findings: Iterable[Finding]) -> Correctness:
    """Return the verdict that findings amount to."""
    blocked = any(finding.rank <= BLOCKING for finding in findings)
    return "patch is incorrect" if blocked else "patch is correct"


def markdown(review: Review, root: str = "") -> str:
    """Return a review for people; paths below `root` are told relative to it."""
    head = f"**{review.overall_correctness.capitalize()}.** {review.overall_explanation}".strip()
    return "\n\n".join((head, *(_entry(finding, root) for finding in review.findings)))


def short_path(finding: Finding, root: str) -> str:
    """Return a finding's path relative to `root` where it lies below it."""
    path = finding.code_location.absolute_file_path
    return path.removeprefix(f"{root.rstrip('/')}/") if root else path


def _entry(finding: Finding, root: str) -> str:
    lines = finding.code_location.line_range
    place = f"{short_path(finding, root)}:{lines.start}"
    if lines.end != lines.start:
        place += f"-{lines.end}"
    body = "\n".join(f"  {line}".rstrip() for line in finding.body.splitlines())
    return f"- {finding.title} — {place}\n{body}{_fenced(finding.patch)}"


def _fenced(patch: str | None) -> str:
    """Return a patch as a block of its entry, in a fence longer than any run of ticks in it."""
    if not patch:
        return ""
    ticks = "```"
    while ticks in patch:
        ticks += "`"
    lines = (f"{ticks}diff", *patch.removesuffix("\n").split("\n"), ticks)
    return "\n\n" + "\n".join(f"  {line}" for line in lines)
