"""The job of repairing a project until its tests pass: search, patch, prove, tell."""

from __future__ import annotations

import re
import shlex

from msgspec import Struct

from quire.engine import errands, program, telling, unsteady
from quire.engine.answers import Answer
from quire.engine.conversation import Conversation
from quire.engine.deeds import Deed, found, patched, ran, text_of
from quire.engine.features import may_be_new
from quire.engine.findings import (
    Absent,
    Findings,
    Fix,
    NoPython,
    Refused,
    Tests,
    read_findings,
)
from quire.engine.hunks import reversed_hunks
from quire.engine.notes import Note
from quire.engine.orders import is_test
from quire.engine.proofs import Proof, judge, judge_report
from quire.engine.shapes import Outcome, Verdict
from quire.protocol.items import Item

JOB = "repair"
TESTS = "tests"
# A step that was interrupted, or whose patch did not match, is asked for once more.
TRIES = 2
# Beyond the search itself: installing, the first test run, a slow machine.
MARGIN_MS = 60_000
PROOF_MS = 600_000
# How much longer the search runs when "try harder" follows a verdict.
AGAIN = 2
_OF_TESTS = re.compile(
    r"\b(tests?|test_\w+|suite|pytest|unittest|green|pass(es|ing)?|ci|build)\b", re.IGNORECASE
)
_DENIED = ("refused", "denied", "declined", "reject", "not allowed", "read-only", "not permitted")


class Step(Struct, frozen=True, kw_only=True):
    """Where a repair stands: the newest search, its findings, what was done after it."""

    conversation: Conversation
    searches: tuple[Deed, ...]
    findings: Findings
    later: tuple[Deed, ...]

    @property
    def state(self) -> str:
        """Return the search frontier that the workbench left."""
        return self.findings.done.state or self.conversation.note.state

    @property
    def searched(self) -> int:
        """Return how many searches reached the workbench."""
        return sum(read_findings(_texts(deed)).last(Absent) is None for deed in self.searches)


def recognise(conversation: Conversation) -> bool:
    """Tell whether the order is to repair something."""
    return conversation.order.kind == "repair"


def advance(conversation: Conversation) -> Answer:
    """Return the next step of a repair, worked out from what the deeds so far have shown."""
    if conversation.hands.runner is None:
        return _ended(
            f"I cannot run anything here, so {conversation.budget.name} cannot search for the "
            "fix: offer a shell tool (and apply_patch).",
            "refused",
        )
    searches = tuple(deed for deed in conversation.deeds if program.is_run(text_of(deed.call), JOB))
    if not searches:
        return _search(conversation, telling.plan(conversation.order, conversation.budget))
    newest = searches[-1]
    step = Step(
        conversation=conversation,
        searches=searches,
        findings=read_findings(_texts(newest)),
        later=conversation.deeds[conversation.deeds.index(newest) + 1 :],
    )
    if step.findings.last(Absent):
        return _install(step)
    fix = step.findings.last(Fix)
    if fix is None and newest.interrupted:
        return _once_more(step)
    return _without_fix(step) if fix is None else _with_fix(step, fix)


def _search(conversation: Conversation, thoughts: tuple[str, ...]) -> Answer:
    budget = conversation.budget
    seconds = budget.seconds * (AGAIN if conversation.again else 1)
    frontier = conversation.note.state if conversation.again else ""
    arguments = [JOB, "--seconds", str(seconds), "--edits", str(budget.edits)]
    arguments += ["--effort", budget.pace, "--seed", str(budget.seed)]
    for name, values in (("--focus", conversation.order.focus),
                         ("--select", conversation.order.select),
                         ("--changeable", filter(None, (conversation.order.changeable,))),
                         ("--keep", filter(None, (conversation.order.keep,))),
                         ("--samples", filter(None, (conversation.order.samples,))),
                         ("--state", (frontier,) if frontier else ())):  # fmt: skip
        arguments += [f"{name}={value}" for value in values]
    command = program.run(conversation.program, arguments)
    calls = conversation.hands.run((command,), seconds * 1000 + MARGIN_MS)
    return Answer(thoughts=thoughts, calls=calls, note=Note(job=JOB, step="search"))


def _once_more(step: Step) -> Answer:
    if len(step.searches) > TRIES:
        return _ended("Not fixed. The search was interrupted each time I asked for it.")
    return _search(step.conversation, ("The search was interrupted; I ask for it once more.",))


def _install(step: Step) -> Answer:
    """Put the program where the command looks for it, then search again."""
    placing = errands.placed(step.conversation, step.searches[-1], JOB, "search program")
    if placing is None:
        return _search(step.conversation, ("The program is in place; I search.",))
    return _ended(f"Not fixed. {placing}") if isinstance(placing, str) else placing


def _clean(conversation: Conversation) -> Outcome:
    """Return how an order ends where no test fails: who asked for no more than that has it.

    A bug that no test shows is left to the model that is asked next, where there is one.
    """
    of_tests = _OF_TESTS.search(conversation.order.text) is not None
    return "clean" if of_tests or not conversation.passes_up else "beyond"


def _without_fix(step: Step) -> Answer:
    findings = step.findings
    done, refused = findings.done, findings.last(Refused)
    results = ran(step.searches[-1])
    if refused:
        return _ended(telling.refused(refused.reason, refused.needs), "refused")
    if done.outcome == "refused":
        return _ended(telling.refused(done.reason, done.learned), "refused")
    if findings.last(NoPython):
        return _ended("Not fixed. There is no Python 3.9 or newer where commands run.", "refused")
    if (unlike := unsteady.checked(step.conversation, findings, step.later)) is not None:
        return unlike
    if done.outcome == "clean" and may_be_new(step.conversation.order.text):
        return _ended(telling.wished(step.conversation.budget.name), "beyond")
    if done.outcome == "clean":
        return _ended(telling.clean(findings), _clean(step.conversation))
    if done.outcome in ("", "fixed"):
        timed_out = any(result.timed_out for result in results)
        text = "" if findings.lines else "\n".join(result.text for result in results)
        return _ended(telling.silent(text, timed_out=timed_out))
    told = telling.unfixed(findings, step.conversation.budget)
    return _ended(told, state=step.state)


def _with_fix(step: Step, fix: Fix) -> Answer:
    unfit = [file.path for file in fix.files if not _may_change(file.path)]
    if unfit or not fix.files:
        named = ", ".join(unfit) or "no file"
        return _ended(f"Not fixed. The only change found is to {named}, which I do not edit.")
    calls = _patches(step.conversation, fix, back=False)
    deeds = [found(step.later, call) for call in calls]
    failed = [deed for deed in deeds if deed and deed.output and not patched(deed)[0]]
    if failed:
        return _unapplied(step, fix, patched(failed[0])[1])
    waiting = errands.waiting(calls, step.later)
    if waiting:
        conversation = step.conversation
        told = telling.evidence(step.findings, conversation.budget.suspects)
        thoughts = (*told, telling.choice(step.findings, fix))
        note = Note(job=JOB, step="patch", state=step.state)
        return Answer(thoughts=thoughts, calls=waiting, note=note)
    return _prove(step, fix)


def _unapplied(step: Step, fix: Fix, reason: str) -> Answer:
    """Search once more after a patch that did not match; undo what was written otherwise."""
    denied = any(word in reason.lower() for word in _DENIED)
    back, undone = _undo(step, fix)
    if back:
        return Answer(thoughts=("A part of the change failed; I undo the rest.",), calls=back)
    if step.searched < TRIES and not denied:
        told = f"The patch did not apply: {telling.clipped(reason)}. I search again."
        return _search(step.conversation, (told,))
    return _ended(telling.unapplied(fix, reason, undone=undone))


def _prove(step: Step, fix: Fix) -> Answer:
    """Run the project's own test command; where that does not agree, the workbench's fresh run.

    The second opinion serves where `python` is not the interpreter that has the project's
    libraries. It counts because it names each test.
    """
    conversation, baseline = step.conversation, step.findings.baseline
    if conversation.proven_later:
        return _left_to_the_client(step, fix)
    # Where names were left out of the fix, which tests may still fail is not known: none may.
    remaining = set() if fix.more else {test.id for test in baseline.failed} - set(fix.fixes)
    proof = Proof(command="", holds=False, told="the tests could not be run")
    thoughts = "The change is written. I prove it with the project's own test command."
    own = shlex.join(baseline.command)
    again = program.run(conversation.program, [TESTS, "--seconds", str(PROOF_MS // 1000)])
    for command in filter(None, (own, again)):
        calls = conversation.hands.run((_typed(command, own),), PROOF_MS)
        deed = found(step.later, calls[0])
        if deed is None or (deed.interrupted and _asked(step, deed) < TRIES):
            note = Note(job=JOB, step="prove", state=step.state)
            return Answer(thoughts=(thoughts,), calls=calls, note=note)
        proof = _judged(command, deed, remaining) or proof
        if proof.holds:
            return _proven(step, fix, proof)
        thoughts = f"That run does not agree: {proof.told}. I run each test afresh."
    return _unproven(step, fix, proof)


def _typed(command: str, own: str) -> str:
    return program.tidy(command) if command == own else command


def _judged(command: str, deed: Deed, remaining: set[str]) -> Proof | None:
    results = ran(deed)
    if not results:
        return None
    if not program.is_run(text_of(deed.call), TESTS):
        return judge(command, results[0], remaining=remaining)
    tests = read_findings(_texts(deed)).last(Tests)
    return judge_report(tests, remaining=remaining) if tests else None


def _asked(step: Step, deed: Deed) -> int:
    """Return how often the same call was made since the search."""
    return sum(text_of(each.call) == text_of(deed.call) for each in step.later)


def _proven(step: Step, fix: Fix, proof: Proof) -> Answer:
    whole = not proof.still_failing or _asked_for(step, fix)
    verdict = Verdict(
        text=telling.fixed(step.findings, fix, proof, whole=whole),
        outcome="fixed" if whole else "partly_fixed",
        files=tuple(file.path for file in fix.files),
        tests=fix.fixes,
    )
    return Answer(
        thoughts=(),
        verdict=verdict,
        note=Note(job=JOB, step="done", state=step.state),
    )


def _left_to_the_client(step: Step, fix: Fix) -> Answer:
    """End with the workbench's own fresh run, where the client proves every change anyway."""
    failed = [test.id for test in step.findings.baseline.failed]
    still = tuple(name for name in failed if name not in fix.fixes) if not fix.more else ()
    whole = not still or _asked_for(step, fix)
    verdict = Verdict(
        text=telling.changed(step.findings, fix, still),
        outcome="fixed" if whole else "partly_fixed",
        files=tuple(file.path for file in fix.files),
        tests=fix.fixes,
    )
    return Answer(thoughts=(), verdict=verdict, note=Note(job=JOB, step="done", state=step.state))


def _asked_for(step: Step, fix: Fix) -> bool:
    """Tell whether the order named tests and the fix makes all of those pass."""
    select = step.conversation.order.select
    failed = (test.id for test in step.findings.baseline.failed)
    return bool(select) and {name for name in failed if name.startswith(select)} <= set(fix.fixes)


def _unproven(step: Step, fix: Fix, proof: Proof) -> Answer:
    back, undone = _undo(step, fix)
    if back:
        thoughts = (f"The project's own run disagrees: {proof.told}. I undo the change.",)
        return Answer(thoughts=thoughts, calls=back, note=Note(job=JOB, step="undo"))
    return _ended(telling.unproven(fix, proof, undone=undone), state=step.state)


def _undo(step: Step, fix: Fix) -> tuple[tuple[Item, ...], bool]:
    """Return the calls that still must undo what was written, and whether all is undone."""
    there = _patches(step.conversation, fix, back=False)
    back = _patches(step.conversation, fix, back=True)
    written = [
        undo
        for call, undo in zip(there, back, strict=True)
        if (deed := found(step.later, call)) and deed.output and patched(deed)[0]
    ]
    deeds = [found(step.later, undo) for undo in written]
    undone = all(deed and deed.output and patched(deed)[0] for deed in deeds)
    return errands.waiting(written, step.later), undone


def _patches(conversation: Conversation, fix: Fix, *, back: bool) -> tuple[Item, ...]:
    diffs = ((file.path, reversed_hunks(file.diff) if back else file.diff) for file in fix.files)
    return tuple(call for path, diff in diffs for call in conversation.hands.patch(path, diff))


def _may_change(path: str) -> bool:
    """Tell whether a path is inside the project and not a test."""
    return not (is_test(path) or path.startswith(("/", "~")) or ".." in path.split("/"))


def _texts(deed: Deed) -> tuple[str, ...]:
    return tuple(result.text for result in ran(deed))


def _ended(text: str, outcome: Outcome = "not_fixed", state: str = "") -> Answer:
    """Return the last word; it says everything that was learned, so no thought comes before it."""
    return Answer(
        thoughts=(),
        verdict=Verdict(text=text, outcome=outcome),
        note=Note(job=JOB, step="done", state=state),
    )
