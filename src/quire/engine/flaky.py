"""The job of finding tests that fail only now and then: the suite is run again and again."""

from __future__ import annotations

import re
from functools import cache

from quire.engine import errands, explain, repair, unsteady
from quire.engine.answers import Answer
from quire.engine.conversation import Conversation
from quire.engine.errands import Errand
from quire.engine.telling import counted
from quire.engine.unsteady import JOB, Seen, is_run, once_more, runs_of, seen, told

RUNS = 5
# Seconds of tests after which fewer runs have to do, in seconds of the search.
PATIENCE = 2
_NOW_AND_THEN = (
    r"(sometimes|occasionally|now and then|at random|randomly|intermittent\w*|from time to time"
    r"|sporadic\w*|every (now and then|once in a while|other (time|run)|second (time|run)"
    r"|few runs)|(once|one time|twice|\d+ times?) (in|out of|of|every) (?!an? row)(\w+|\d+)"
    r"|(only )?(some|half|most) of the time|not always|unpredictabl\w*|unreliabl\w*"
    r"|(nearly|almost) (every|each|always)|depend\w* on (the )?(clock|order|time|timing|machine"
    r"|random\w*)|in (a )?random order|(around|at|near|after) (midnight|night|noon"
    r"|the end of the month))"
)
_ENDS = (
    r"(fail(s|ed)?|failing|failures?|pass(es)?|broken|red|crash(es)?|breaks?|works?|re-?run|green)"
)
_OFTEN = (
    r"(re-?run|run|repeat|execute|try)\b[^.\n]{0,30}\b(tests?|suite"
    r"|test_\w+)\b[^.\n]{0,20}\b(\d+|ten"
    r"|five|twenty|a hundred|several|many|multiple|a few|a couple of) times"
)
_ORDER = (
    rf"\b(flak(y|es?|iness|ey)|deflake|(non|in)-?determinis\w+"
    rf"|{_ENDS}\b[^.\n]{{0,60}}\b{_NOW_AND_THEN}"
    rf"|{_NOW_AND_THEN}\W+([\w']+\W+){{0,5}}{_ENDS}"
    r"|(tests?|suite|test_\w+|it|they)\W+(\w+\W+){0,3}(un)?(stable|deterministic)"
    r"|(un)?(stable|reliable) (unit )?(tests?|suite)"
    r"|(make|get|is|are)\b[^.\n]{0,40}\b(tests?|suite|test_\w+)\b[^.\n]{0,30}\b(deterministic"
    r"|stable|reliable)"
    rf"|race conditions?|{_OFTEN})\b"
)
# Beyond these the words tell of something else than tests: of a review, or of weaker tests.
_OPEN = ("repair", "explain", "status")
_OF_TESTS = re.compile(r"\b(tests?|test_\w+|suite|ci|pytest|builds?|pipeline)\b", re.IGNORECASE)


def recognise(conversation: Conversation) -> bool:
    """Tell whether the order is about tests that fail only now and then."""
    order = conversation.order
    told = order.kind in _OPEN and _OF_TESTS.search(order.text)
    return bool(told) and _order().search(order.text) is not None


@cache
def _order() -> re.Pattern[str]:
    return re.compile(_ORDER, re.IGNORECASE)


def advance(conversation: Conversation) -> Answer:
    """Run the tests several times; what differs is told, what always fails is repaired."""
    errand = Errand(
        verb=unsteady.TESTS,
        seconds=unsteady.SECONDS,
        plan=f"I run the tests up to {RUNS} times and compare the runs.",
        failed="Not done",
    )
    runs = runs_of(conversation.deeds)[:RUNS]
    if not runs:
        step = errands.run(conversation, errand)
        return step if isinstance(step, Answer) else _onward(conversation)
    asked = sum(is_run(deed) for deed in conversation.deeds)
    spent = sum(each.seconds for each in runs)
    hurried = spent > PATIENCE * conversation.budget.seconds and len(runs) > 1
    if len(runs) < RUNS and asked == len(runs) and not hurried:
        return once_more(conversation, "I run them again.")
    found = seen(runs)
    if found.unsteady:
        return errands.ended(JOB, told(found), "refused")
    if not found.failed[0]:
        return errands.ended(JOB, _steady(found), "answered")
    return _onward(conversation)


def _onward(conversation: Conversation) -> Answer:
    """Mend what always fails, or tell why it does where the order only asks."""
    if conversation.order.kind == "repair":
        return repair.advance(conversation)
    return explain.advance(conversation)


def _steady(found: Seen) -> str:
    return (
        f"{counted(len(found.failed), 'fresh run')} of the tests agree: all {found.passing} pass. "
        "A test that fails more rarely than that I would not see."
    )
