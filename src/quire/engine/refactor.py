"""The job of refactoring: plan with every use, write, prove with the tests, undo what breaks."""

from __future__ import annotations

from quire.engine.answers import Answer
from quire.engine.conversation import Conversation
from quire.engine.findings import Tests
from quire.engine.refactor_changes import (
    Plan,
    Planned,
    Unable,
    applied,
    read_plan,
    tested,
    undone,
    verified,
)
from quire.engine.refactor_orders import Wish, read_wish
from quire.engine.refactor_program import Task, handless, performed
from quire.engine.refactor_replay import Story, replay
from quire.engine.shapes import Outcome, Verdict
from quire.engine.talk import MODEL

JOB = "refactor"
NEEDS = ("libcst", "jedi", "rope")
INSTALL = "pip install 'quire[refactor]'"
_MOST_SHOWN = 12
# Orders of these kinds may hold a refactoring: others were plainly something else.
_OPEN = ("beyond", "repair", "thanks")


def recognise(conversation: Conversation) -> bool:
    """Tell whether the order is a refactoring that says what to change, and to what."""
    order = conversation.order
    return order.kind in _OPEN and read_wish(order.text) is not None


def advance(conversation: Conversation) -> Answer:
    """Return the next step of a refactoring, worked out from what was done so far."""
    wish = read_wish(conversation.order.text)
    if conversation.hands.runner is None or wish is None:
        return handless(conversation)
    return replay(JOB, _story(conversation, wish), conversation.deeds)


def _story(conversation: Conversation, wish: Wish) -> Story:
    task = Task(verb=JOB, order=wish.order, needs=NEEDS, thought=wish.aim)
    planned = read_plan((yield from performed(conversation, task)))
    if planned.plan is None:
        return _unplanned(planned)
    before: Tests | str = "the client runs them after this"
    if not conversation.proven_later:
        before = yield from tested(conversation, "I run the tests as they are before I change it.")
    failed = yield from applied(conversation, planned, _thought(planned.plan))
    if failed:
        return _ended(f"Not done. The change could not be written: {failed}. It is undone.")
    if isinstance(before, str):
        return _done(planned, planned.plan, _unproven(conversation, before))
    after = yield from tested(conversation, "The change is written. I run the tests again.")
    if isinstance(after, str):
        return _done(planned, planned.plan, f"The tests could not be run again: {after}.")
    result = verified(before, after, planned.plan.renamed)
    if not result.broken:
        return _done(planned, planned.plan, f"Proof: {result.told}.")
    whole = yield from undone(conversation, planned.changes, "A test broke; I undo the change.")
    state = "I have undone it" if whole else "A part of it is still in the files"
    broken = ", ".join(result.broken[:_MOST_SHOWN])
    told = [f"Not done. The change breaks {broken}. {state}."]
    told += _left(planned.plan, "These I had left alone; one of them may be the cause:")
    return _ended("\n\n".join(told))


def missing(needs: tuple[str, ...]) -> str:
    """Return the sentence for libraries that no interpreter here has."""
    named = " and ".join(filter(None, (", ".join(needs[:-1]), needs[-1])))
    return (
        f"Not done: this needs {named}, which no Python here has. "
        f"Install them with `{INSTALL}` beside Quire, or name an interpreter that has them in "
        "QUIRE_PYTHON."
    )


def unable(why: Unable) -> str:
    """Return why something cannot be done, what it needs (else how a model is set), the places."""
    model = f" That is beyond me; {MODEL}." if why.places else ""
    needs = f" It needs {why.needs}." if why.needs else model
    places = "".join(f"\n- {each}" for each in why.places[:_MOST_SHOWN])
    more = len(why.places) - _MOST_SHOWN
    rest = f"\n- and {more} more" if more > 0 else ""
    return f"Not done: {why.reason}.{needs}{places}{rest}"


def _unplanned(planned: Planned) -> Verdict:
    if planned.missing:
        return _ended(missing(NEEDS))
    if planned.unable is not None:
        return _ended(unable(planned.unable))
    return _ended("Not done: the plan did not reach me whole. The order may be too large.")


def _thought(plan: Plan) -> str:
    return f"{plan.told}: {_counted(plan)}. I write the change."


def _unproven(conversation: Conversation, reason: str) -> str:
    if conversation.proven_later:
        return "The proof is the test runs that follow."
    return f"Not proven: {reason}. Every changed file parses, and every use was looked up."


def _done(planned: Planned, plan: Plan, proof: str) -> Verdict:
    parts = [f"{plan.told}. Changed: {_counted(plan)} ({_listed(planned.files)}).", proof]
    parts += plan.notes[:_MOST_SHOWN]
    if plan.broken:
        parts.append(f"Not read, because they do not parse: {_listed(plan.broken)}.")
    parts += _left(plan, "Left alone, they only mention it:")
    return Verdict(text="\n\n".join(parts), outcome="answered", files=planned.files)


def _left(plan: Plan, head: str) -> list[str]:
    """Return the paragraph of the places that were left alone, if there are any."""
    if not plan.mentions:
        return []
    rows = [f"- {each.path}:{each.line}: {each.text}" for each in plan.mentions]
    shown = rows[:_MOST_SHOWN]
    more = len(plan.mentions) + plan.more - len(shown)
    return ["\n".join([head, *shown, *([f"- and {more} more"] if more else [])])]


def _counted(plan: Plan) -> str:
    places = f"{plan.places} {'place' if plan.places == 1 else 'places'} in " if plan.places else ""
    return f"{places}{plan.changes} {'file' if plan.changes == 1 else 'files'}"


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:_MOST_SHOWN])
    more = len(names) - _MOST_SHOWN
    return f"{shown} and {more} more" if more > 0 else shown


def _ended(text: str, outcome: Outcome = "refused") -> Verdict:
    return Verdict(text=text, outcome=outcome)
