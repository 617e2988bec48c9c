"""Wishes for what the code does not do yet: told from reports of what it does wrongly."""

from __future__ import annotations

import re
from functools import cache

from quire.engine.clauses import POLITE

# Behind the verb of a wish: where one of these follows, it was a noun (`the cache never expires`).
_NOUN = (
    r"(?![\w.(-]| (does|doesn't|do|don't|is|isn't|are|aren't|was|were|has|hasn't|have|never"
    r"|no longer|returns?|gives|raises|crashes|fails?|shows|prints|writes|misses|drops|loses"
    r"|keeps|overwrites|accepts|rejects|ignores|deletes|creates|adds|removes|takes|makes|stops|sends"
    r"|expires|saves|stores|counts|changes|leaves|truncates|duplicates|swallows|leaks|blocks|freezes|treats"
    r"|uses|skips|forgets|breaks|corrupts|hits|grows|works|looks|comes|goes|gets|starts|runs|reads"
    r"|can't|cannot|won't|should|must|still|sometimes|always|only|not|and|or|test\w*)\b)"
)
# Verbs with which people ask for what is new; whoever reports a fault begins otherwise.
NEW_DEED = (
    r"(retry|log|cache|warn|notify|send|display|allow|let (?!me\b|us\b|'s\b)|support|validate"
    r"|fall ?back|catch|prompt|emit|expose|memoi[sz]e|paginate|throttle|debounce|back ?off"
    r"|auto-?\w+|save|remember|offer|require|permit|forbid|accept|enable|disable"
    rf"|include|store|persist|parallelize|colou?r|highlight){_NOUN}"
)
# What tells that something is wrong now, or that a test shows it.
FAULT = (
    r"\b(tests?\b|test_\w|but\b|however|although|though|currently|right now|at the moment|instead"
    r"|returns|gives|raises|throws|crash\w*|hangs|wrong\w*|incorrect\w*|broken|bugs?\b|bugfix"
    r"|fails|failing|traceback|regression|issue|used to|no longer|anymore|any more"
    r"|doesn't|does not|isn't|is not|don't work|won't"
    r"|(is|are|was|were|gets?)\b[^.;\n]*\b(they|it|this|that)\W+(should|must|ought))\b"
    r"|\w\([^\n]*\)|->"
)
# On what condition something is to be done: that it fails then is no fault.
_CONDITION = (
    r"\b(if|when|whenever|unless|in case|after|before|while|until)\b[^.,;\n]*?"
    r"(?=\bbut\b|[.,;\n]|$)"
)
_ABLE = (
    r"((the |our |my )?\w+)\W+(should|must|needs? to|ought to|has to|have to)\W+(also )?(be able to"
    r"|be allowed to|be possible to|support|allow|have an? option|offer)\b"
)
# What is to be so, without a word of how it is: a fault only where a test shows it.
_OUGHT = r"\b(should|must|shall|ought to|needs? to|has to|have to)\b(?! (i|we|you)\b)"
_BARE = (
    r"(raise|throw|return|skip|ignore|reject|exit|print|show|round|sort|limit|strip|trim|escape"
    r"|treat|count|parse|handle|use|stop|keep|convert|replace|read|write|set|wait|time out)"
    rf"{_NOUN}"
)


def is_new(text: str) -> bool:
    """Tell whether an order asks for what is new, whatever the tests show."""
    if _is_fault(text):
        return False
    return _compiled(f"^{POLITE}({NEW_DEED}|{_ABLE})").match(text) is not None


def may_be_new(text: str) -> bool:
    """Tell whether an order may ask for what is new: it names no fault, and no test shows one."""
    if _compiled(rf"^{POLITE}{_BARE}").match(text):
        return not _is_fault(text.replace("instead of", "not"))
    return not _is_fault(text) and _compiled(_OUGHT).search(text) is not None


def _is_fault(text: str) -> bool:
    """Tell whether a text says what is wrong now, or that a test shows it."""
    return _compiled(FAULT).search(_compiled(_CONDITION).sub(" ", text)) is not None


@cache
def _compiled(form: str) -> re.Pattern[str]:
    return re.compile(form, re.IGNORECASE)
