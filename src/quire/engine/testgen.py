"""The job of writing tests: search for telling calls, write the files, prove them, tell."""

from __future__ import annotations

import shlex

from quire.engine import errands, program
from quire.engine.answers import Answer
from quire.engine.conversation import Conversation
from quire.engine.deeds import found, patched, ran, text_of
from quire.engine.errands import Done, Errand
from quire.engine.findings import Tests, read_findings, read_lines
from quire.engine.notes import Note
from quire.engine.proofs import Proof, judge
from quire.engine.shapes import Outcome
from quire.engine.testgen_findings import READER, File, Line, Over, told
from quire.engine.testgen_orders import read_wish
from quire.protocol.items import Item

JOB = "generate"
TESTS = "tests"
PROOF_MS = 600_000
# Loading, watching and mutating a module takes longer than a few edits.
SECONDS_A_SECOND = 3
_KINDS = ("beyond", "repair")


def recognise(conversation: Conversation) -> bool:
    """Tell whether the order is to write tests."""
    order = conversation.order
    return order.kind in _KINDS and read_wish(order.text) is not None


def advance(conversation: Conversation) -> Answer:
    """Return the next step, worked out from what was done so far."""
    step = errands.run(conversation, _errand(conversation))
    if isinstance(step, Answer):
        return step
    report = read_lines(step.texts, READER)
    over = next((line for line in report if isinstance(line, Over)), None)
    if over is None:
        cause = "it was stopped at its time limit" if step.timed_out else "its result was cut off"
        return errands.ended(JOB, f"No tests written: {cause}.", "refused")
    if over.outcome == "refused":
        wanted = f" Give {over.learned}." if over.learned else ""
        return errands.ended(JOB, f"No tests written: {over.reason}.{wanted}", "refused")
    files = tuple(line for line in report if type(line) is File and _is_new(line.path))
    if not files:
        words = told(report, "")
        looked = [line for line in report if isinstance(line, File)]
        named = any(file.untested for file in looked)
        outcome: Outcome = "answered" if looked and not named else "refused"
        return errands.ended(JOB, f"No tests written.\n\n{words}".strip(), outcome)
    return _write(conversation, step, report, files)


def _errand(conversation: Conversation) -> Errand:
    wish = read_wish(conversation.order.text)
    targets = wish.targets if wish else ()
    budget = conversation.budget
    seconds = budget.seconds * SECONDS_A_SECOND
    arguments = [*(f"--target={target}" for target in targets)]
    arguments += ["--across"] if wish and wish.across else []
    arguments += ["--properties"] if wish and wish.properties else []
    arguments += ["--more"] if wish and wish.more else []
    arguments += ["--seed", str(budget.seed)]
    aim = ", ".join(targets) or "the project's modules"
    return Errand(
        verb=JOB,
        arguments=tuple(arguments),
        seconds=seconds,
        plan=f"I call {aim} with many inputs, watch which lines run, change the code in small ways "
        "and keep the calls that notice; what crashes is reported, not expected.",
        failed="No tests written",
    )


def _write(
    conversation: Conversation, step: Done, report: tuple[Line, ...], files: tuple[File, ...]
) -> Answer:
    pairs = [(file, call) for file in files for call in _creates(conversation, file)]
    deeds = [found(step.later, call) for _, call in pairs]
    refused = [deed for deed in deeds if deed and deed.output and not patched(deed)[0]]
    if refused:
        reason = patched(refused[0])[1].strip()
        return _undone(conversation, step, files, f"a test file could not be written: {reason}")
    left = errands.waiting((call for _, call in pairs), step.later)
    if left:
        count = sum(len(file.tests) for file in files)
        thought = f"I found {count} tests that hold in five fresh runs; I write them."
        return Answer(thoughts=(thought,), calls=left, note=Note(job=JOB, step="write"))
    return _prove(conversation, step, report, files)


def _creates(conversation: Conversation, file: File) -> tuple[Item, ...]:
    return conversation.hands.create(file.path, file.text)


def _prove(
    conversation: Conversation, step: Done, report: tuple[Line, ...], files: tuple[File, ...]
) -> Answer:
    """Run the new tests with the project's own command; where that fails, with the workbench."""
    over = next(line for line in report if isinstance(line, Over))
    own = shlex.join(_own(over, files))
    again = program.run(conversation.program, [TESTS, "--seconds", str(PROOF_MS // 1000)])
    proof = Proof(command=own, holds=False, told="the tests could not be run")
    thought = "The tests are written. I prove them with the project's own command."
    for command in (program.tidy(own), again):
        calls = conversation.hands.run((command,), PROOF_MS)
        deed = found(step.later, calls[0])
        if deed is None or deed.output is None:
            return Answer(thoughts=(thought,), calls=calls, note=Note(job=JOB, step="prove"))
        results = ran(deed)
        if program.is_run(text_of(deed.call), TESTS):
            proof = _second(own, [result.text for result in results], files) or proof
        elif results:
            proof = judge(own, results[0], remaining=())
        if proof.holds:
            words = f"Proof: five fresh runs in random order, and `{own}`: {proof.told}."
            written = tuple(file.path for file in files)
            return errands.ended(JOB, told(report, words), "answered", written)
        thought = f"That run does not agree: {proof.told}. I look at the new tests alone."
    return _undone(conversation, step, files, f"`{own}` says: {proof.told}")


def _own(over: Over, files: tuple[File, ...]) -> tuple[str, ...]:
    """Return the project's own command, for the new files where its runner can be told them."""
    if over.runner == "pytest":
        return (*over.command, *(file.path for file in files))
    if over.runner != "django":
        return over.command
    end = over.command.index("test") + 1
    inside = "".join(f"{place}/" for place in over.command[end:])
    names = (file.path.removeprefix(inside).removesuffix(".py") for file in files)
    return (*over.command[:end], *(name.replace("/", ".") for name in names))


def _second(command: str, texts: list[str], files: tuple[File, ...]) -> Proof | None:
    """Judge a run of the whole suite by the new tests alone."""
    tests = read_findings(texts).last(Tests)
    if tests is None:
        return None
    stems = tuple(file.path.removesuffix(".py").replace("/", ".") for file in files)
    paths = tuple(file.path for file in files)
    failing = [test.id for test in tests.failed if test.id.startswith((*paths, *stems))]
    holds = tests.passing > 0 and not failing
    words = f"{len(failing)} of the new tests fail" if failing else "the new tests pass"
    return Proof(command=command, holds=holds, told=words)


def _undone(conversation: Conversation, step: Done, files: tuple[File, ...], reason: str) -> Answer:
    """Remove what was written, then say why."""
    written = [
        file
        for file in files
        if any(
            (deed := found(step.later, call)) and deed.output and patched(deed)[0]
            for call in _creates(conversation, file)
        )
    ]
    calls = [call for file in written for call in conversation.hands.remove(file.path)]
    left = errands.waiting(calls, step.later)
    if left:
        thought = f"That does not hold: {reason}. I remove what I wrote."
        return Answer(thoughts=(thought,), calls=left, note=Note(job=JOB, step="undo"))
    return errands.ended(JOB, f"No tests written: {reason}. Nothing is left of them.", "refused")


def _is_new(path: str) -> bool:
    """Tell whether a path is one that a new test file may have."""
    return path.endswith(".py") and not path.startswith(("/", "~")) and ".." not in path.split("/")
