"""What orders for a migration hold: asides, versions, verbs of change, what speaks against one."""

from __future__ import annotations

import re
from functools import cache

_QUOTES = re.compile(r"[\u201c\u201d\u2018\u2019](?!s\b)")
_SHORT = re.compile(r"\bpy(?:thon)?-?3\.?(\d{1,2})\b", re.IGNORECASE)
# What is said beside the wish: what is kept, what holds anyway, what may be needed as well.
_ASIDES = (
    r"(?:[\s,;(]*\b(?:and|but|please|also|then)\b)*[\s,;(]*(?:"
    r"(?:(?:make|be)\s+sure|ensure|check|verify|see\s+to\s+it|acceptance\s*:)\s+(?:that\s+)?"
    r"(?:all\s+|the\s+|our\s+|everything\s+)*(?:unit\s+)?(?:tests?(?:\s+suite)?|suite|nothing|ci)"
    r"\s+(?:(?:still|all|must|keeps?)\s+)*(?:pass\w*|works?|break\w*|runs?|(?:is|are|stays?)\s+"
    r"(?:\w+\s+)?green)(?:\s+afterwards)?"
    r"|(?:acceptance\s*:\s*)?(?:all\s+|the\s+|our\s+)*tests?\s+(?:must|should|have\s+to|need\s+to)?"
    r"\s*(?:still\s+|all\s+|keep\s+)*(?:pass(?:ing)?|stay\s+green|remain\s+green)"
    r"|(?:then\s+)?run\s+(?:all\s+)?(?:the\s+)?tests\s+(?:afterwards|after\s+that|again)"
    r"|keep\s+(?:all\s+)?(?:the|their)\s+(?:test\s+|file\s+|old\s+|same\s+)*names?"
    r"|(?:including|with|and|plus)\s+(?:(?!\bto\b)[\w\s,-]){1,60}\s+(?:if|where|when|as)\s+"
    r"(?:needed|necessary|required)"
    r"|one\s+(?:file|rule)\s+at\s+a\s+time"
    r"|(?:don't|do\s+not|without)\s+(?:chang|break|touch)\w*\s+(?:anything\s+else|the\s+behaviou?r"
    r"|any\s+behaviou?r))\)?"
)
# Work of another kind, where a clause begins with it.
_DEEDS = (
    "write|add|create|implement|rename|relocate|extract|inline|deploy|release|publish|commit|push"
    "|install|set\\s*up|review|explain|describe|document|translate|build|generate|test|cover"
    "|format|lint|optimi[sz]e|speed|investigate|debug|repair|fix|run|increase|improve|reorder"
    "|merge|tag|bump|simplify|tidy|show|tell|list|print|scaffold|skip|configure|design|find|delete"
    "|mark|silence|ignore|suppress|filter|start|open|send|raise|summari[sz]e|correct|solve|pin"
)
_AGAINST = (
    r"(?<![\w/.-])(?:read\s?me|docs?|documentation|docstrings?|changelog|comments?|ci|workflow|matrix"
    r"|docker\w*|tox|database|db|schema|sql\w*|tables?|jest|mocha|typescript|javascript|rust|golang"
    r"|nose2?|third[- ]party|explain|describe|compare|pros\s+and\s+cons|what\s+would|how\s+(?:do"
    r"|to|can|would|much|hard)|tutorial|guide|should\s+(?:we|i)|(?<!setup\.py\s)install(?!ed)\w*|review|gui|django"
    r"|alembic|public\s+api|coverage|set\s+up|setting\s+up|conda|virtualenv|venv|poetry"
    r"|environment|does\s+(?:the|this|it)\s+\w+\s+(?:run|work)|traceback|\w+Error)\b|\?\s+\w+.*\?"
)
_SECOND = (
    r"(?:\band|\bthen|\balso|[+&])\s+(?:(?:then|also|please)\s+)*(?:move|put|get|take|make|change"
    r"|turn)\b(?!\s+(?:it|them|everything|to|over|on|onto|all|the\s+(?:code|project)|use)\b)"
)
_QUESTION = (
    r"\W*(?:why|what|which|who|when|where|how|is|are|was|does|do\s+(?:we|i|you|the)|did|has|have"
    r"\s+(?:we|you)|shall|should\s+(?:we|i))\b"
)
CHANGE = (
    r"\b(?:convert\w*|migrat\w+|port(?:ing)?|mov(?:e|ing)|switch\w*|chang(?:e|ing)|re-?writ(?:e"
    r"|ing)|translat\w+|turn(?:ing)?|transform\w*|adapt\w*|adjust|refactor\w*|moderni[sz]\w+"
    r"|upgrad\w+|updat(?:e|ing)|upgarde|transition|bring|lift|get|put|restructure|go|replac\w+"
    r"|swap|exchange|substitute|drop|ditch|abandon|leave|remov(?:e|ing)|rais(?:e|ing)|take|adopt"
    r"|prefer|transfer|stop|phase|eliminate|use|make|become|redo|clean|fold|retire|kill)\b"
)
WISH = (
    r"\b(?:should|shall|must|need(?:s|ed)?\s+to|has\s+to|have\s+to|ought|want\w*|wish|would\s+like"
    r"|i'd\s+like|we'd\s+like|would\s+be|time\s+(?:for|to)|please|pls|plz|no\s+more|no\s+longer"
    r"|instead\s+of|rather\s+than|in\s+place\s+of|in\s+favou?r\s+of|can\s+(?:you|we|u)"
    r"|could\s+(?:you|we|u))\b|-+>|=+>|\u2192|\bany\s?more\b"
)
_VERSION = (
    r"(?P<word>[A-Za-z][\w.+-]*\s+(?:version\s+)?|py-?)?(?<![\w.])(?:v\.?)?"
    r"(?P<version>3\.(?:[6-9]|1\d))"
    r"(?:\+|\.x)?(?![\w]|\.\d)"
)
# Words before a bare number that leave it a version of Python.
_JOINS = frozenset((
    "to", "for", "on", "onto", "from", "with", "under", "over", "off", "is", "target", "version",
    "minimum", "least", "than", "and", "or", "by", "in", "only", "now", "of", "use", "support",
    "drop", "the", "are", "since", "before", "still", "py-",
))  # fmt: skip
_ORIGIN = (
    r"(?:\b(?:from|off|since|currently|still\s+(?:on|at|using|uses?)|at\s+the\s+moment|only\s+works"
    r"|works?\s+(?:only\s+)?with|drop\w*|dropping|no\s+longer|instead\s+of|rather\s+than|leave"
    r"|(?:removed|gone|dropped|deprecated|away)\s+(?:there\s+)?(?:in|with|since|from)|stuck\s+(?:on"
    r"|at)|are\s+on|(?:it|we)\s+(?:is|are)\s+on|written\s+for|end\s+of\s+life|older\s+than|before"
    r"|currently\s+on|right\s+now|get\s+rid\s+of|stop\s+supporting)\b(?:[^.,;:!?]|\.(?=\d)){0,40}?)$"
)
_PAST = (
    r"\W*(?:(?:is|has|was|went|goes|are|reached|reaches)\s+(?:\w+\s+){0,3}?(?:eol|end\s+of\s+life"
    r"|unsupported|dead|out\s+of|too\s+old|outdated|old)\b|(?:-+>|=+>|\u2192|to\b)\s*(?:python\s*)?3"
    r"|days|code\b(?=.*\bto\b)|(?:,|and|or|/|&|-)\s*(?:python\s*)?3\.\d+\s+(?:is|are|support)\b)"
)


@cache
def compiled(form: str) -> re.Pattern[str]:
    """Compile a form when an order may have it: all of them would cost every start."""
    return re.compile(form, re.IGNORECASE)


def flat(text: str) -> str:
    """Return a text on one line, with backticks as quotes and versions in full, no asides."""
    plain = " ".join(_QUOTES.sub("`", text).split()).rstrip(" .!?,;")
    plain = _SHORT.sub(r"python 3.\1", plain)
    return compiled(_ASIDES).sub(" ", plain).strip(" .!?,;")


def speaks_against(plain: str, allowed: tuple[str, ...] = ()) -> bool:
    """Tell whether a text asks a question, is about other things, or asks for other work too."""
    if compiled(_QUESTION).match(plain) or compiled(_AGAINST).search(plain):
        return True
    begins = (
        r"(?:^|(?<=[.;:!,+&])\s+|\b(?:and|then|also|please|to|you|just|we)\s+)"
        rf"(?P<deed>(?:{_DEEDS}))(?!\w|-|\.\w|_|\s+(?:sure|it\s+work|as))"
    )
    if compiled(_SECOND).search(plain):
        return True
    deeds = (found["deed"].lower() for found in compiled(begins).finditer(plain))
    return any(deed not in allowed for deed in deeds)


def wants_change(plain: str) -> bool:
    """Tell whether a text holds a verb of change or the words of a wish."""
    return bool(compiled(CHANGE).search(plain) or compiled(WISH).search(plain))


def target_version(plain: str) -> str | None:
    """Return the one version of Python that an order aims at; None where it tells none, or two."""
    lowered = plain.lower()
    found: list[str] = []
    for each in compiled(_VERSION).finditer(plain):
        word = (each["word"] or "").lower().split()[:1]
        if word and word[0] not in _JOINS and not word[0].endswith(("python", "version")):
            continue
        before, after = plain[: each.start("version")], plain[each.end() :]
        if compiled(_ORIGIN).search(before) and not _turned(before):
            continue
        if compiled(_PAST).match(after):
            continue
        bare = not word[:1] or not word[0].startswith(("py", "cpy"))
        if not bare or "py" in lowered or (word[:1] and _code(lowered)):
            found.append(each["version"])
    return found[0] if len(set(found)) == 1 else None


def _turned(before: str) -> bool:
    """Tell whether between the old version and this one stands where the way leads."""
    tail = compiled(r"\b(?:from|off|drop\w*|stop)\b(?!.*\b(?:from|off|drop\w*|stop)\b).*$")
    found = tail.search(before)
    return bool(found and re.search(r"3\.\d+.*(?:\bto\b|\buse\b|>|\u2192|\bso\b)", found[0]))


def _code(lowered: str) -> bool:
    return bool(
        compiled(
            r"\b(?:code|code\s?base|project|package|repo\w*|sources?|syntax|program|thing|tools?"
            r"|app|application|everything|scripts?|distutils|we|us)\b"
        ).search(lowered)
    )
