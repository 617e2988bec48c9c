"""Orders for new tests: what they are for, and of which kind."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from quire.engine.orders import is_test

_POLITE = (
    r"\W*((please|now|then|just|hey|hi|quire|also|ok|first|next)\b\W*"
    r"|(can|could|would|will) you\W+|i (want|need|would like) you to\W+|i'd like you to\W+"
    r"|let's\W+|help me( to)?\W+)*"
)
_VERB = (
    r"(?:write|add|create|generate|produce|implement|draft|give me|i need|we need"
    r"|(?:i|we)(?:'d|\s+would)\s+like|(?:i|we)\s+want|extend)"
)
_MANNER = (
    r"(?:(?:a|an|the|some|any|few|more|new|missing|good|better|proper|set|couple|suite|of|me|us|my"
    r"|our|all|unit|integration|property|properties|property-based|based|hypothesis|pytest|unittest"
    r"|automated|thorough|comprehensive|edge|case|functional|behaviou?r(?:al)?|and|full|real)[\s-]+)*"
)
_TESTS = r"(?:tests?|unit-?tests?|test[- ](?:suite|cases?|coverage)s?|coverage)\b"
_FORMS = (
    rf"{_POLITE}{_VERB}\s+{_MANNER}{_TESTS}",
    rf"{_POLITE}(?:increase|improve|raise|extend|boost|complete)\s+{_MANNER}{_TESTS}",
    rf"{_POLITE}cover\s+\S+(?:\s+\S+){{0,3}}\s+(?:with|by)\s+{_MANNER}{_TESTS}",
    rf"{_POLITE}(?:unit-?\s?)?test\s+(?:the\s+)?(?:module\s+|file\s+)?[\w./-]+\.py\W*$",
)
# One of these stands in every order of a form: compiling the forms costs a start 3 ms.
_VERBS = (
    "write", "add", "create", "generate", "produce", "implement", "draft", "give", "need",
    "extend", "like", "want",
    "increase", "improve", "raise", "boost", "complete", "cover", ".py",
)  # fmt: skip
# A test for a fault is the repair's and its finder's work.
_FAULT = re.compile(r"\b(reproduc\w*|regression|fails?|failing|that show)\b", re.IGNORECASE)
_ACROSS = re.compile(r"\bintegration\b", re.IGNORECASE)
_PROPERTIES = re.compile(r"\b(propert(y|ies)|hypothesis)\b", re.IGNORECASE)
_MORE = re.compile(r"\bcoverage\b", re.IGNORECASE)
_BOTH = re.compile(r"`?([A-Za-z_][\w.]*)`?(?:\(\))?\s+(?:in|of|from)\s+`?([\w./-]+\.py)\b")
_PATH = re.compile(r"(?<![\w/.-])[\w./-]+\.py(?:::[\w.]+)?|(?<![\w/.-])[\w.-]+/[\w./-]*")
_DOTTED = re.compile(r"(?<![\w./])[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+")
_QUOTED = re.compile(r"`([A-Za-z_][\w.]*)(?:\(\))?`|\b([A-Za-z_]\w*)\(\)|\b([a-z]\w*_\w+)\b")
_AFTER = re.compile(
    r"\b(?:for|of|to|on|covering|cover)\s+((?:(?:the|my|our|module|package|function|class|method"
    r"|file|code|in)\s+)*)([A-Za-z_]\w*)\b"
)
_NOTHING = frozenset(
    ("the", "this", "my", "our", "that", "all", "every", "everything", "it", "project", "repo",
     "repository", "code", "codebase", "whole", "entire", "module", "package", "function",
     "functions", "class", "classes", "file", "files", "tests", "test", "me", "us", "edge",
     "cases", "behaviour", "behavior", "errors", "error", "coverage", "above", "below", "unit",
     "with", "src", "crash", "bug")
)  # fmt: skip


class Wish(Struct, frozen=True):
    """What tests are wished for: targets (none means the whole project), of which kinds.

    `more` asks only for what the existing tests do not run.
    """

    targets: tuple[str, ...] = ()
    across: bool = False
    properties: bool = False
    more: bool = False


def read_wish(text: str) -> Wish | None:
    """Read an order for new tests; None when it is another kind of order."""
    lowered = text.lower()
    if not any(verb in lowered for verb in _VERBS):
        return None
    if not _order().match(text) or _FAULT.search(text):
        return None
    return Wish(
        targets=_targets(text),
        across=_ACROSS.search(text) is not None,
        properties=_PROPERTIES.search(text) is not None,
        more=_MORE.search(text) is not None,
    )


@cache
def _order() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{form})" for form in _FORMS), re.IGNORECASE)


def _targets(text: str) -> tuple[str, ...]:
    both = [f"{path}::{name}" for name, path in _BOTH.findall(text) if name not in _NOTHING]
    if both:
        return tuple(dict.fromkeys(both))
    paths = [path for path in _PATH.findall(text) if not is_test(path)]
    if paths:
        return tuple(dict.fromkeys(paths))
    if any(is_test(path) for path in _PATH.findall(text)):
        return ()
    dotted = [name for name in _DOTTED.findall(text) if not name.endswith((".py", ".e", ".g"))]
    if dotted:
        return tuple(dict.fromkeys(dotted))
    quoted = [name for groups in _QUOTED.findall(text) for name in groups if name]
    if quoted:
        return tuple(dict.fromkeys(quoted))
    named = [word for _, word in _AFTER.findall(text) if word.lower() not in _NOTHING]
    return tuple(dict.fromkeys(named[:1]))
