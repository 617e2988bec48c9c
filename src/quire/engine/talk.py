"""Answers in words: greetings, questions about the engine, and orders that are beyond it."""

from __future__ import annotations

import re

from quire.engine.answers import Answer
from quire.engine.conversation import Conversation
from quire.engine.kinds import Kind
from quire.engine.shapes import Outcome, Verdict

# How a model is enabled, for whatever is beyond the engine.
MODEL = "a model could: set --model and OPENAI_API_KEY"
_CAN = (
    "I find and fix bugs of a Python project that its tests or a report show, by search, offline, "
    "and prove each fix with tests; I write tests, review, refactor, migrate, lay out and set up"
)
# {name} is the full name of the model asked for.
_WORDS: dict[Kind, str] = {
    "greeting": f"Hello. I am {{name}}, the engine inside Quire, not a language model. {_CAN}.",
    "about": (
        f"I am {{name}}, the engine inside Quire: a search program, not a language model. {_CAN}. "
        f'Say "make the tests pass" or name a failing test. For other work {MODEL}.'
    ),
    "thanks": "You are welcome.",
    "stop": "Stopped. I do nothing more.",
    "again": 'There is no order to go on with: say what fails, for example "fix the tests".',
    "empty": 'Give me an order, for example "make the tests pass".',
}
_BEYOND = f"That is beyond {{name}}, which does routine work on Python code by search; {MODEL}."
# What the engine can do in the place of an order that is beyond it.
_NEAR = tuple(
    (re.compile(pattern, re.IGNORECASE), words)
    for pattern, words in (
        (r"\b(skip|disabl|ignor|delet|remov|comment|fail|mut|silenc|deactivat|weaken|relax|chang|edit"
         r"|adapt|adjust|updat|rewrit)\w*\W+(\w+\W+){0,4}(tests?\b|test_\w|assert)",
         'I make no test weaker. "make the tests pass" repairs the code that they judge.'),
        (r"\b(security|vulnerab\w*|secrets)\b",
         '"quire review" checks a change, rules of security included.'),
        (r"\b(signature|parameters?|arguments?)\b",
         'Steps of it I can do: "add a parameter b=1 to f", "remove the parameter b from f", '
         '"reorder the parameters of f to (b, a)".'),
        (r"\b(refactor\w*|restructure|clean ?up|tidy|rename|extract|inline)\b",
         'Steps of it I can do: "rename a to b", "move f to m.py", "extract lines 3-9 of m.py into '
         'f", "inline f".'),
        (r"\b(migrat|port|convert|upgrad|moderni[sz])",
         'I can "migrate to pytest", "upgrade to Python 3.12 syntax" and "convert setup.py to '
         'pyproject.toml".'),
        (r"\btests?\b", 'I can "write tests for src/m.py" and "make the tests pass".'),
    )
)  # fmt: skip


def recognise(conversation: Conversation) -> bool:
    """Tell that words can answer: they always can, so this job comes last."""
    return conversation.order.text is not None


def advance(conversation: Conversation) -> Answer:
    """Return the sentence for this kind of order."""
    kind = conversation.order.kind
    text = _WORDS.get(kind, _BEYOND).format(name=conversation.budget.name)
    order = conversation.order.text
    near = next((words for pattern, words in _NEAR if pattern.search(order)), "")
    text = f"{text} {near}" if near and kind == "beyond" else text
    outcome: Outcome = "beyond" if kind == "beyond" else "answered"
    return Answer(thoughts=(), verdict=Verdict(text=text, outcome=outcome))
