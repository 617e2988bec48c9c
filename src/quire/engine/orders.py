"""What an order in plain words asks for."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

import msgspec
from msgspec import Struct

from quire.engine.tongues import in_english

Kind = Literal[
    "repair", "explain", "status", "review", "beyond", "greeting", "about", "thanks", "stop",
    "again", "empty",
]  # fmt: skip


class Order(Struct, frozen=True, kw_only=True):
    """An order: what kind it is, which tests it names, which places it points at.

    `keep` are the bits that a fix costs for changing what worked before, `samples` the calls
    that it must not change at all (JSON). `spared` are the files that it says to leave as they
    are, `alone` the only ones that it lets change. `read` is how it was read where its words were
    not plain English.
    """

    kind: Kind
    text: str
    select: tuple[str, ...] = ()
    focus: tuple[str, ...] = ()
    keep: int = 0
    samples: str = ""
    spared: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    read: str = ""

    @property
    def changeable(self) -> str:
        """Return the regular expression of the paths that may change; "" where the order is silent.

        A path is searched with a slash before it; folders that the order names end with one.
        """
        tests = [f"(?!.*({_paths(self.spared)}))"] if self.spared else []
        tests += [f"(?=.*({_paths(self.alone)}))"] if self.alone else []
        return f"^{''.join(tests)}" if tests else ""


def _paths(names: tuple[str, ...]) -> str:
    plain = (name.removeprefix("./").lstrip("/") for name in names)
    return "|".join(f"/{re.escape(name)}{'' if name.endswith('/') else '$'}" for name in plain)


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
    r"|grammar|wording|formatting|indentation style|lint\w*|warnings?|code style|docs?"
    r"|documentation|docstrings?|comments?|readme|changelog|licen[sc]e)\b"
)
# What no test of a Python project judges.
_OF_OTHERS = (
    r"(fix|correct|repair|resolve|debug)\W+((the|all|a|an|some|my|our|this|every|broken)\W+)*(css"
    r"|html|style ?sheets?|javascript|typescript|js|react|front-?end|dockerfile|docker|ci|pipeline"
    r"|workflows?|makefile|yaml|bash|shell scripts?)\b(?!\.py|[/(_])"
)
# Tests that are made to pass by being weaker: nothing is proven then.
_TESTS_OF = (
    r"((all|the|any|every|each|my|our|those|these|failing|broken|red|flaky|slow|unit)\W+)*"
    r"(tests?\b|test_\w+|assert\w*|expectations?)"
)
_WEAKEN = (
    rf"((skip|disable|ignore|delete|remove|comment out|x-?fail|mute|silence|deactivate|turn off"
    rf"|drop|weaken|relax)\W+{_TESTS_OF}"
    rf"|.*\bby\W+(deleting|removing|skipping|disabling|changing|editing|weakening|relaxing|adapting"
    rf"|adjusting|commenting out)\W+{_TESTS_OF}"
    rf"|(change|edit|adapt|adjust|update|rewrite)\W+{_TESTS_OF}\W+(so( that)?|to|until)\b.*"
    r"\b(pass(es)?|green|succeed|match)\b)"
)
# A review is of a change: the order names one, or nothing at all.
_REVIEW = (
    r"((do|run|make|perform|give me)\W+)?((a|an|the|another|thorough|quick|security|code)\W+)*"
    r"review(?=(\W+please)?\W*$|(\W+(my|the|this|our))*\W+(code|work)\W*$|.*\b(uncommitted|(un)?staged"
    r"|changes?|diff|patch|commits?|branch|pull request|pr|mr|against)\b)"
)
_LOOK = (
    r"((have|take|give)\W+(it\W+)?(a|another)\W+((quick|close|closer|second)\W+)?look\W+(at|over)"
    r"|check|inspect|look (over|at|through)|go (over|through)|audit)\W+(my|the|this|our)\W+"
    r"((uncommitted|staged|unstaged|last|latest|current)\W+)*(changes|diff|commits?|branch|patch"
    r"|pull request|pr)\b"
)
# A call that begins an order and what it does: `add(2, 2) returns 5` asks for nothing to be added.
_REPORT = (
    r"^\W*((calling|running) )?`?[\w.]+\([^\n]*\)`?,? +(raises?|throws?|returns?|gives?|crash"
    r"|fails?|should|must|is\b|yields?|hangs?)"
)
# Who asks for the cause of a fault wants to know it; that it be mended is said in other words.
_CAUSE = (
    r"(why\b|how come\b|((is|are) there|(check|look|search)( for| if there (is|are)))\W+"
    r"((a|an|any|some|still)\W+)*(bugs?|errors?|faults?|problems?|issues?|mistakes?|defects?"
    r"|(some|any)thing wrong)\b|what\W*(s|is|are)\W+(broken|failing)\b"
    r"|what\W*(s|is|are|was|does)?\W+((the|a)\W+)?(wrong|caus\w+|reason|root cause"
    r"|problem|make|makes|making)\b|(explain|tell me|show me|find out|understand|figure out|see)\W+"
    r"(why|how come|what (is|goes|went|causes|makes)|((the|this|that|my|our)\W+)*"
    r"(cause|reason|root cause|failures?|failing|errors?|crash|bug|exception|traceback)\b)"
    r"|diagnose\b)"
)
_WHY = ("why", "how come", "what", "explain", "cause", "reason", "diagnose", "tell me", "show me",
        "understand", "there", "check", "look", "search")  # fmt: skip
# Who asks how the tests stand wants to hear it, and nothing changed.
_STANDS = (
    r"(pass(es|ing|ed)?|fail(s|ing|ed)?|green|red|broken|work(s|ing)?|ok(ay)?|fine|succeed\w*)"
)
_SUITE = (
    r"((all|the|my|our|any|these|those|unit|of|whole|project's)\W+)*(tests?( suite| cases?)?|suite)"
)
_STATUS = (
    r"((don't|do not|without) (change|chang\w+|touch|edit) (anything|any files?|the code)\W+"
    rf"(but\W+)?)?((do|does|did|are|is|will)\W+({_SUITE}|everything|it|this"
    r"|((the|my|our|this) (code|project|build)))"
    rf"\b[^.?\n]{{0,40}}\b{_STANDS}"
    rf"|((tell|show) me\W+|list\W+|find out\W+|see\W+|check\W+)?(which|what|how many|if|whether)\W+"
    rf"({_SUITE}\b[^.?\n]{{0,20}}\b)?{_STANDS}"
    rf"|(run|execute|check|start)\W+{_SUITE}( (now|again|once|please))*"
    rf"|(list|show( me)?|name)\W+((all|the)\W+)*(failing|failed|broken|red)\W+tests?)\W*"
)
_MEND = r"\b(fix(es|ing)?|repair|solve|correct|mend|patch|make .{0,60}\b(pass|green|work))\b"
# Somewhere in the order; first row that matches decides, and none means beyond.
_GOALS = _table(
    (
        ("about", r"\b(who|what) (are|r) (you|u)\b|\byour (name|model|version)\b"),
        ("about", r"\bwhat can you do\b|\b(which|what) (language )?model\b|^\W*help\W*$"),
        ("about", r"\bintroduce yourself\b"),
        ("review", rf"^{_POLITE}({_REVIEW}|{_LOOK})"),
        ("beyond", rf"^{_POLITE}{_WEAKEN}"),
        ("repair", r"\b(make|get|bring|turn)\b.{0,60}\b(pass|green|succeed|work)(es|ing)?\b"),
        ("repair", r"\bso( that)? (the |all |every )*tests? (pass|succeed|work)"),
        ("repair", r"Traceback \(most recent call last\)|\bwhat('s| is) wrong\b"),
        ("repair", _REPORT),
        ("beyond", rf"^{_POLITE}{_OTHER_WORK}"),
        ("beyond", rf"^{_POLITE}({_OF_WORDS}|{_OF_OTHERS})"),
        (
            "beyond",
            rf"^{_POLITE}(find|look for|search( for)?|check for|scan)\W+((any|all|for)\W+)*"
            r"(security|vulnerab|secrets)",
        ),
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
_ANY_FILE = re.compile(
    r"(?<![\w/.-])(?:[\w.-]+/)*[\w-]+\.\w+(?![\w(])|(?<![\w/.-])(?:[\w.-]+/)+(?!\w)"
)
_LISTED = r"((the|file|files|folder|in|and|or|,|either)\W+)*[\w./-]+(\s*(,|and|or)\s*[\w./-]+)*"
_SPARED = (
    rf"\b(don't|do not|never|without|not)\s+(touch|chang|edit|modify|modifi|alter)\w*\W+{_LISTED}"
    rf"|\b(leave|keep)\s+{_LISTED}\s+(alone|as (it|they) (is|are)|untouched|unchanged)"
)
_ALONE = (
    rf"\b(only|just)\s+(touch|change|edit|modify)\W+{_LISTED}"
    rf"|\b(touch|change|edit|modify)\s+only\W+{_LISTED}"
)
# One of these stands in every order that limits what may be changed.
_LIMITING = ("touch", "chang", "edit", "modif", "alter", "leave", "keep")


def read_order(text: str) -> Order:
    """Read an order from the user's words; its text is what they mean in English."""
    given, text = text, in_english(text)
    read = text.partition("\n")[0] if text != given else ""
    kind = kind_of(text)
    spared, alone = _limits(text)
    plain = Order(kind=kind, text=text, spared=spared, alone=alone, read=read)
    if kind not in ("repair", "explain"):
        return plain
    ids = _unique(_TEST_ID.findall(text))
    files = _unique(_FILE.findall(_TEST_ID.sub(" ", text)))
    tests = tuple(path for path in files if is_test(path))
    named = (name for groups in _NAME.findall(text) for name in groups if name)
    names = (name for name in named if not name.endswith(".py") and not name.startswith("test_"))
    frames = (part for path, name in _FRAME.findall(text) for part in (path, name))
    places = (path for path in files if not is_test(path))
    focus = [each for each in _unique([*places, *frames, *names]) if each not in spared]
    select = [each for each in (*ids, *tests) if each not in (*spared, *alone)]
    return msgspec.structs.replace(plain, select=tuple(select), focus=tuple(focus[:_FOCUS_LIMIT]))


def kind_of(text: str) -> Kind:
    """Return what kind of order `text` is; what nothing recognises is beyond."""
    for kind, pattern in _WHOLE:
        if pattern.fullmatch(text):
            return kind
    if _asks_why(text):
        return "explain"
    if any(word in text.lower() for word in _STANDING) and _status().fullmatch(text):
        return "status"
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


# One of these stands in every question for the state of the tests.
_STANDING = ("test", "suite", "fail", "pass", "work", "green", "red", "broken")


@cache
def _status() -> re.Pattern[str]:
    form = rf"(?!.*{_MEND}){_POLITE}{_STATUS}"
    return re.compile(form, re.IGNORECASE | re.DOTALL)


def _limits(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the files that an order says to leave as they are, and the only ones to change."""
    if not any(word in text.lower() for word in _LIMITING):
        return (), ()
    spared, alone = (
        [path for found in form.finditer(text) for path in _ANY_FILE.findall(found[0])]
        for form in _limiting()
    )
    return _unique(spared), _unique(alone)


@cache
def _limiting() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(_SPARED, re.IGNORECASE), re.compile(_ALONE, re.IGNORECASE)


def is_test(path: str) -> bool:
    """Tell whether a path is a test, or helps tests: such a file is never edited."""
    return bool(_TEST_FILE.search(path))


def _unique(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
