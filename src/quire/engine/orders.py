"""What an order in plain words asks for."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from msgspec import Struct

Kind = Literal[
    "repair", "explain", "review", "beyond", "greeting", "about", "thanks", "stop", "again", "empty"
]


class Order(Struct, frozen=True, kw_only=True):
    """An order: what kind it is, which tests it names, which places it points at.

    `keep` are the bits that a fix costs for changing what worked before, `samples` the calls
    that it must not change at all (JSON).
    """

    kind: Kind
    text: str
    select: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    keep: int = 0
    samples: str = ""


def _table(rows: tuple[tuple[Kind, str], ...]) -> tuple[tuple[Kind, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(pattern, re.IGNORECASE | re.DOTALL)) for kind, pattern in rows)


# The whole order is one of these; first match decides.
_WHOLE = _table(
    (
        ("empty", r"\W*"),
        ("greeting", r"\W*(hi|hello|hey|good (morning|day|afternoon|evening)|yo|ping|test)"
                     r"( there| quire| again| world)?\W*"),
        ("thanks", r"\W*(thanks?|thank you|great|perfect|nice|ok(ay)?|cheers)\b.{0,30}"),
        ("stop", r"\W*(please )?(stop|cancel|abort|quit|never ?mind)( it| now| please)?\W*"),
        ("again", r"\W*(please )?(continue|go on|keep (going|trying)|resume|proceed"
                  r"|try (again|harder|once more)|again|carry on|more)( please)?\W*"),
    )
)  # fmt: skip
# What may stand before the verb of an order.
_POLITE = (
    r"\W*((please|now|then|just|hey|hi|quire|also|ok|first|next)\b\W*"
    r"|(can|could|would|will) you\W+|i (want|need|would like) you to\W+|i'd like you to\W+"
    r"|let's\W+|help me( to)?\W+|(in|for|at) [^,]{1,80},\W*)*"
)
_OTHER_WORK = (
    r"(write|add|implement|create|build|scaffold|generate|refactor|rename|migrate|port|upgrade"
    r"|document|explain|review|translate|summari[sz]e|optimi[sz]e|deploy|install|design|extract"
    r"|inline|moderni[sz]e|convert|release|commit|push|delete|remove|speed up|draw|plan|describe"
    r"|list|show)\b"
)
_SYMPTOM = (
    r"\b(fix(es|ed|ing)?|repair\w*|debug\w*|solv(e|ing)|correct(ing)?|resolv(e|ing)|bugs?"
    r"|broken?|fail(s|ed|ing|ure|ures)?|crash(es|ed|ing)?|errors?|exceptions?|traceback"
    r"|regressions?|wrong(ly)?|incorrect(ly)?|misbehav\w+|hangs?|investigat\w+|raises?"
    r"|(doesn't|does not|don't|do not|isn't|is not|won't) (work|pass|return|run)\w*"
    r"|red tests?|tests? (is|are) red|\w+(Error|Exception)|instead of|expected|unexpected(ly)?"
    r"|should(n't)? (be|return|give|have|not|raise|print)|but (got|gets?|returns?|gives?|is)"
    r"|off[- ]by[- ]one|mistakes?|issues?|problems?|defects?|faulty|flaky|pass(es|ing)?)\b"
)
# What is corrected in words or looks, of which no test can tell.
_OF_WORDS = (
    r"(fix|correct|repair|resolve)\W+((the|all|a|an|some|my|our|this|every)\W+)*(typos?|spelling"
    r"|grammar|wording|formatting|indentation style|lint\w*|code style|docs?|documentation"
    r"|docstrings?|comments?|readme|changelog|licen[sc]e)\b"
)
# A review is of a change: the order names one, or nothing at all.
_REVIEW = (
    r"((do|run|make|perform|give me)\W+)?((a|an|the|another|thorough|quick|security|code)\W+)*"
    r"review(?=\W*$|(\W+(my|the|this|our))*\W+(code|work)\W*$|.*\b(uncommitted|(un)?staged"
    r"|changes?|diff|patch|commits?|branch|pull request|pr|mr|against)\b)"
)
# A call that begins an order and what it does: `add(2, 2) returns 5` asks for nothing to be added.
_REPORT = (
    r"^\W*((calling|running) )?`?[\w.]+\([^\n]*\)`?,? +(raises?|throws?|returns?|gives?|crash"
    r"|fails?|should|must|is\b|yields?|hangs?)"
)
# Who asks for the cause of a fault wants to know it; that it be mended is said in other words.
_CAUSE = (
    r"(why\b|how come\b|what\W*(s|is|are|was|does)?\W+((the|a)\W+)?(wrong|caus\w+|reason|root cause"
    r"|problem|make|makes|making)\b|(explain|tell me|show me|find out|understand|figure out|see)\W+"
    r"(why|how come|what (is|goes|went|causes|makes)|((the|this|that|my|our)\W+)*"
    r"(cause|reason|root cause|failures?|failing|errors?|crash|bug|exception|traceback)\b)"
    r"|diagnose\b)"
)
_WHY = ("why", "how come", "what", "explain", "cause", "reason", "diagnose", "tell me", "show me",
        "understand")  # fmt: skip
_MEND = r"\b(fix(es|ing)?|repair|solve|correct|mend|patch|make .{0,60}\b(pass|green|work))\b"
# Somewhere in the order; first row that matches decides, and none means beyond.
_GOALS = _table(
    (
        ("about", r"\b(who|what) (are|r) (you|u)\b|\byour (name|model|version)\b"),
        ("about", r"\bwhat can you do\b|\b(which|what) (language )?model\b|^\W*help\W*$"),
        ("about", r"\bintroduce yourself\b"),
        ("review", rf"^{_POLITE}{_REVIEW}"),
        ("repair", r"\b(make|get|bring|turn)\b.{0,60}\b(pass|green|succeed|work)(es|ing)?\b"),
        ("repair", r"\bso( that)? (the |all |every )*tests? (pass|succeed|work)"),
        ("repair", r"Traceback \(most recent call last\)|\bwhat('s| is) wrong\b"),
        ("repair", _REPORT),
        ("beyond", rf"^{_POLITE}{_OTHER_WORK}"),
        ("beyond", rf"^{_POLITE}{_OF_WORDS}"),
        ("repair", _SYMPTOM),
        ("repair", r"\btest_\w+|\.py::\w+"),
    )
)

_TEST_ID = re.compile(r"(?<![\w/.-])[\w./-]*\.py(?:::[\w.]+(?:\[[^\]\n]*\])?)+")
_FILE = re.compile(r"(?<![\w/.-])[\w./-]+\.py(?![\w:])")
_NAME = re.compile(r"`([A-Za-z_][\w.]*)(?:\(\))?`|\b([A-Za-z_]\w*)\(|\b([a-z]\w*_\w+)\b")
_FRAME = re.compile(r'File "([^"\n]+\.py)", line \d+, in (\w+)')
_TEST_FILE = re.compile(r"(^|/)(test_[^/]*|[^/]*_test|tests|conftest)\.py$|(^|/)tests?/")
_FOCUS_LIMIT = 8


def read_order(text: str) -> Order:
    """Read an order from the user's words."""
    kind = kind_of(text)
    if kind not in ("repair", "explain"):
        return Order(kind=kind, text=text)
    ids = _unique(_TEST_ID.findall(text))
    files = _unique(_FILE.findall(_TEST_ID.sub(" ", text)))
    tests = tuple(path for path in files if is_test(path))
    named = (name for groups in _NAME.findall(text) for name in groups if name)
    names = (name for name in named if not name.endswith(".py") and not name.startswith("test_"))
    frames = (part for path, name in _FRAME.findall(text) for part in (path, name))
    places = (path for path in files if not is_test(path))
    focus = _unique([*places, *frames, *names])
    return Order(kind=kind, text=text, select=(*ids, *tests), focus=focus[:_FOCUS_LIMIT])


def kind_of(text: str) -> Kind:
    """Return what kind of order `text` is; what nothing recognises is beyond."""
    for kind, pattern in _WHOLE:
        if pattern.fullmatch(text):
            return kind
    if _asks_why(text):
        return "explain"
    for kind, pattern in _GOALS:
        if pattern.search(text):
            return kind
    return "beyond"


def _asks_why(text: str) -> bool:
    """Tell whether a text asks for the cause of a fault, and not that it be mended."""
    lowered = text.lower()
    return any(word in lowered for word in _WHY) and _cause().match(text) is not None


@cache
def _cause() -> re.Pattern[str]:
    """Compile the question for a cause when one may be asked: it costs a start 2 ms."""
    form = rf"(?=.*({_SYMPTOM}|\w\())(?!.*{_MEND}){_POLITE}{_CAUSE}"
    return re.compile(form, re.IGNORECASE | re.DOTALL)


def is_test(path: str) -> bool:
    """Tell whether a path is a test, or helps tests: such a file is never edited."""
    return bool(_TEST_FILE.search(path))


def _unique(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
