"""Orders for new tests: what they are for, and of which kind."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from quire.engine.asides import Row, beginnings, begins, compiled, is_aside
from quire.engine.clauses import clauses
from quire.engine.testgen_targets import KIND, NAME, has_name, targets_of

_WRITE = (
    r"(?:wri?te|add|create?|generate|produce|implement|draft|build|provide|supply|compose|craft"
    r"|develop|introduce|include|invent|think of|put together|put in place|come up with|set up"
    r"|(?:start|begin|continue|finish|try)\s+(?:with\s+)?writing"
    r"|give(?:\s+me|\s+us)?|get\s+me|(?:i|we)\s+(?:could|can)\s+use)"
)
_WISH = (
    r"(?:(?:i|we)(?:(?:'d|\s+would)\s+(?:like|love|appreciate|prefer)|\s+(?:want|need|require|lack"
    r"|miss|wish for|am missing|are missing))(?:\s+to\s+(?:have|see|get))?|have|see"
    r"|(?:please|pls|can (?:i|we)) (?:have|get)|need)"
)
_GROW = (
    r"(?:increase|improve|raise|extend|boost|complete|expand|enhance|strengthen|augment|grow|lift"
    r"|maximi[sz]e|beef up|round out|bump(?:\s+up)?|up|push|work on|take care of|harden)"
)
_SHIFT = r"(?:bring|get|push|take|drive|lift|bump|move|pull|raise)"
_NOT_OF_IT = (
    r"(?:for|of|in|to|that|which|with|by|from|on|how|why|if|when|because|so|about|whether|where"
    r"|no|not|into|without|as|at|is|are|be|using|via|than|or|but|and|test|tests|it|them)"
)
# Words before "tests": generic ones may tell what is tested ("parser tests").
_BOTH = r"(?:[\w-]+(?:\s*,|\s+and|\s*&|\s*\+)\s+(?=(?:[\w-]+\s+){1,2}?(?:unit-?)?tests?\b))?"
_MANNER = rf"(?:a\s+(?:couple|bunch|handful|set|suite|number)\s+of\s+)?(?:(?!{_NOT_OF_IT}\b)" \
    rf"[\w`'./%-]+,?\s+){{0,4}}?{_BOTH}(?:(?!{_NOT_OF_IT}\b)[\w`'./%-]+,?\s+){{0,4}}?"  # fmt: skip
# The known ones alone, where no verb tells that it is an order.
_PLAIN = (
    r"(?:(?:a|an|some|any|few|more|new|missing|additional|better|further|extra|good|unit|pytest"
    r"|integration|property|property-based|hypothesis|automated|edge|corner|boundary|boundary-value"
    r"|case|parametri[sz]ed|smoke|characteri[sz]ation|thorough|full|complete|test|code|branch"
    r"|line)[\s-]+)*"
)
_TESTS = (
    r"(?:(?:unit|integration|property|smoke|pytest)?-?\s?(?:tests?|tets|tsets|tetss|testes)"
    r"|unit-?tests?|test[- ]?(?:suites?|cases?|class(?:es)?|functions?|methods?|coverages?|files?"
    r"|modules?)|testcases?|coverage|cov|covrage|pytest\s+cases|TestCases?(?:\s+class(?:es)?)?"
    r"|(?:edge|corner|boundary|error)[- ]?cases?(?=\s+to\s+(?:the\s+)?tests?))\b"
)
_AFTER = (
    r"(?=\W*$|\s*[,.;:!?()\[]|\s+-|\s+(?:for|of|on|to|in|into|inside|that|which|covering|cover"
    r"|exercising|checking|verifying|around|against|with|using|based|so|because|before|and|where"
    r"|about|please|pls|under|between|like|as|by|at|from|over|here|now|first|too|also|until|up"
    r"|if|where|when|per|through|via|without|yet|thanks|today|asap|again|we|i|is|has|uses|used"
    rf"|>|\d+)(?![\w/.])|\s+{NAME})"
    r"(?!\s+(?:to|into|in)\s+(?:the\s+|our\s+)?(?:ci|pipeline|workflows?|make\s?file|tox|readme"
    r"|docs?|documentation|pre-?commit|github|gitlab|gitignore|changelog)\b)"
)
_STATE = r"(?:pass|fail|green|work|succeed|run|be|go|break|hang|stop|finish|behave)\w*"
_TESTED = r"(?:(?:\w+\s+)?(?:unit[- ]?)?(?:tested|covered)\b|under\s+test\b)"
_WELL = (
    r"(?=\W*$|\s*[,.;:!?]|\s+(?:a\s+(?:bit|little|lot)\s+)?(?:thoroughly|properly|well|more"
    r"|better|extensively|carefully|with"
    r"|for|in|of|and|using|on|against|please|pls|from|too|also|completely|fully)\b)"
)
_OBJECT = (
    rf"(?:(?:the|my|our|all|every|each|new|whole|entire|public)\s+)*"
    rf"(?:{KIND}\s+(?!\w+ly\b)`?[\w.]+(?:\(\))?`?|{NAME}(?:\s+{KIND})?|(?!{KIND})\w+\s+{KIND})"
)
_WRITES = (
    "wri", "wrte", "add", "creat", "generat", "produce", "implement", "draft", "build", "provide",
    "supply", "compose", "craft", "develop", "introduce", "include", "invent", "think", "put",
    "come", "set", "start", "begin", "continue", "finish", "try", "give", "get", "i ", "we ",
)  # fmt: skip
_WISHES = ("i", "we", "please", "pls", "can", "need", "have", "see", "get")
_GROWS = (
    "increase", "improve", "raise", "extend", "boost", "complete", "expand", "enhance",
    "strengthen", "augment", "grow", "lift", "maximi", "beef", "round", "bump", "up", "push",
    "work on", "take care", "harden",
)  # fmt: skip
_SHIFTS = ("bring", "get", "push", "take", "drive", "lift", "bump", "move", "pull", "raise")
_FORMS: tuple[Row, ...] = (
    # Verb and tests.
    (_WRITES, rf"{_WRITE}\s+{_MANNER}{_TESTS}{_AFTER}"),
    (_WISHES,
     rf"{_WISH}\s+(?!(?:(?:all|the|my|our|those|these|your)\s+)+(?:\w+\s+)?tests?\b){_MANNER}"
     rf"{_TESTS}{_AFTER}(?!.*\bto\s+{_STATE})"),
    (("get", "have"),
     r"(?:get|have)\s+(?:(?:some|a|few|more|better|good|proper|decent|unit)\s+)*(?:tests"
     r"|coverage)\s+"
     rf"(?:for|of|on)\b(?!.*\b{_STATE}\b)"),
    (("check", "verify", "validate", "exercise", "back"),
     r"(?:check|verify|validate|exercise|back)\s+.{1,80}?\s(?:with|by|in)\s+"
     r"(?:(?:new|more|some|a|few|additional|extra|further|unit)\s+)+tests\b"),
    (("make",),
     rf"make\s+(?!(?:the|all|my|our|these|those|sure)\b){_MANNER}{_TESTS}{_AFTER}"
     rf"(?!.*\b{_STATE}\b)"),
    (_GROWS, rf"{_GROW}\s+{_MANNER}{_TESTS}{_AFTER}"),
    (("write", "create", "generate"),
     r"(?:write|create|generate)\s+(?:a\s+(?:new\s+)?)?(?:file\s+)?`?(?:[\w-]+/)*"
     r"(?:test_\w+|\w+_test)\.py\b(?!\s+to\b)"),
    (("fill", "populate", "extend", "expand", "complete"),
     rf"(?:fill|populate|extend|expand|complete)\s+\S+\s+(?:with|by)\s+{_MANNER}"
     rf"(?:{_TESTS}|cases)"),
    (("close", "fill", "plug"),
     r"(?:close|fill|plug)\s+(?:(?:the|all|any|our)\s+)*(?:tests?|testing|coverage|cov)[\s-]+"
     r"(?:gaps?|holes?)\b"),
    # Coverage that grows.
    (_SHIFTS,
     rf"{_SHIFT}\s+{_MANNER}(?:tests?\s+)?(?:coverage|cov)\b.*"
     r"(?:\b(?:up|to|above|over|past|beyond|higher)\b|>)"),
    ((*_SHIFTS, "reach", "achieve", "hit", "aim", "go"),
     rf"(?:{_SHIFT}|reach|achieve|hit|aim\s+for|go\s+for)\b[^.\n]{{0,60}}\d\s*(?:%|percent)\s*"
     r"(?:\w+\s+){0,2}(?:coverage|cov)\b"),
    # Objects that are covered, tested, pinned.
    (("cover",), rf"cover\s+.{{1,80}}?\s(?:with|by|in|using)\s+{_MANNER}{_TESTS}"),
    (("cover",),
     r"cover\s+(?:(?:the|all|any|every|each|still|yet|remaining|missing)\s+)*(?:uncovered"
     r"|untested|missing|branch|line|(?:error|edge|corner|boundary)[\s-](?:case|path"
     r"|handling))\w*"),
    (("cover",), rf"cover\s+{_OBJECT}{_WELL}"),
    (("test", "unit"),
     rf"(?:unit-?\s?)?test\s+(?!\S*\btests?[/_]){_OBJECT}{_WELL}"),
    (("test", "unit"),
     r"(?:unit-?\s?)?test\s+(?:the\s+)?(?:module\s+|file\s+)?(?!\S*\btests?[/_])[\w./-]+\.py\W*$"),
    (("pin", "lock", "secure", "protect", "guard", "safeguard", "nail", "captur", "char", "back"),
     r"(?:pin(?:\s+down)?|lock(?:\s+down|\s+in)?|secure|protect|guard|safeguard|nail\s+down|capture"
     rf"|characteri[sz]e|back)\b.{{1,80}}?\s(?:with|by|in|through)\s+{_MANNER}{_TESTS}"),
    (("use", "try"),
     r"(?:use|try)\s+hypothesis\s+(?:to|for|on)\s+(?:(?:test|testing|check|checking|fuzz)\s+)?"
     rf"{_OBJECT}"),
    (("fuzz",), rf"fuzz(?:[\s-]?test)?\s+{_OBJECT}"),
    # Demands.
    (("make sure", "ensure", "see to"),
     r"(?:make\s+sure|ensure|see\s+to\s+it)(?:\s+that)?\s+.{1,80}?\s(?:is|are|gets?|be)\s+"
     rf"{_TESTED}"),
    (("make sure", "ensure", "see to"),
     r"(?:make\s+sure|ensure|see\s+to\s+it)(?:\s+that)?\s+.{1,80}?\s(?:has|have)\s+"
     rf"{_MANNER}{_TESTS}(?=\W*$|\s*[,.;:]|\s+(?:for|with|that|to|in)\b)"),
    (("make sure", "ensure"),
     rf"(?:make\s+sure|ensure)(?:\s+that)?\s+there\s+(?:is|are)\s+{_MANNER}{_TESTS}{_AFTER}"),
)  # fmt: skip
# These begin with what is to be tested, so only their middle tells them: its letters.
_DEMANDS: tuple[Row, ...] = (
    (("for", " of ", "covering", "around"),
     rf"{_PLAIN}{_TESTS}\s+(?:for|of|covering|around)\b(?!.*\b(?:fail|pass|are|is|was|were|do|does"
     r"|don't|should|must|need|take|break|hang|run|have|has)\w*\b)(?!.*\?)"),
    (("more", "better", "missing"),
     r"(?:more|better|missing)\s+(?:unit\s+|code\s+|test\s+)*(?:tests|coverage|cov)"
     r"(?:\s+please)?\W*$"),
    (("want", "need", "like"),
     r".{0,60}\b(?:i|we)(?:'d like|\s+would like|\s+want|\s+need)\s+.{1,60}?\s(?:to\s+be\s+)?"
     rf"{_TESTED}"),
    (("need", "require", "deserve", "could use", "should have", "must have"),
     r"(?!.*\btests?\s+(?:need|should)).{1,60}?\s(?:needs?|requires?|deserves?|could\s+use"
     rf"|should\s+have|must\s+have)\s+{_MANNER}{_TESTS}"
     r"(?=\W*$|\s*[,.;:]|\s+(?:for|that|before)\b)"),
    (("need", "should", "must"),
     rf"(?!.*\btests?\s+(?:need|should)).{{1,60}}?\s(?:needs?\s+to|should|must)\s+be\s+{_TESTED}"),
)  # fmt: skip
# What tells of missing tests: an order where some are asked for next.
_LACK = (
    rf"(?:\W*there\s+(?:is|are)\s+(?:no|hardly\s+any|almost\s+no|few|too\s+few)\s+{_MANNER}{_TESTS}"
    rf"|.{{1,90}}?\s(?:has|have|got|lacks?|misses|is\s+missing)\s+(?:(?:no|hardly\s+any|few"
    rf"|too\s+few"
    rf"|almost\s+no|zero|barely\s+any)\s+)?{_MANNER}{_TESTS}|.{{1,90}}?\s(?:is|are|isn't|aren't)\s+"
    rf"(?:\w+\s+){{0,2}}?(?:untested|tested|uncovered|covered|protected\s+by\s+{_TESTS})"
    rf"|.{{0,200}}{_TESTS}.{{0,200}}\s(?:is|are)\s+(?:\w+\s+)?"
    r"(?:at\s+|only\s+)*(?:\d+\s*(?:%|percent)|low|poor|missing))"
)
# What is told of the code beside the wish.
_UNCHANGED = (
    r"[,;]?\s*(?:and\s+|but\s+|please\s+)*(?:don't|do\s+not|without|never)\s+(?:chang|touch"
    r"|modify|edit"
    r"|alter)\w*\s+(?:the\s+|any\s+|our\s+|my\s+)?(?:(?:production|source|existing)"
    r"\s+)?(?:code|sources?"
    r"|implementation)\b(?:\s+itself)?"
)
_LACKING = (
    "no ",
    "any",
    "few",
    "lack",
    "miss",
    "n't",
    "not",
    "un",
    "zero",
    "low",
    "%",
    "perc",
    "poor",
)
_SOME: tuple[Row, ...] = (
    (("add", "write", "create", "generate", "provide", "change", "fix", "do", "make", "improve",
      "raise", "increase", "i would", "it would", "i'd", "we'd", "we would"),
     r"(?:(?:i|it|we)(?:'d|\s+would)\s+be\s+\w+\s+if\s+you\s+(?:could|would|can)\s+)?(?:add"
     r"|write|create|generate|provide|change|fix|do|make|improve|raise|increase)\s+"
     r"(?:some|them|one|a\s+few|that|it|this|those|the\s+missing\s+(?:ones?|tests))\b(?=\W*$|"
     r"\s*,|\s+(?:please|pls|in|to|for|with)\b)"),
    (("improve", "raise", "increase", "extend"), r"(?:improve|raise|increase|extend)\W*$"),
    (("give", "get", "bring"),
     rf"(?:give|get|bring)\s+(?:it|them|this|that)\s+(?:some\s+|a\s+|decent\s+|good\s+|proper"
     rf"\s+|to\s+)*"
     rf"(?:coverage|cov|{_TESTS})\b"),
)  # fmt: skip
# One of these stands in every order for tests.
_LETTERS = ("test", "cover", "cov", "tets", "tset", "fuzz", "hypothesis", "testcase")
_FAULT = (
    r"\breproduc\w*|\b(?:failing|red|broken)\s+(?:\w+[\s-])?tests?\b"
    r"|\btests?\s+(?:that|which|to)\s+(?:(?:currently|now|will|should|first)\s+)*"
    r"(?:fail|show|demonstrat|expos|prov|reveal|trigger|catch)\w*"
    r"|\bthat\s+shows?\b|\btests?\b.{0,30}\bfails?\b"
)
_REGRESSION = r"\bregression\b"
_OF_A_FAULT = r"\b(?:bugs?|crash\w*|faults?|errors?|exceptions?|fix(?:ed)?|problems?|issues?)\b"
_TICKET = r"\b(?:issue|ticket|bug)\s*#?\s*\d+|#\d+"
# Tests of what is no Python, or of what only a browser, a load or a stopwatch shows.
_OTHERS = (
    r"[\w-]\.(?:jsx?|tsx?|go|rs|java|rb|php|cpp|cc|cs|kt|swift|vue|css|html|sh)\b"
    r"|\b(?:jest|vitest|mocha|cypress|playwright|selenium|junit|rspec|react|javascript|typescript"
    r"|rust|java|golang)\b|\b(?:load|stress|performance|visual|penetration|a/b|ui|browser"
    r"|usability|manual)[\s-]tests?\b"
)
_CHECKS = (
    r"\btests?\s+(?:that|which|to)\s+(?:\w+\s+)?(?:check|verif|ensur|mak|assert|prov|confirm|see"
    r"|guarantee)"
)
_ACROSS = r"\b(integration|end[- ]to[- ]end|e2e)\b"
_PROPERTIES = r"\b(property[- ]?(based)?[- ]?test\w*|properties|property and|hypothesis|fuzz\w*)\b"
_MORE = (
    r"\b(coverage|cov|covrage|uncovered|untested|missing|(test|testing) (gaps?|holes?)"
    r"|not (yet )?(covered|tested)|(don't|dont|do not) have any|without (any )?tests)\b"
)
_COMMA = r",\s+(?=(?:please\s+|pls\s+|so\s+)*(?:add|write|create|generate|fix|change)\b)"


class Wish(Struct, frozen=True):
    """What tests are wished for: targets (none means the whole project), of which kinds.

    `more` asks only for what the existing tests do not run.
    """

    targets: tuple[str, ...] = ()
    across: bool = False
    properties: bool = False
    more: bool = False


def read_wish(text: str) -> Wish | None:
    """Read an order for new tests; None when it is another kind of order, or unclear."""
    lowered = text.lower()
    if not any(each in lowered for each in _LETTERS):
        return None
    text = compiled(_UNCHANGED).sub("", text)
    found = _clause(text)
    if found is None:
        return None
    clause, around = found
    if _of_a_fault(clause) or compiled(_OTHERS).search(clause):
        return None
    targets = targets_of(clause, around)
    if targets is None or (not targets and compiled(_CHECKS).search(clause)):
        return None
    ticket = compiled(_TICKET).search(clause)
    if ticket and not has_name(clause):
        targets = (ticket[0],)
    return Wish(
        targets=targets,
        across=compiled(_ACROSS).search(clause) is not None,
        properties=compiled(_PROPERTIES).search(text) is not None,
        more=compiled(_MORE).search(text) is not None,
    )


def _clause(text: str) -> tuple[str, str] | None:
    """Return the clause that is an order for tests and what stands around it."""
    pieces = [part for piece in clauses(text)[1:] or (text,) for part in _parts(piece) if part]
    for place, piece in enumerate(pieces):
        others = [*pieces[:place], *pieces[place + 1 :]]
        if (place == 0 or _are_asides(others)) and _is_order(piece):
            return piece, "\n".join(others)
    lack = next((each for each in pieces if _tells_lack(each)), "")
    rest = [each for each in pieces if each != lack]
    some = any(begins(_SOME, each) for each in rest)
    if lack and some and "?" not in lack and _are_asides(rest):
        return lack, "\n".join(rest)
    return None


def _parts(piece: str) -> list[str]:
    """Take `it has no tests, add some` apart at its comma."""
    return compiled(_COMMA).split(piece) if "," in piece else [piece]


def _is_order(clause: str) -> bool:
    if not any(each in clause.lower() for each in _LETTERS):
        return False
    return begins(_FORMS, clause) or _demands(clause)


def _demands(clause: str) -> bool:
    return any(
        any(each in rest.lower() for each in letters) and compiled(form).match(rest)
        for rest in beginnings(clause)
        for letters, form in _DEMANDS
    )


def _tells_lack(clause: str) -> bool:
    lowered = clause.lower()
    told = any(each in lowered for each in _LETTERS) and any(each in lowered for each in _LACKING)
    return told and compiled(_LACK).match(clause) is not None


def _are_asides(pieces: Iterable[str]) -> bool:
    """Tell whether nothing here asks for another work; wishes for tests are the same work."""
    return all(
        is_aside(each) or _is_order(each) or _tells_lack(each) or begins(_SOME, each)
        for each in pieces
    )


def _of_a_fault(clause: str) -> bool:
    """Tell whether the tests are to show a fault: that is the work of repair and its finder."""
    if compiled(_FAULT).search(clause):
        return True
    regression = compiled(_REGRESSION).search(clause) is not None
    named = has_name(compiled(_TICKET).sub("", clause)) and not compiled(_OF_A_FAULT).search(clause)
    return regression and not named and not compiled(_TICKET).search(clause)
