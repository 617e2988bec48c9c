"""The forms of orders to add, remove and reorder parameters, with what makes a wish of each."""

from __future__ import annotations

import re

from quire.engine.refactor_forms import IN, MUST, WISHES, Form
from quire.engine.refactor_wishes import Wish, Words, is_new_name, target
from quire.engine.refactor_words import REST, STOP, thing
from quire.protocol.items import Json

# What stands in an order of a form, any word of each row.
_WORDS = ("param", "arg", "keyword")
_SIGNED = ("signature", *_WORDS)
_TAKES = (" take", " accept", " receive", " have", " get", " support", " need")
_NOT = ("n't", " not", " no longer", " never", " unused")
_SIDES = (" before ", " after ", " in front of ", " behind ")
_ENDS = (" end", " front", " begin", " start", " first", " last", " back")
_SWAPS = ("swap ", "switch ", "exchange ", "flip ", "reverse ")
_CUTS = ("remove ", "delete ", "drop ", "get rid ", "eliminate ", "strip ", "kill ", "take ",
        "cut ", "discard ", "purge ", "throw ")  # fmt: skip
_PUTS = ("put ", "move ", "place ")
_FN = thing()
_PARAM = (
    r"(?:(?:keyword|positional|flag|input|function)[- ](?:only[- ])?)*(?:parameters?|params?"
    r"|arguments?|args?|kwargs?|keywords?)"
)
_SOME_WORD = (
    r"(?:the|an?|another|its|their|new|optional|extra|additional|further|second|third|last|first"
    r"|boolean|bool|int|integer|str|string|float|unused|obsolete|redundant|unnecessary|superfluous"
    r"|useless|old|dead|required|mandatory|more|one|two|three|no|longer|needed|flag|named|called"
    r"|keyword|positional|default|this|that)"
)
_SOME = rf"(?:{_SOME_WORD}\s+)*"
_VALUE = r"(?:\"[^\"]*\"|'[^']*'|\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|[^\s,;()`'\"]+(?:\([^()]*\))?)"
_TYPE = r"[A-Za-z_][\w.]*(?:\[[^=`]*?\])?(?:\s*\|\s*[A-Za-z_][\w.]*(?:\[[^=`]*?\])?)*"
# A parameter may be called `a`, where no noun follows.
_NAME = (
    r"(?:a(?=\s*,|\s+(?:and|with|before|after|from|of|in)\b)"
    rf"|(?!{STOP}|{_SOME_WORD}\s)[A-Za-z_]\w*)"
)
_ONE = rf"`?{_NAME}(?:\s*:\s*{_TYPE})?(?:\s*=\s*{_VALUE})?`?"
_LIST = rf"{_ONE}(?:(?:\s*,\s*(?:and\s+)?|\s+and\s+|\s*&\s*){_ONE})*?"
_ITEM = re.compile(
    rf"(?<!\w)(?!and\b)([A-Za-z_]\w*)(?:\s*:\s*({_TYPE}))?(?:\s*=\s*({_VALUE}))?`?(?:\W+|$)"
)
_SET = rf"`?{_NAME}(?:\s*:\s*{_TYPE})?\s*=\s*{_VALUE}`?"


def _told(number: str) -> str:
    """Return the form of a type and a default value that are told in words."""
    return (
        rf"(?:,?\s+(?:of|with|having)\s+(?:the\s+)?type\s+`?(?P<type{number}>{_TYPE})`?)?"
        r"(?:,?\s*\(?(?:\b(?:with|having|and|that|which|whose|where|has|it|should|is|by)\s+)*"
        r"(?:the\s+|an?\s+|its\s+)?\bdefault(?:s|ing|ed)?(?:\s+value)?"
        rf"(?:\s+(?:of|to|is|being|should\s+be))?\s*[:=]?\s*`?(?P<value{number}>{_VALUE})`?\)?)?"
    )


_KEYWORD_ONLY = r"key\s?word[\s-]+only"
_PARAMS = (
    rf"(?=(?:{_SOME}(?P<named>{_KEYWORD_ONLY})\b)?){_SOME}(?:{_PARAM}(?:\s+(?:called\s+|named\s+)?|\s*:\s*)(?P<new>{_LIST})"
    rf"|(?P<new2>{_LIST})\s+(?:flag\s+|keyword\s+)?{_PARAM})"
)
_SIGNATURE = r"(?:signature|parameters?|params|parameter\s+list|arguments|argument\s+list|args)"
_OF = rf"(?:the\s+{_SIGNATURE}\s+of\s+)?{_FN}(?:'s\s+{_SIGNATURE})?{IN}"
_OF_LIST = rf"(?:the\s+{_SIGNATURE}\s+of\s+{_FN}|{_FN.replace('P<', 'P<_')}'s\s+{_SIGNATURE}){IN}"
_TAKE = r"(?:take|accept|receive|have|get|support)"
_NAMES = r"(?P<order>[\w\s,()`]+?)(?:\s+in\s+(?:that|this)\s+order)?[\s.]*"
_PASSED = re.compile(
    r"[\s,]*\b(?:and\s+)?(?:pass|hand)(?:ing)?\s+(?:it|that|this|them)\b[^,.;]*"
    r"\b(?:call\w*|everywhere)\b",
    re.IGNORECASE,
)


def _signature(parts: Words, steps: list[Json], aim: str) -> Wish | None:
    found = target(parts)
    if found is None or found["kind"] not in ("", "function", "method", "class"):
        return None
    return Wish(order={"do": "signature", **found, "steps": steps}, aim=aim)


def _add(parts: Words) -> Wish | None:
    items = _ITEM.findall(parts["new"].replace("`", ""))
    names = [each[0] for each in items]
    value, kind = (parts.get(key, "").strip().rstrip(".,") for key in ("value", "type"))
    if not _are_names(names) or (value and len(items) > 1):
        return None
    steps: list[Json] = [
        {"add": new, "default": (default.rstrip(".,") or value) or None, "annotation": of or kind}
        for new, of, default in items
    ]
    if "named" in parts:
        steps = [{**step, "named": True} for step in steps]
    if _PASSED.search(parts.get("rest", "")):
        steps = [{**step, "passed": True} for step in steps]
    told = ", ".join(names)
    return _signature(parts, steps, f"I add the parameter {told} and check every call.")


def _remove(parts: Words) -> Wish | None:
    names = [each[0] for each in _ITEM.findall(parts["new"].replace("`", ""))]
    if not _are_names(names) or ":" in parts["new"] or "=" in parts["new"]:
        return None
    steps: list[Json] = [{"remove": each} for each in names]
    told = ", ".join(names)
    return _signature(parts, steps, f"I take the parameter {told} out of every call.")


def _by_keyword(parts: Words) -> Wish | None:
    if "all" in parts:
        return _signature(parts, [{"keyword": ["*"]}], "I make every call name the parameters.")
    names = [each[0] for each in _ITEM.findall(parts["new"].replace("`", ""))]
    if not _are_names(names) or ":" in parts["new"] or "=" in parts["new"]:
        return None
    told = ", ".join(names)
    return _signature(parts, [{"keyword": [*names]}], f"I make every call name {told}.")


def _are_names(names: list[str]) -> bool:
    return bool(names) and all(is_new_name({"new": each}) for each in names)


REORDERED = "I reorder the parameters, and the arguments too."


def _reorder(parts: Words) -> Wish | None:
    names = [each for each in re.split(r"[\s,()`]+|\band\b|\bthen\b", parts["order"]) if each]
    if len(names) < 2 or not _are_names(names):
        return None
    return _signature(parts, [{"order": names}], REORDERED)


def _as_written(parts: Words) -> Wish | None:
    """Read `f(a, b) to f(b, a)`: the same parameters in another order, or without some."""
    old, new = (re.findall(r"\w+", parts[key]) for key in ("given", "order"))
    same = parts["again"].rpartition(".")[2] == parts["name"].rpartition(".")[2]
    if not same or not _are_names(old) or not set(new) < {*old, ""}:
        return None
    if set(new) == set(old):
        return _signature(parts, [{"order": new}], REORDERED)
    if new != [each for each in old if each in new]:
        return None
    gone = [each for each in old if each not in new]
    steps: list[Json] = [{"remove": each} for each in gone]
    told = ", ".join(gone)
    return _signature(parts, steps, f"I take the parameter {told} out of every call.")


def _swap(parts: Words) -> Wish | None:
    if parts.get("one"):
        return _signature(parts, [{"swap": [parts["one"], parts["two"]]}], REORDERED)
    which = parts.get("which", "").lower()
    if which not in ("first two", "last two", "two", ""):
        return None
    pair = ["-2", "-1"] if which == "last two" else ["0", "1"]
    only = {"only": True} if which in ("two", "") else {}
    return _signature(parts, [{"swap": pair, **only}], REORDERED)


def _put(parts: Words) -> Wish | None:
    side = parts.get("side", "").lower()
    words = "before" if side.startswith(("before", "in")) else "after"
    other = parts.get("other", "")
    if not side:
        words = "after" if re.match(r"end|last|back", parts["end"], re.I) else "before"
    return _signature(parts, [{"put": parts["one"], words: other}], REORDERED)


def _word(group: str) -> str:
    return rf"`?(?P<{group}>{_NAME})`?"


_SIDE = r"(?P<side>before|after|in\s+front\s+of|behind)"
_END = r"(?P<end>front|beginning|start|first|end|last|back)(?:\s+(?:place|position))?"
_CUT = (
    r"(?:remove|delete|drop|get\s+rid\s+of|eliminate|strip|kill|take\s+out|cut|discard|purge|take"
    r"|throw\s+out)"
)
_NO_MORE = r"(?:\s+(?:any\s?more|any\s+longer|at\s+all))?"
_ADDS: tuple[Form, ...] = (
    ((("add ", "introduce ", "append ", "insert "), (_WORDS,)),
     rf"(?:add|introduce|append|insert)\s+{_PARAMS}{_told('')}\s+(?:to|on|in|for|into)\s+{_OF}"
     rf"{_told('2')}{REST}", _add),
    ((("give ", "make ", "let ", "have ", "extend "), (_WORDS,)),
     rf"(?:give\s+{_FN}|(?:make|let|have)\s+{_FN.replace('P<', 'P<_')}{IN}\s+{_TAKE}"
     rf"|extend\s+{_FN.replace('P<', 'P<__')}\s+(?:with|by))\s+{_PARAMS}{_told('')}{REST}", _add),
    (((), (_WORDS, _TAKES, (*WISHES, " needs"))),
     rf"(?:i\s+want\s+|i'd\s+like\s+)?{_FN}{IN}(?:{MUST}{_TAKE}|\s+needs|\s+to\s+{_TAKE})"
     rf"\s+{_PARAMS}"
     rf"{_told('')}{REST}", _add),
    (((), (("=",), _TAKES)),
     rf"(?:(?:make|let|have)\s+)?{_FN}{IN}(?:{MUST}|\s+){_TAKE}\s+(?P<new>{_SET}){REST}", _add),
    ((("add ",), (("=",),)),
     rf"add\s+(?P<new>{_SET})(?:\s+as\s+{_SOME}{_PARAM})?\s+to\s+{_OF}{REST}", _add),
    ((("add ",), ((" as ",), _WORDS)),
     rf"add\s+(?P<new>{_ONE})\s+as\s+{_SOME}{_PARAM}{_told('')}\s+(?:to|of|for)\s+{_OF}"
     rf"{_told('2')}{REST}", _add),
    ((("add ",), (_SIGNED,)),
     rf"add\s+(?P<new>{_ONE})\s+to\s+{_OF_LIST}{_told('')}{REST}", _add),
)  # fmt: skip
_REMOVES: tuple[Form, ...] = (
    ((_CUTS, (_WORDS,)),
     rf"{_CUT}\s+{_PARAMS}(?:,?\s+which\s+is\s+(?:unused|not\s+used|never\s+used|not\s+needed),?)?"
     rf"\s+(?:from|of|in|out\s+of|on)\s+{_OF}{REST}", _remove),
    ((_CUTS, (_WORDS, ("'s ",))),
     rf"{_CUT}\s+{_FN}(?:'s)\s+{_PARAMS}{IN}{REST}", _remove),
    ((_CUTS, (_SIGNED,)),
     rf"{_CUT}\s+(?P<new>{_LIST})\s+(?:from|out\s+of)\s+{_OF_LIST}{REST}", _remove),
    (((), ((" need", " use"), _CUTS, _NOT)),
     rf"{_FN}{IN}\s+(?:doesn't|does\s+not|no\s+longer|never)\s+(?:needs?|uses?)\s+(?:{_PARAMS}"
     rf"|{_SOME}(?P<new3>{_ONE})){_NO_MORE}[\s,;.\u2013\u2014-]+(?:so\s+|please\s+|and"
     rf"\s+)*(?:remove|drop"
     rf"|delete|get\s+rid\s+of)\s+(?:it|them){REST}", _remove),
    (((), (_WORDS, _TAKES, _NOT)),
     rf"(?:(?:make|let)\s+)?{_FN}{IN}\s+(?:should(?:n't|\s+not|\s+no\s+longer)|must\s+not|no"
     rf"\s+longer"
     rf"|not)\s+(?:take|accept|have)\s+{_PARAMS}{_NO_MORE}{REST}", _remove),
)  # fmt: skip
_ORDERS: tuple[Form, ...] = (
    ((("change ", "make ", "turn "), (("signature", "("),)),
     rf"(?:change|make|turn)\s+(?:the\s+)?(?:signature\s+(?:of\s+)?)?{_FN}\((?P<given>[\w\s,]+)\)"
     rf"\s+(?:in)?to\s+`?(?P<again>[\w.]+)\((?P<order>[\w\s,]*)\)`?{REST}", _as_written),
    ((("re", "change "), (_WORDS, ("order", "arrange"))),
     rf"(?:re-?order|re-?arrange|change\s+the\s+order\s+of)\s+(?:the\s+)?{_PARAM}\s+(?:of|in"
     rf"|for)\s+"
     rf"{_FN}{IN}(?:\s+(?:to|as|into|so\s+that\s+they\s+(?:are|read))|\s+like\s+this|\s*:)\s*:?\s*"
     rf"{_NAMES}", _reorder),
    ((("change ", "set ", "make "), (_WORDS, ("order",))),
     rf"(?:change|set|make)\s+the\s+(?:{_PARAM}\s+order|order\s+of\s+(?:the\s+)?{_PARAM})"
     rf"\s+(?:of|in"
     rf"|for)\s+{_FN}{IN}\s+(?:to\s+)?:?\s*{_NAMES}", _reorder),
    (((), (_WORDS, ("in the order",))),
     rf"{_FN}{IN}{MUST}take\s+(?:its\s+{_PARAM}\s+)?in\s+the\s+order\s*:?\s*{_NAMES}", _reorder),
    ((_SWAPS, (_WORDS,)),
     r"(?:swap|switch|exchange|flip|reverse)\s+(?:the\s+)?(?:(?:order|positions?)\s+of"
     r"\s+)?(?:the\s+)?"
     rf"(?:(?P<which>first\s+two|last\s+two|two)\s+)?{_PARAM}\s+(?:of|in|on)"
     rf"\s+{_FN}{IN}{REST}", _swap),
    ((_SWAPS, (_WORDS + _SIGNED,)),
     r"(?:swap|switch|exchange|flip)\s+(?:the\s+)?(?:(?:order|positions?)\s+of\s+)?(?:the\s+)?(?:"
     rf"{_PARAM}\s+{_word('one')}\s+(?:and|with)\s+{_word('two')}\s+(?:of|in|on)\s+{_OF}"
     rf"|{_word('one2')}\s+(?:and|with)\s+{_word('two2')}\s+(?:{_PARAM}\s+(?:of|in)\s+"
     rf"{_FN.replace('P<', 'P<_')}|in\s+{_OF_LIST.replace('P<', 'P<__')})){REST}", _swap),
    ((("make ", "let ", "have "), (_SIDES, _TAKES)),
     rf"(?:make|let|have)\s+{_FN}{IN}\s+take\s+(?:the\s+)?(?:{_PARAM}\s+)?{_word('one')}"
     rf"\s+{_SIDE}\s+"
     rf"(?:the\s+)?(?:{_PARAM}\s+)?{_word('other')}{REST}", _put),
    ((_PUTS, (_WORDS, _SIDES)),
     rf"(?:put|move|place)\s+(?:the\s+)?(?:{_PARAM}\s+{_word('one')}|{_word('one2')}\s+{_PARAM})\s+"
     rf"{_SIDE}\s+(?:the\s+)?(?:{_PARAM}\s+)?{_word('other')}\s+(?:of|in|for)\s+{_OF}{REST}", _put),
    ((_PUTS, (_WORDS, _SIDES)),
     rf"(?:put|move|place)\s+(?:the\s+)?(?:{_PARAM}\s+{_word('one')}|{_word('one2')}\s+{_PARAM})\s+"
     rf"(?:of|in|for)\s+{_OF}\s+{_SIDE}\s+(?:the\s+)?(?:{_PARAM}\s+)?{_word('other')}{REST}", _put),
    ((_PUTS, (_WORDS, _ENDS)),
     rf"(?:put|move|place)\s+(?:the\s+)?(?:{_PARAM}\s+{_word('one')}|{_word('one2')}\s+{_PARAM})\s+"
     rf"(?:of|in|for)\s+{_OF}\s+(?:(?:to|at)\s+)?(?:the\s+)?(?:very\s+)?{_END}{REST}", _put),
    ((("make ",), (_WORDS, (" first", " last"))),
     rf"make\s+{_word('one')}\s+the\s+(?P<end>first|last)\s+{_PARAM}\s+(?:of|in|for)\s+{_OF}{REST}",
     _put),
)  # fmt: skip
_MAKES = ("make ", "turn ", "convert ", "mark ", "let ", "have ", "force ", "require ")
_SOME_OF = rf"(?:the\s+)?(?:{_PARAM}\s+)?(?P<new>{_LIST})(?:\s+{_PARAM})?"
_ONLY = rf"(?:an?\s+)?{_KEYWORD_ONLY}(?:\s+{_PARAM})?"
_EACH = rf"(?P<all>all|every|each)(?:\s+of)?(?:\s+the)?\s+{_PARAM}"
_KEYWORDS: tuple[Form, ...] = (
    ((_MAKES, (("keyword", "key word"), ("only",))),
     rf"(?:make|turn|convert|mark)\s+(?:{_EACH}|{_SOME_OF})\s+(?:into\s+|as\s+|to\s+be\s+)?{_ONLY}"
     rf"\s+(?:of|in|for|on)\s+{_OF}{REST}", _by_keyword),
    ((_MAKES, (("keyword", "key word"), ("only",))),
     rf"(?:make|turn|convert|mark)\s+(?:{_EACH}|{_SOME_OF})\s+(?:of|in|for|on)\s+{_OF}"
     rf"\s+(?:into\s+|as\s+|to\s+be\s+)?{_ONLY}{REST}", _by_keyword),
    ((_MAKES, (("keyword", "key word"), ("only",))),
     rf"(?:make|let|have)\s+{_FN}{IN}\s+(?:take|accept)\s+(?:only\s+)?(?:{_EACH}|{_SOME_OF})"
     rf"\s+(?:as\s+{_ONLY}|(?:only\s+)?(?:by|as)\s+(?:an?\s+)?keywords?(?:\s+{_PARAM})?(?:\s+only)?)"
     rf"{REST}", _by_keyword),
    (((), (("keyword", "key word"), ("only",), WISHES)),
     rf"(?:{_EACH}|{_SOME_OF})\s+(?:of|in|for|on)\s+{_OF}{MUST}(?:be|become)(?:\s+made)?\s+{_ONLY}"
     rf"{REST}", _by_keyword),
    (((), (("keyword", "key word"), ("only",), WISHES)),
     rf"(?:{_EACH}|{_SOME_OF}){MUST}(?:be|become)(?:\s+made)?\s+{_ONLY}\s+(?:of|in|for|on)\s+{_OF}"
     rf"{REST}", _by_keyword),
)  # fmt: skip
FORMS: tuple[Form, ...] = (*_KEYWORDS, *_ADDS, *_REMOVES, *_ORDERS)
