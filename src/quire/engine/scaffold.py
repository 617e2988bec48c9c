"""The job of laying out a skeleton: a package, a command, a web service, a test suite."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from quire.engine import errands, program
from quire.engine.answers import Answer
from quire.engine.conversation import Conversation
from quire.engine.deeds import Deed, found, patched, ran
from quire.engine.errands import Errand
from quire.engine.findings import Tests, read_findings, read_lines
from quire.engine.notes import Note
from quire.engine.scaffold_files import Facts, Skeleton, skeleton
from quire.engine.scaffold_orders import Wish, read_wish
from quire.engine.shapes import Verdict
from quire.engine.telling import counted

JOB = "scaffold"
LOOK = "setup"
SECONDS = 60
_WHAT = {"package": "package", "cli": "command", "web": "web service", "suite": "test suite"}
_FAILED = "Not done"


class Looked(Struct, frozen=True, tag="done", tag_field="type"):
    """The end of the look."""

    outcome: str = ""


_READER = msgspec.json.Decoder(Facts | Looked)


def recognise(conversation: Conversation) -> bool:
    """Tell whether the order is for a skeleton."""
    return read_wish(conversation.order.text) is not None


def advance(conversation: Conversation) -> Answer:
    """Return the next step: look at the folder, write the files, run their tests."""
    wish = read_wish(conversation.order.text) or Wish(kind="package")
    errand = Errand(
        verb=LOOK,
        arguments=("--look",),
        seconds=SECONDS,
        plan=f"I look at what is in the folder, then lay out the {_WHAT[wish.kind]}.",
        failed=_FAILED,
    )
    step = errands.run(conversation, errand)
    if isinstance(step, Answer):
        return step
    facts = next(
        (each for each in read_lines(step.texts, _READER) if isinstance(each, Facts)), None
    )
    if facts is None:
        return errands.ended(JOB, f"{_FAILED}. I could not see what is in the folder.", "refused")
    if wish.kind == "suite" and facts.tests:
        return errands.ended(JOB, _suite_is_there(facts), "answered")
    if wish.kind == "suite" and not facts.modules:
        told = f"{_FAILED}. There is no Python module here that a test could import."
        return errands.ended(JOB, told, "refused")
    plan = skeleton(wish, facts)
    if plan.taken:
        told = (
            f"{_FAILED}. I overwrite nothing, and this is there already: {', '.join(plan.taken)}."
        )
        return errands.ended(JOB, f"{told} Give another name.", "refused")
    return _laid(conversation, wish, plan, step.later)


def _suite_is_there(facts: Facts) -> str:
    some = ", ".join(facts.tests[:3])
    return (
        f"There is a test suite already: {counted(len(facts.tests), 'file')} ({some}). I added "
        'nothing. "write tests for MODULE" adds tests of behaviour.'
    )


def _laid(
    conversation: Conversation, wish: Wish, plan: Skeleton, later: tuple[Deed, ...]
) -> Answer:
    """Write what is not written yet, then run the tests."""
    calls = tuple(
        call for file in plan.files for call in conversation.hands.create(file.path, file.text)
    )
    left = errands.waiting(calls, later)
    if left:
        listed = "\n".join(f"- {file.path}" for file in plan.files)
        thoughts = (f"I write {counted(len(plan.files), 'file')}:\n{listed}",)
        return Answer(thoughts=thoughts, calls=left, note=Note(job=JOB, step="write"))
    deeds = [deed for call in calls if (deed := found(later, call)) is not None]
    failed = [patched(deed)[1] for deed in deeds if not patched(deed)[0]]
    if failed:
        return errands.ended(JOB, f"{_FAILED}. Writing failed: {failed[0]}", "refused")
    command = program.run(conversation.program, ["tests", "--seconds", str(SECONDS)])
    run = conversation.hands.run((command,), SECONDS * 1000 + errands.MARGIN_MS)
    deed = found(later, run[0])
    if deed is None or deed.output is None:
        thoughts = ("The files are written. I run the tests.",)
        return Answer(thoughts=thoughts, calls=run, note=Note(job=JOB, step="prove"))
    tests = read_findings(tuple(result.text for result in ran(deed))).last(Tests)
    return _told(wish, plan, tests)


def _told(wish: Wish, plan: Skeleton, tests: Tests | None) -> Answer:
    own = {file.path for file in plan.files}
    red = [test.id for test in tests.failed if _is_of(test.id, own)] if tests else []
    if tests is None or red or not tests.passing:
        which = f": {', '.join(red[:3])}" if red else ""
        if wish.kind == "suite" and red:
            which += ". Modules that cannot be imported must be repaired first"
        return errands.ended(
            JOB, f"{_FAILED}. The skeleton's own tests do not pass here{which}.", "refused"
        )
    called = plan.distribution if wish.kind == "cli" else plan.package
    name = f" {called}" if called else ""
    listed = "\n".join(f"- {file.path}" for file in plan.files)
    parts = [f"Done. The {_WHAT[wish.kind]}{name} is laid out:\n{listed}"]
    if wish.more:
        parts.append(
            f'This is a skeleton. What the order asks beyond it ("{wish.more}") is beyond me: I '
            "have templates, no idea of it. A model could write it: set --model and OPENAI_API_KEY."
        )
    parts.extend(plan.notes)
    after = f", {counted(len(tests.failed), 'test')} failing as before" if tests.failed else ""
    parts.append(f"Tests: {tests.passing} passed{after} (`{' '.join(tests.command)}`).")
    verdict = Verdict(
        text="\n\n".join(parts), outcome="answered", files=tuple(file.path for file in plan.files)
    )
    return Answer(thoughts=(), verdict=verdict, note=Note(job=JOB, step="done"))


def _is_of(test: str, paths: set[str]) -> bool:
    return any(
        test.startswith((f"{path}::", f"{path.removesuffix('.py').replace('/', '.')}."))
        for path in paths
    )
