"""Orders about parameters read by the roles of their words: which one, of which function."""

from __future__ import annotations

import re
from functools import cache

from quire.engine.refactor_signatures import REORDERED
from quire.engine.refactor_wishes import Wish, is_new_name
from quire.engine.refactor_words import STOP
from quire.protocol.items import Json

_PARAM = (
    r"(?:(?:keyword|positional)[\s-]+)?(?:parameters?|params?|arguments?|args?|kwargs?|keywords?)"
)
_ART = (
    r"(?:(?:the|an?|another|its|our|new|optional|extra|additional|further|unused|called|named)\s+)*"
)
_ID = rf"`?(?!{STOP}|{_PARAM}\b|(?:is|are|was|has|should|must|that|any|no)\b)(?P<p>[A-Za-z_]\w*)`?"
_FN = rf"(?:(?:function|method|func)\s+)?`?(?!{STOP})(?P<f>[A-Za-z_][\w.]*)(?:\([^()]*\))?`?"
_P = rf"{_ART}(?:{_PARAM}\s+(?:called\s+|named\s+)?{_ID}|{_ID.replace('<p>', '<p2>')}\s+{_PARAM})"
_VALUE = r"(?P<v>\"[^\"]*\"|'[^']*'|[^\s,;()`]+)"
_SET = (
    rf"(?:\s*=\s*{_VALUE}|,?\s*\(?(?:with\s+)?(?:a\s+)?default(?:s)?(?:\s+(?:value|to|of|is))*"
    rf"\s*:?\s*{_VALUE.replace('<v>', '<v2>')}\)?)?"
)
_OF = r"\s+(?:of|in|from|on|for|to)\s+"
_UNUSED = (
    r"(?:,?\s+(?:(?:that|which|and)\s+)?(?:is|it's|was|nobody|no\s+one|we|it)\s+(?:(?:not|never|no|now"
    r"|longer|really|is|any\s?more)\s+)*(?:used?|needed?|unused|dead|obsolete|useless|superfluous"
    r"|unnecessary|redundant|needs?|uses|reads?)(?:\s+(?:any\s?more|it|at\s+all|anywhere))*)"
)
_CUT = r"(?:remove|delete|drop|get\s+rid\s+of|take|kill|eliminate|cut|throw)"
_DO = (
    rf"[\s,;:.]*(?:and\s+|so\s+|please\s+|can\s+you\s+)*{_CUT}(?:\s+(?:it|that|this))?"
    r"(?:\s+(?:out|away))?"
)
_REMOVES = (
    rf"{_FN}\s+(?:has|takes|accepts|still\s+has)\s+{_P}{_UNUSED}{_DO}",
    rf"(?:the\s+)?{_P}{_OF}{_FN}{_UNUSED}{_DO}",
    rf"get\s+(?:the\s+)?(?:{_PARAM}\s+)?{_ID}\s+out\s+of\s+(?:the\s+)?(?:signature|parameters|arguments)"
    rf"\s+of\s+{_FN}",
    rf"(?:in\s+)?{_FN}\s*[:,]\s*{_CUT}\s+(?:the\s+)?{_P}",
    rf"(?:we|you|i)\s+(?:don't|do\s+not|no\s+longer|never)\s+(?:need|use)\s+(?:the\s+)?{_P}{_OF}{_FN}"
    rf"(?:\s+(?:any\s?more|any\s+longer|at\s+all))?{_DO}",
)  # fmt: skip
_ADDS = (
    rf"(?:there\s+should\s+be\s+|i\s+need\s+|we\s+need\s+)?(?:an?\s+)?(?:new|another|additional|extra|optional)\s+{_P}{_SET}"
    rf"\s+(?:for|in|on|to)\s+{_FN}",
    rf"(?:in\s+)?{_FN}\s*[:,]\s*add\s+{_P}{_SET}",
    rf"{_FN}\s+(?:needs|requires|wants)\s+{_P}{_SET}",
)  # fmt: skip
_CALL = r"`?(?P<f>[A-Za-z_][\w.]*)\((?P<a>[\w\s,]+)\)`?"
_TURN = (
    rf"(?:(?:change|turn|make|rewrite|reorder)\s+)?(?:the\s+signature\s+)?{_CALL}\s*(?:(?:should|must"
    rf"|needs\s+to|has\s+to)\s+(?:be|become)|to|into|-+>|=+>|\u2192)\s*"
    rf"{_CALL.replace('<f>', '<g>').replace('<a>', '<b>')}"
)
_ORDER = (
    rf"(?:the\s+)?{_PARAM}{_OF}{_FN}\s+(?:should|must|need\s+to|have\s+to)\s+(?:be|come|stand|go)\s+in\s+"
    r"(?:the|this)\s+order\s*:?\s*(?P<list>[\w\s,`]+)"
)
_WORD = r"`?(?P<{0}>[A-Za-z_]\w*)`?"
_SWAP = (
    rf"(?:in\s+)?{_WORD.format('p')}\s+and\s+{_WORD.format('q')}{_OF}{_FN}\s+(?:are|stand)\s+(?:in\s+)?"
    r"(?:the\s+)?wrong\s+(?:way\s+(?:round|around)|order)[\s,;:.-]+(?:please\s+)?(?:swap|exchange|flip|reorder)"
    rf"(?:\s+(?:the|them|these|{_PARAM}))*"
)
_SIDE = r"(?P<side>before|after|in\s+front\s+of|behind)"
_PUT = (
    rf"(?:in\s+{_FN}[,:]?\s+(?:the\s+)?{_P}|(?:the\s+)?"
    rf"{_P.replace('<p>', '<p3>').replace('<p2>', '<p4>')}"
    rf"{_OF}{_FN.replace('<f>', '<f2>')})\s+"
    rf"(?:(?:should|must|has\s+to|needs\s+to)\s+(?:come|go|be|stand)|belongs|goes|comes)\s+{_SIDE}\s+"
    rf"(?:the\s+)?(?:{_PARAM}\s+)?{_WORD.format('q')}(?:\s+{_PARAM})?"
)  # fmt: skip


def read_arguments(plain: str) -> Wish | None:
    """Return what an order without a fixed form asks to be done with parameters."""
    for forms, make in ((_REMOVES, _removed), (_ADDS, _added)):
        for form in forms:
            found = _compiled(form + r"[\s.!,]*(?:please)?[\s.!]*").fullmatch(plain)
            wish = make(_parts(found)) if found else None
            if wish is not None:
                return wish
    return _ordered(plain)


@cache
def _compiled(form: str) -> re.Pattern[str]:
    return re.compile(form, re.IGNORECASE)


def _parts(found: re.Match[str]) -> dict[str, str]:
    parts: dict[str, str] = {}
    for key, value in found.groupdict().items():
        if value:
            parts.setdefault(key.rstrip("234"), value)
    return parts


def _wish(parts: dict[str, str], steps: list[Json], aim: str) -> Wish | None:
    names = [each for key in ("p", "q") if (each := parts.get(key))]
    if not all(is_new_name({"new": each}) for each in names) or parts["f"] in names:
        return None
    order: Json = {"do": "signature", "name": parts["f"], "kind": "", "place": "", "steps": steps}
    return Wish(order=order, aim=aim)


def _removed(parts: dict[str, str]) -> Wish | None:
    aim = f"I take the parameter {parts['p']} out of every call."
    return _wish(parts, [{"remove": parts["p"]}], aim)


def _added(parts: dict[str, str]) -> Wish | None:
    step: Json = {"add": parts["p"], "default": parts.get("v"), "annotation": ""}
    return _wish(parts, [step], f"I add the parameter {parts['p']} and check every call.")


def _ordered(plain: str) -> Wish | None:
    turned = _compiled(_TURN).fullmatch(plain)
    if turned:
        before, after = ([each.strip() for each in turned[key].split(",")] for key in "ab")
        same = turned["f"] == turned["g"] and sorted(before) == sorted(after) and before != after
        listed = len(set(before)) == len(before) and all(each.isidentifier() for each in before)
        return _wish({"f": turned["f"]}, [{"order": after}], REORDERED) if same and listed else None
    listed_order = _compiled(_ORDER).fullmatch(plain)
    if listed_order:
        names = [each for each in re.split(r"[\s,`]+|\band\b", listed_order["list"]) if each]
        if len(names) < 2 or not all(is_new_name({"new": each}) for each in names):
            return None
        return _wish({"f": listed_order["f"]}, [{"order": names}], REORDERED)
    swapped = _compiled(_SWAP).fullmatch(plain)
    if swapped:
        parts = _parts(swapped)
        return _wish(parts, [{"swap": [parts["p"], parts["q"]]}], REORDERED)
    put = _compiled(_PUT).fullmatch(plain)
    if put is None:
        return None
    parts = _parts(put)
    side = "after" if re.match(r"after|behind", parts["side"], re.I) else "before"
    return _wish(parts, [{"put": parts["p"], side: parts["q"]}], REORDERED)
