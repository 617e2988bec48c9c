"""What the engine says of a repair: every sentence from what the workbench reported."""

from __future__ import annotations

from collections.abc import Iterable

from quire.engine.findings import Alternative, Done, Edit, Findings, Fix, Near, Suspect
from quire.engine.orders import Order
from quire.engine.profiles import Budget
from quire.engine.proofs import Proof
from quire.engine.talk import MODEL

_SHOWN_TESTS = 5
_SHOWN_NEAR = 3
_SHOWN_CHARACTERS = 160
# The share of its time after which a search was ended by the clock, not by running out of ideas.
_HURRIED = 0.8


def plan(order: Order, budget: Budget) -> tuple[str, ...]:
    """Tell what the search will do."""
    aim = f" I look first at {', '.join(order.focus)}." if order.focus else ""
    tests = f" I judge by {', '.join(order.select)}." if order.select else ""
    return (
        "I run the project's tests to see which fail, measure which lines only the failing ones "
        f"depend on, and try changes of up to {counted(budget.edits, 'edit')} there for at most "
        f"{budget.seconds} seconds; a change counts only if the whole suite agrees.{aim}{tests}",
    )


def evidence(findings: Findings, most: int) -> tuple[str, ...]:
    """Tell, one a paragraph: the tests as found, the suspects, what nearly worked."""
    parts = (_tests(findings), _suspects(findings.suspects[:most]), _near(findings.near))
    return tuple(part for part in parts if part)


def choice(findings: Findings, fix: Fix) -> str:
    """Tell which change was chosen, out of how many, and how suspect its place was.

    What it changes stands in the patch that follows.
    """
    sure = "" if fix.confidence is None else f", with confidence {fix.confidence}"
    places = ", ".join(dict.fromkeys(f"{edit.path}:{edit.line}" for edit in fix.edits))
    what = "a change" if len(fix.edits) == 1 else counted(len(fix.edits), "edit")
    return f"{_speed(fix)}I take {what} at {places}{sure}.{_rank(findings.suspects, fix.edits)}"


def fixed(findings: Findings, fix: Fix, proof: Proof, *, whole: bool) -> str:
    """Tell what was wrong, what was changed, and the proof."""
    verdict = "Fixed" if whole else "Fixed in part"
    before = f"{counted(len(findings.baseline.failed), 'test')} failed"
    return (
        f"{verdict}. {_what(fix)}\n\n"
        f"Proof: {before}, {findings.baseline.passing} passed before; now {proof.told} "
        f"(`{proof.command}`).{_still_red(proof)}{_doubt(fix.rivals)}"
    )


def changed(findings: Findings, fix: Fix, still: tuple[str, ...]) -> str:
    """Tell what was wrong and what the search saw; the proof is the client's."""
    before = f"{counted(len(findings.baseline.failed), 'test')} failed"
    now = (
        f"{counted(len(still), 'test')} still fail" if still else "a fresh run of all tests passes"
    )
    return (
        f"{_what(fix)}\n\nBefore, {before}; with the change {now}. "
        f"The proof is the test runs that follow.{_doubt(fix.rivals)}"
    )


def _what(fix: Fix) -> str:
    """Return a change in words where one place was changed, else edit by edit."""
    if fix.description and len(fix.edits) == 1:
        return f"{fix.description.rstrip('.')}."
    return f"Changed:\n{_listed(fix.edits)}"


def unproven(fix: Fix, proof: Proof, *, undone: bool) -> str:
    """Tell that the change did not hold in the project's own test run."""
    state = "I have undone it" if undone else "It is still in the files: undo it by hand"
    return (
        f"Not fixed. The change\n{_listed(fix.edits)}\npassed in the search, but "
        f"`{proof.command}` says: {proof.told}. {state}."
    )


def unapplied(fix: Fix, reason: str, *, undone: bool) -> str:
    """Tell that the chosen change could not be written."""
    state = "The files are as they were" if undone else "A part of it is still in the files"
    said = f": {clipped(reason)}" if reason.strip() else ""
    return (
        f"Not fixed. A change that passes the tests was found, but writing it failed{said}. "
        f"{state}. The change:\n{_listed(fix.edits)}"
    )


def unfixed(findings: Findings, budget: Budget) -> str:
    """Tell that no change was found, and what was learned."""
    done = findings.done
    reason = f" {_sentence(done.reason)}" if done.reason else ""
    tried = f" I tried {done.tried:,} changes in {done.seconds:.1f} s." if done.tried else ""
    told = (*_undecided(findings.undecided), *evidence(findings, budget.suspects), *_learned(done))
    learned = "\n\n".join(filter(None, told))
    hurried = done.seconds >= _HURRIED * budget.seconds
    more = 'More time could help: say "try harder". ' if hurried else ""
    parts = (
        f"Not fixed.{reason}{tried}",
        learned,
        f"{more}A model could go on: set --model and OPENAI_API_KEY or OPENAI_BASE_URL.",
    )
    return "\n\n".join(part for part in parts if part)


def clean(findings: Findings) -> str:
    """Tell that nothing fails."""
    passing = findings.baseline.passing
    told = "The one test passes" if passing == 1 else f"All {passing} tests pass"
    return (
        f"{told}, so there is nothing I can prove wrong: add a test that shows the bug "
        "and ask again."
    )


def wished(name: str) -> str:
    """Tell that an order names no fault and no test shows one: it asks for something new."""
    return (
        "No test fails and the order tells of no wrong result, so I take it for a wish for new "
        f"behaviour. That is beyond {name}; {MODEL}. If it is a fault, say what happens now, or "
        "add a test that shows it."
    )


def refused(reason: str | None, needs: str | tuple[str, ...] | None) -> str:
    """Tell why the workbench cannot work on this project."""
    told = _sentence(reason) if reason else "There is nothing here that I can test."
    wanted = needs if isinstance(needs, str) else ", ".join(needs or ())
    more = f"What is needed: {wanted.strip().rstrip('.')}." if wanted.strip() else ""
    return " ".join(text for text in ("Not fixed.", told, more) if text)


def silent(text: str, *, timed_out: bool) -> str:
    """Tell that the search gave no result: stopped, refused, or its output lost."""
    cause = (
        "the client stopped it at its time limit" if timed_out else "its result did not reach me"
    )
    said = f" The last words were: {clipped(text[-_SHOWN_CHARACTERS:])}" if text.strip() else ""
    return f"Not fixed. The search ended without a result: {cause}.{said}"


def clipped(text: str) -> str:
    """Return a text as one short line."""
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN_CHARACTERS else f"{line[: _SHOWN_CHARACTERS - 1]}…"


def counted(count: int, noun: str) -> str:
    """Return `1 edit`, `2 edits`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _tests(findings: Findings) -> str:
    failed = findings.baseline.failed
    if not failed:
        return ""
    shown = "; ".join(
        f"{test.id} ({clipped(test.error)}{f' at {test.where}' if test.where else ''})"
        for test in failed[:_SHOWN_TESTS]
    )
    more = f"; and {len(failed) - _SHOWN_TESTS} more" if len(failed) > _SHOWN_TESTS else ""
    passing = findings.baseline.passing
    return f"{counted(len(failed), 'test')} of {len(failed) + passing} failing: {shown}{more}."


def _suspects(suspects: Iterable[Suspect]) -> str:
    lines = [
        f"- {suspect.path}:{suspect.line}"
        f"{f' in {suspect.function}' if suspect.function else ''}"
        f" (score {suspect.score:.2f}){f': {suspect.why}' if suspect.why else ''}"
        for suspect in suspects
    ]
    return "\n".join(("I suspect:", *lines)) if lines else ""


def _near(near: tuple[Near, ...]) -> str:
    lines = [
        f"- {_edit(each.edit)} at {each.path}:{each.line} fixes {each.fixed} of {each.of}"
        for each in near[:_SHOWN_NEAR]
    ]
    return "\n".join(("Nearly worked:", *lines)) if lines else ""


def _edit(edit: object) -> str:
    if isinstance(edit, dict):
        return f"`{clipped(str(edit.get('before', '')))}` → `{clipped(str(edit.get('after', '')))}`"
    return clipped(str(edit))


def _rank(suspects: tuple[Suspect, ...], edits: tuple[Edit, ...]) -> str:
    near = [
        (abs(suspect.line - edit.line), place, suspect)
        for edit in edits[:1]
        for place, suspect in enumerate(suspects, start=1)
        if suspect.path == edit.path
    ]
    if not near:
        return ""
    _, place, suspect = min(near, key=lambda each: each[:2])
    named = f"{suspect.function} in {suspect.path}" if suspect.function else suspect.path
    return f" {named} is number {place} of {len(suspects)} suspects (score {suspect.score:.2f})."


def _speed(fix: Fix) -> str:
    if not fix.tried:
        return ""
    speed = f", {fix.per_second:,.0f} a second" if fix.per_second else ""
    return f"I tried {counted(fix.tried, 'change')}{speed}. "


def _change(edit: Edit) -> str:
    place = f"{edit.path}:{edit.line}"
    if not edit.before.strip():
        return f"{place}: added `{clipped(edit.after)}`"
    if not edit.after.strip():
        return f"{place}: removed `{clipped(edit.before)}`"
    return f"{place}: `{clipped(edit.before)}` → `{clipped(edit.after)}`"


def _listed(edits: Iterable[Edit]) -> str:
    return "\n".join(f"- {_change(edit)}" for edit in edits)


def _still_red(proof: Proof) -> str:
    if not proof.still_failing:
        return ""
    names = ", ".join(proof.still_failing[:_SHOWN_TESTS])
    return f"\n\nStill failing, as before: {names}."


def _doubt(rivals: tuple[Alternative, ...]) -> str:
    """Show the nearest other change that the tests allow, and the input that tells them apart."""
    if not rivals:
        return ""
    other = rivals[0]
    apart = (
        f" They differ on {clipped(other.differs_on)} (this change gives the first)."
        if other.differs_on
        else ""
    )
    diffs = "\n".join(f"{file.path}\n{file.diff}".rstrip() for file in other.files)
    return (
        "\n\nThe tests do not decide between this change and another one that passes them too: "
        f"{'; '.join(other.edits)}.{apart} Check which one you meant. The other one:\n{diffs}"
    ).rstrip()


def _undecided(candidates: tuple[Alternative, ...]) -> tuple[str, ...]:
    """Show the changes that pass the tests, and the inputs that tell them apart, a part each."""
    if not candidates:
        return ()
    parts: list[str] = []
    for letter, change in zip("ABC", candidates, strict=False):
        diffs = "\n".join(f"{file.path}\n{file.diff}".rstrip() for file in change.files)
        apart = f"\nA and {letter} differ on {clipped(change.differs_on)}."
        parts.append(
            f"{letter}. {'; '.join(change.edits)}\n{diffs}{apart * bool(change.differs_on)}"
        )
    made = "I made none of them" if len(parts) > 1 else "I did not make it"
    head = "What passes the tests, likeliest first" if len(parts) > 1 else "What passes the tests"
    ask = "A test of such an input decides" if len(parts) > 1 else "Another test would decide"
    return (f"{head}; {made}. {ask}.", *parts)


def _learned(done: Done) -> tuple[str, ...]:
    learned = done.learned or ()
    return (learned,) if isinstance(learned, str) else learned


def _sentence(text: str) -> str:
    whole = text.strip()
    whole = whole[:1].upper() + whole[1:]
    return whole if whole.endswith((".", "!", "?")) else f"{whole}."
