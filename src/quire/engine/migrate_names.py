"""Names that a migration moves away from, told as deprecated or gone, and their successors."""

from __future__ import annotations

import re
import sys

from quire.engine.migrate_words import WISH, compiled, speaks_against
from quire.protocol.items import Json

# Modules and functions of old that one word names, and what is told to take their place.
_KNOWN = r"(?:utcnow|utcfromtimestamp|distutils|imp|cgi|pkg_resources|asyncore|asynchat|telnetlib)"
_TOKEN = (
    r"(?<![\w./@])@?`?(?P<token>[A-Za-z_$][\w$]*(?:\.[A-Za-z_]\w*)+(?:\((?:[^()`]|\([^()]*\))*\))?"
    rf"|{_KNOWN}(?=`|\b(?![./]))(?:\(\))?)`?(?![\w/])"
)
_NO_CODE = re.compile(
    r"\.(?:py|md|rst|txt|json|ya?ml|toml|cfg|ini|csv|html?|css|jsx?|tsx?|sh|com|org|net|io|de|g|e)$",
    re.IGNORECASE,
)
_GONE = (
    r"\b(?:deprecat\w+|gone|removed|obsolete|vanish\w*|disappear\w*|no\s+longer\s+(?:exists?"
    r"|available|there|in|supported|works?)|doesn't\s+exist|does\s+not\s+exist|going\s+away"
    r"|dropped|removes|was\s+renamed|is\s+legacy|end\s+of\s+life|dead"
    r"|(?:not|n't)\s+be\s+used\s+any)\b"
)
# Words that tell of an interface; what is `gone` or `removed` may as well be data.
_SURELY = (
    r"\b(?:deprecat\w+|renamed|no\s+longer\s+(?:exists?|available|supported)|legacy|be\s+used\s+any"
    r"|python|stdlib|library|(?:in|since|with|by)\s+[A-Za-z]+\s+v?\d|numpy|pandas)\b"
)
_MEND = (
    r"\b(?:replac\w+|updat\w+|fix|remov(?:e|ing)|rid|eliminate|clear|resolve|address|moderni[sz]\w+"
    r"|migrat\w+|clean|stop|mov(?:e|ing)|phase|change|switch|use|convert|go|port|adapt|adjust"
    r"|rewrite|get\s+off|swap|drop|away)\b|-+>|=+>|\u2192"
)
_OFF = (
    r"\b(?:get(?:ting)?\s+(?:\w+\s+){0,2}?(?:rid\s+of|off|away\s+from)|stop\s+(?:using|the\s+use"
    r"\s+of)|mov(?:e|ing)\s+(?:away\s+)?(?:off|from)|migrat(?:e|ing)\s+(?:away\s+)?(?:off|from)"
    r"|phase\s+out|switch(?:ing)?\s+(?:away\s+)?(?:from|off)|replac(?:e|ing)|no\s+more)\s+"
    rf"(?:(?:the|all|our|old|deprecated|use[s]?\s+of|calls?\s+(?:of|to))\s+)*`?{_KNOWN}\b(?![./(])"
)
_INSTEAD = rf"\b{_KNOWN}`?\s*(?:-+>|=+>|\u2192|\s+to\s)\s*`?(?:importlib|html|urllib|packaging)\b"
_NOT = (
    r"\b(?:add|adding|mark\w*|silence|ignore|suppress|filter|hide|our\s+public|raises?|fail\w*"
    r"|throws?|should\s+return|from\s+third|emit|warn\s+(?:users|callers))\b|\w+Error\b"
    r"|\btest_\w+|\bplugin\s+api"
)
_THE_NEW = r"(?:with|by|to|into|use|using|become|becomes|is\s+now|for|go\s+to|>|\u2192|prefer)"
_THE_OLD = (
    r"\b(?:instead\s+of|rather\s+than|in\s+place\s+of|stop\s+using|don't\s+use|get\s+rid\s+of"
    r"|replac\w+|from|not|off|remov\w+|dropped|no\s+more"
    r"|(?:uses?|usages?|references?|calls?)\s+of)\s+"
    r"(?:(?:the|all|our|old|calls?|to|of|uses?)\s+)*$"
)
_LEFT = (
    r"(?:\s*(?:calls?|function|method))?\s*(?:(?:is|are|was|were|has\s+been|got)\s+(?:now\s+)?"
    r"(?:gone|deprecated|removed|obsolete|renamed|dropped|dead)|no\s+longer|(?:has|have)\s+to\s+go"
    r"|(?:should|must)\s+(?:not|no)\b|(?:must|should)\s+go\b|will\s+be\s+(?:gone|removed))"
)


def gone(plain: str) -> Json | None:
    """Read an order to leave names that are told as gone, or that everybody knows to be."""
    tokens = _tokens(plain)
    if compiled(_NOT).search(plain) or speaks_against(plain, ("fix", "correct")):
        return None
    if not tokens:
        return _one_word(plain)
    told = compiled(_GONE).search(plain)
    known = compiled(_OFF).search(plain) or compiled(_INSTEAD).search(plain)
    if not (told and compiled(_MEND).search(plain)) and not known:
        return None
    firsts = list(dict.fromkeys(each for each, _, _ in tokens))
    if len(firsts) > 2 or compiled(r"\betc\b").search(plain):
        return None
    pair = named(plain, told=True) if len(firsts) == 2 else None
    if pair is not None:
        return pair
    roles = [_role(plain, tokens, each) for each in firsts]
    left = [each for each, role in zip(firsts, roles, strict=True) if role != "new"]
    if len(left) > 1:
        left = [each for each, role in zip(firsts, roles, strict=True) if role == "old"]
    if len(left) != 1 or not (known or _is_library(left[0]) or compiled(_SURELY).search(plain)):
        return None
    return {"what": "shipped", "old": _plain_name(left[0])}


def _is_library(token: str) -> bool:
    root = re.split(r"\W", token)[0]
    return root in sys.stdlib_module_names or "." not in token or root in ("np", "pd")


def _one_word(plain: str) -> Json | None:
    """Read a name of one word that is told as deprecated: it must look like a name."""
    word = r"(?:`(?P<{0}>\w+)(?:\(\))?`|(?P<{0}2>(?-i:\w+_\w+|[A-Z]?[a-z]+[A-Z]\w*))(?:\(\))?)"
    found = compiled(
        r"\bdeprecated\s+(?:(?:function|class|method|decorator|fixture|helper)\s+)?"
        rf"{word.format('a')}|{word.format('b')}\s+is\s+(?:now\s+)?deprecated"
    ).search(plain)
    if found is None or compiled(r"\b(?:remove|delete|drop)\b").search(plain):
        return None
    names = [each for each in found.groups() if each]
    return {"what": "shipped", "old": names[0]} if compiled(_MEND).search(plain) else None


def named(plain: str, told: bool = False) -> Json | None:
    """Read an order that tells the old name and the new one, in whichever order."""
    tokens = _tokens(plain)
    firsts = list(dict.fromkeys(each for each, _, _ in tokens))
    if len(firsts) != 2 or compiled(_NOT).search(plain) or speaks_against(plain, ("fix",)):
        return None
    roles = [_role(plain, tokens, each) for each in firsts]
    if roles[0] == roles[1] or (told and "old" in roles and "new" not in roles):
        return None
    if "place" in roles:
        return None
    at = roles.index("new") if "new" in roles else 1 - roles.index("old")
    old, new = firsts[1 - at], firsts[at]
    verbs = r"\b(?:replace|swap|use|switch|stop|migrat\w+|change|port|move|update)\b"
    sure = told or compiled(rf"{verbs}|{WISH}").search(plain)
    if not sure or not _alike(old, new):
        return None
    if old.endswith("()") and new.endswith("()"):
        old, new = old[:-2], new[:-2]
    elif "(" in new and "(" not in old:
        old = f"{old}()" if new.count("(") and told else old
    return None if ("(" in new) != ("(" in old) else {"what": "names", "old": old, "new": new}


def _alike(old: str, new: str) -> bool:
    return all("." in each for each in (old, new)) and old != new


def _plain_name(token: str) -> str:
    return re.sub(r"\(.*\)$", "", token)


def _tokens(plain: str) -> list[tuple[str, int, int]]:
    return [
        (each["token"], each.start(), each.end())
        for each in compiled(_TOKEN).finditer(plain)
        if not _NO_CODE.search(each["token"]) and each["token"].lower() not in ("e.g", "i.e")
    ]


def _role(plain: str, tokens: list[tuple[str, int, int]], name: str) -> str:
    """Return what the words before a name make of it: the old one, the new one, or nothing."""
    found = ""
    for token, start, end in tokens:
        if token != name:
            continue
        before = plain[:start].rstrip("`@ ")
        after = plain[end:].lstrip("` ")
        if compiled(_THE_OLD).search(before + " ") or compiled(_LEFT).match(after):
            return "old"
        first = start == tokens[0][1]
        if first and compiled(r"\bcalls?\s+to\s*$").search(before):
            return "old"
        if re.match(r"(?:instead(?!\s+of)|\W*instead\W*$)", after):
            found = "new"
        if compiled(rf"(?:\b|(?=[>\u2192])){_THE_NEW}\s*(?:the\s+)?$").search(before):
            found = "new"
        elif not found and compiled(r"\b(?:in|inside|within|of|at|for)\s*(?:the\s+)?$").search(
            before
        ):
            found = (
                "place" if not compiled(r"\b(?:place|use|uses|calls?)\s+of").search(before) else ""
            )
    return found


def deprecated(plain: str) -> Json | None:
    """Read an order for the successors of all that is deprecated in the standard library."""
    if compiled(_NOT).search(plain) or speaks_against(plain, ("fix",)):
        return None
    warned = compiled(r"\bdeprecation\s?warnings?\b").search(plain)
    things = compiled(
        r"\bdeprecated\s+(?:(?:stdlib|python|standard|library|std\s?lib|language)[\s-]+)*(?:apis?"
        r"|calls?|functions?|names?|stdlib|modules?|code|features?|methods?|usages?|imports?|uses"
        r"|things|library|stuff)|\bdeprecated\b.*\b(?:standard\s+library|stdlib)"
    ).search(plain)
    library = compiled(r"\bstd\s?lib|standard\s+library|\bpython'?s?\b").search(plain)
    verb = compiled(
        r"\b(?:replac\w+|updat\w+|fix|rid|resolve|address|moderni[sz]\w+|migrat\w+|clean|stop|mov\w+"
        r"|phase|change|switch|use\s+(?:the\s+)?(?:\w+\s+)?(?:new\w*|modern|replacements?)|go\s+away"
        r"|eliminate)\b"
    ).search(plain)
    cut = compiled(r"\b(?:remove|drop|delete|clear)\b").search(plain)
    if warned and (verb or cut):
        return {"what": "shipped"}
    if things and (verb or (cut and library)):
        return {"what": "shipped"}
    newer = compiled(
        r"\bto\s+(?:the\s+|their\s+|its\s+)?(?:\w+\s+)?(?:apis?|successors?|replacements?"
        r"|equivalents?|alternatives?|counterparts?|ones)\b"
    ).search(plain)
    return {"what": "shipped"} if compiled("deprecat").search(plain) and newer and verb else None
