"""The job of migrating: one change for each rule, proven by the tests, undone where one breaks."""

from __future__ import annotations

from collections.abc import Generator

import msgspec
from msgspec import Struct

from quire.engine.answers import Answer
from quire.engine.conversation import Conversation
from quire.engine.deeds import Deed
from quire.engine.findings import Tests, read_lines
from quire.engine.migrate_orders import Wish, read_wish
from quire.engine.refactor import missing, unable
from quire.engine.refactor_changes import (
    Missing,
    Unable,
    applied,
    read_plan,
    tested,
    undone,
    verified,
)
from quire.engine.refactor_program import Task, handless, performed
from quire.engine.refactor_replay import Step, Story, replay
from quire.engine.shapes import Outcome, Verdict
from quire.engine.talk import MODEL

JOB = "migrate"
_MOST_SHOWN = 8
_OPEN = ("beyond", "repair", "thanks")
_UNPROVEN = (
    "Nothing was migrated: no test passes before the change, so none could show that it is lost. "
    "Make the tests run first."
)


class Rule(Struct, frozen=True, kw_only=True):
    """A rule with something to do: its id, what it is about, in how many places and files."""

    id: str
    title: str = ""
    places: int = 0
    files: int = 0


class Rules(Struct, frozen=True, tag_field="type", kw_only=True, tag="rules"):
    """The rules of a migration that have something to do."""

    rules: tuple[Rule, ...] = ()
    broken: tuple[str, ...] = ()


class Result(Struct, frozen=True, kw_only=True):
    """What became of a rule: done, undone or skipped, in words, with its files."""

    rule: Rule
    done: bool
    told: str
    files: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    beyond: bool = False


_READER = msgspec.json.Decoder(Rules | Unable | Missing)


def recognise(conversation: Conversation) -> bool:
    """Tell whether the order is a migration that says from what to what."""
    order = conversation.order
    return order.kind in _OPEN and read_wish(order.text) is not None


def advance(conversation: Conversation) -> Answer:
    """Return the next step of a migration, worked out from what was done so far."""
    wish = read_wish(conversation.order.text)
    if conversation.hands.runner is None or wish is None:
        return handless(conversation)
    return replay(JOB, _story(conversation, wish), conversation.deeds)


def _story(conversation: Conversation, wish: Wish) -> Story:
    texts = yield from performed(conversation, _task(wish, wish.aim))
    found = read_lines(texts, _READER)
    rules = next((each for each in found if isinstance(each, Rules)), None)
    if rules is None:
        return _unlisted(found, wish)
    if not rules.rules:
        return _ended("There is nothing to migrate: no place matches.", "clean")
    tests: Tests | str = ""
    if not _left_to_the_client(conversation, rules) or wish.order["what"] == "unittest":
        tests = yield from tested(conversation, "I run the tests as they are before I change it.")
    if wish.order["what"] == "unittest" and isinstance(tests, Tests) and not tests.passing:
        return _ended(_UNPROVEN)
    results: list[Result] = []
    for rule in rules.rules:
        result, tests = yield from _one(conversation, wish, rule, tests)
        results.append(result)
    return _told(results, rules, tests)


def _one(
    conversation: Conversation, wish: Wish, rule: Rule, before: Tests | str
) -> Generator[Step, tuple[Deed, ...], tuple[Result, Tests | str]]:
    """Plan, write and prove one rule; return what became of it, and the tests as they are now."""
    thought = f"Next is {rule.title or rule.id}."
    planned = read_plan((yield from performed(conversation, _task(wish, thought, rule.id))))
    if planned.plan is None:
        beyond = planned.unable is not None and not planned.unable.needs
        told = f"skipped: {_why(planned.unable)}"
        return Result(rule=rule, done=False, told=told, beyond=beyond), before
    wrote = f"{planned.plan.told}: {_listed(planned.files)}. I write the change."
    failed = yield from applied(conversation, planned, wrote)
    if failed:
        return Result(rule=rule, done=False, told=f"not written: {failed}"), before
    notes, files = planned.plan.notes, planned.files
    if isinstance(before, str):
        return Result(rule=rule, done=True, told="done", files=files, notes=notes), before
    after = yield from tested(conversation, f"I run the tests with {rule.id}.")
    told = f"the tests could not be run: {after}" if isinstance(after, str) else ""
    if not isinstance(after, str):
        result = verified(before, after, planned.plan.renamed)
        if not result.broken:
            done = Result(rule=rule, done=True, told=result.told, files=files, notes=notes)
            return done, after
        told = f"it breaks {_listed(result.broken)}"
    whole = yield from undone(conversation, planned.changes, f"{told}. I undo {rule.id}.")
    state = "undone" if whole else "A PART OF IT IS STILL IN THE FILES"
    return Result(rule=rule, done=False, told=f"{state}: {told}"), before


def _task(wish: Wish, thought: str, rule: str = "") -> Task:
    order = {**wish.order, "rule": rule} if rule else wish.order
    return Task(verb=JOB, order=order, needs=wish.needs, thought=thought)


def _left_to_the_client(conversation: Conversation, rules: Rules) -> bool:
    """Tell whether the client's own test runs are proof enough: where there is one rule."""
    return conversation.proven_later and len(rules.rules) == 1


def _unlisted(found: tuple[Rules | Unable | Missing, ...], wish: Wish) -> Verdict:
    for line in found:
        if isinstance(line, Missing):
            return _ended(missing(wish.needs))
        if isinstance(line, Unable):
            return _ended(unable(line))
    return _ended("Not done: the list of rules did not reach me.")


def _told(results: list[Result], rules: Rules, tests: Tests | str) -> Verdict:
    done = [each for each in results if each.done]
    files = tuple(dict.fromkeys(path for each in done for path in each.files))
    rows = [f"- {_words(each)}" for each in results]
    notes = tuple(dict.fromkeys(note for each in results for note in each.notes))
    several = f"{len(files)} {'file' if len(files) == 1 else 'files'}"
    head = f"{len(done)} of {len(results)} migrations done, in {several}."
    parts = [head if done else "Nothing was migrated.", "\n".join(rows)]
    if done and isinstance(tests, str):
        parts.append(f"Not proven here: {tests}." if tests
                     else "The proof is the test runs that follow.")  # fmt: skip
    if any(each.beyond for each in results):
        parts.append(f"What was skipped is beyond me; {MODEL}.")
    parts += notes[:_MOST_SHOWN]
    if len(notes) > _MOST_SHOWN:
        parts.append(f"{len(notes) - _MOST_SHOWN} more such notes are left out.")
    if rules.broken:
        parts.append(f"Not read, because they do not parse: {_listed(rules.broken)}.")
    outcome: Outcome = "answered" if done else "refused"
    return Verdict(text="\n\n".join(parts), outcome=outcome, files=files)


def _why(unable: Unable | None) -> str:
    """Return why a rule was skipped, with the places, in one line."""
    if unable is None:
        return "the plan did not reach me whole."
    at = f" ({_listed(unable.places)})" if unable.places else ""
    return f"{unable.reason}{at}" + (f"; it needs {unable.needs}." if unable.needs else ".")


def _words(result: Result) -> str:
    rule = result.rule
    plain = rule.title in ("", rule.id) or rule.title.startswith(rule.id)
    name = rule.title or rule.id if plain else f"{rule.id} ({rule.title})"
    where = f" [{_listed(result.files)}]" if result.files else ""
    return f"{name}: {result.told}{where}"


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(names[:_MOST_SHOWN])
    more = len(names) - _MOST_SHOWN
    return f"{shown} and {more} more" if more > 0 else shown


def _ended(text: str, outcome: Outcome = "refused") -> Verdict:
    return Verdict(text=text, outcome=outcome)
