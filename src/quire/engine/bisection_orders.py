"""Orders that ask since which commit a test fails: which words do, what they name."""

from __future__ import annotations

import re
from functools import cache

from quire.engine.orders import is_test

# The newest tag, for the workbench to find: no name of git begins with a colon.
RELEASE = ":release"
_COMMIT = (
    r"(commits?|revisions?|changesets?|change|merge|pull request|pr|sha|person|developer"
    r"|release|version)"
)
_BROKE = (
    r"(broke|broken|breaks?|caus(ed|es|ing)|introduc(ed|es|ing)|made|makes|brought|regressed"
    r"|responsible|guilty|to blame|at fault|(started|began|starts) (to )?(fail|break)\w*|turned"
    r"|culprit|fails?|failing|failed)"
)
_FAULT = r"(fail\w*|broken?|breaks?|red|crash\w*|regress\w*|wrong)"
# What may stand between two words of a sentence; a dot within a path or a name does not end it.
_IN = r"(?:[^.?\n]|[.](?=\w))"
_ORDER = (
    r"\b(git[ -])?bisect(?!\.|_|-(left|right)|\()\b"
    rf"|\b(which|what|whose|who's)\W+(\w+\W+){{0,5}}{_COMMIT}\b{_IN}{{0,60}}\b{_BROKE}\b"
    r"|\b(find|locate|identify|determine|track down|pinpoint|show|tell|search|look|hunt)\b"
    rf"{_IN}{{0,30}}\b{_COMMIT}\b{_IN}{{0,40}}\b{_BROKE}\b"
    r"|\bfirst bad commit\b|\b(the|a) (guilty|breaking|offending|culprit) commit\b"
    rf"|\b(last|first|newest|oldest)( \w+)? commit\b{_IN}{{0,30}}\b(where|which|that|with)"
    rf"\b{_IN}{{0,30}}\b(pass|work|fail|green|red|good|bad)"
    r"|\bcommit\b[^.?\n]{0,20}\b(is|was) (guilty|to blame|responsible|the culprit)\b"
    r"|\bwho (broke|has broken)\b"
    rf"|\b(trace|track|narrow|pin)\b{_IN}{{0,60}}\bto (a|the|one|which|what)( single)? commit\b"
    rf"|\b(since when|(since|until) (which|what) {_COMMIT}|for how long|how long)\b"
    rf"{_IN}{{0,60}}\b{_FAULT}"
    rf"|\b(since when|when did)\b{_IN}{{0,60}}\b(begin|start|stop|last (pass|work)|break|turn red"
    r"|go red|get broken|first fail|fail first|cease)\b"
    rf"|\bwhen (was|were|has|have)\b{_IN}{{0,60}}\b(broken|last (green|passing))\b"
)
# Who wants it mended, too, or taken back, has another work in mind.
_MENDS = (
    r"\b(fix|repair|mend|solve|correct|revert|undo|take back|roll ?back|drop|squash|amend)\b"
    r"(?! (commit|release|branch))"
)
_OF_TESTS = (
    r"\b(tests?|test_\w+|Test[A-Z]\w*|suite|ci|pytest|unittest|builds?|pipeline|it|this|that"
    r"|everything|bisect|commit|regression)\b|\.py\b"
)
_ID = re.compile(r"(?<![\w/.-])[\w./-]*\.py(?:::[\w.]+(?:\[[^\]\n]*\])?)+")
_FILE = re.compile(r"(?<![\w/.-])[\w./-]+\.py(?![\w:])")
_NAME = re.compile(r"(?<![\w/:])(?:test_\w+|Test[A-Z]\w*)(?!\w|[./:]\w|::)")
_QUOTES = r"['\"`]?"
_DATE = (
    r"\d{4}-\d\d?-\d\d?|yesterday|(?:last |this )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    r"|(?:last|this) (?:week|month|year)|(?:\d+|an?) (?:hour|day|week|month|year)s? ago"
)
# A name of git that is no plain word; any word where quotes or a noun tell what it is.
_REF = (
    rf"(?:(?:commit|tag|branch|release|version)\s+{_QUOTES}(?P<named>[\w./~^-]*[\w~^])"
    r"|['\"`](?P<quoted>[\w./~^-]+)['\"`]"
    r"|(?P<plain>v?\d+\.\d[\w.+-]*(?<!\.)|(?=[a-f]*\d)[0-9a-f]{7,40}\b|HEAD[~^][~^\d]*"
    r"|origin/[\w/-]+|main\b|master\b|v\d+\b)"
    rf"|(?P<date>{_DATE}))"
)
_SINCE = (
    r"\b(?:since|after|from|between|starting (?:at|with|from)|newer than|later than"
    r"|(?:worked|passed|works|passes|good|green|fine|ok(?:ay)?)"
    rf"\s*(?:in|at|with|on|until|before|for|:|was|is)?)\s+(?:the\s+)?{_REF}"
)
_SINCE_RELEASE = (
    r"\b(?:since|after|from) (?:the )?(?:last|latest|newest|previous) (?:release|tag|version)\b"
)
_LAST = (
    r"\b(?:last|past|latest|newest|previous|recent) (\d{1,5}|two|three|five|ten|twenty|fifty"
    r"|hundred|a hundred) commits\b"
)
_NUMBERS = {"two": 2, "three": 3, "five": 5, "ten": 10, "twenty": 20, "fifty": 50,
            "hundred": 100, "a hundred": 100}  # fmt: skip


def asks_for_commit(text: str) -> bool:
    """Tell whether an order asks since which commit something fails, and for no more."""
    return (
        _compiled(_ORDER).search(text) is not None
        and _compiled(_OF_TESTS).search(text) is not None
        and _compiled(_MENDS).search(text) is None
    )


@cache
def _compiled(form: str) -> re.Pattern[str]:
    """Compile a form when an order is read: few of them ask for a commit."""
    return re.compile(form, re.IGNORECASE)


def target(text: str) -> tuple[str, ...]:
    """Return the workbench's arguments: the tests that an order names, how far it looks back."""
    ids = _ID.findall(text)
    files = [path for path in _FILE.findall(_ID.sub(" ", text)) if is_test(path)]
    names = _NAME.findall(_FILE.sub(" ", _ID.sub(" ", text)))
    found = [f"--select={each}" for each in dict.fromkeys([*ids, *files])]
    found += [f"--name={each}" for each in dict.fromkeys(names)]
    return (*found, *_limit(_NAME.sub(" ", _FILE.sub(" ", _ID.sub(" ", text)))))


def _limit(text: str) -> tuple[str, ...]:
    last = _compiled(_LAST).search(text)
    if last:
        number = last[1].lower()
        return (f"--last={_NUMBERS.get(number) or int(number)}",)
    if _compiled(_SINCE_RELEASE).search(text):
        return (f"--since={RELEASE}",)
    since = _compiled(_SINCE).search(text)
    named = next(filter(None, since.groups()), "") if since else ""
    return (f"--since={named}",) if named else ()
