"""What the engine says of the cause of a fault."""

from __future__ import annotations

from quire.engine.findings import Findings, Fix
from quire.engine.talk import MODEL
from quire.engine.telling import clipped, evidence

PLAN = (
    "The order asks for the cause. I look at what fails and which lines it depends on, and try "
    "changes in memory; I write none of them."
)
_ASK = 'Nothing was changed: "fix it" makes the change and proves it.'


def explained(findings: Findings, most: int) -> str:
    """Tell the cause that a change confirmed, with the evidence and the change; "" without one."""
    fix = findings.last(Fix)
    if fix is None or not fix.files:
        return ""
    tests = ", ".join(fix.fixes) or "the failing tests"
    doubt = [
        f"Another change passes the same tests: {'; '.join(rival.edits)}."
        + (f" They differ on {clipped(rival.differs_on)}." if rival.differs_on else "")
        for rival in fix.rivals[:1]
    ]
    parts = (
        f"The likely cause: {_place(fix)}",
        *evidence(findings, most),
        f"With this change {tests} would pass, and a fresh run of all tests agrees:",
        "\n".join(f"{file.path}\n{file.diff}".rstrip() for file in fix.files),
        *doubt,
        _ASK,
    )
    return "\n\n".join(parts)


def unexplained(findings: Findings, most: int) -> str:
    """Tell what is known where no change confirms a cause."""
    reason = findings.done.reason or ""
    why = f" {reason[:1].upper()}{reason[1:]}." if reason else ""
    parts = (
        f"I see what fails, but no small change of the code confirms a cause.{why}",
        *evidence(findings, most),
        f"Nothing was changed. To look further, {MODEL}.",
    )
    return "\n\n".join(parts)


def reproduced(
    call: str, ending: tuple[str, str, str], how: str, focus: tuple[str, ...], test: str
) -> str:
    """Tell what a report's own call does here; `ending` is its error, message and result."""
    error, message, gave = ending
    words = f": {clipped(message)}" if message else ""
    came = f"raises {error}{words}" if error else f"gives {clipped(gave) or 'another value'}"
    where = f"It comes from {' in '.join(reversed(focus[:2]))}." if focus else ""
    parts = (
        f"I ran it: `{call}` {came} here ({how}). {where}".rstrip(),
        f"A test that shows it:\n{test}".rstrip() if test else "",
        'Nothing was changed: "fix it" with these words writes the test and looks for the change.',
    )
    return "\n\n".join(part for part in parts if part)


def _place(fix: Fix) -> str:
    if fix.description and len(fix.edits) == 1:
        return f"{fix.description.rstrip('.')}."
    return "; ".join(
        f"{edit.path}:{edit.line}, `{clipped(edit.before)}` instead of `{clipped(edit.after)}`"
        for edit in fix.edits
    )
