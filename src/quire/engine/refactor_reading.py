"""Orders for a refactoring read by the roles of their names, where no fixed form holds."""

from __future__ import annotations

import keyword
import re
from functools import cache

from quire.engine.clauses import POLITE
from quire.engine.refactor_roles import Marked, Name, marked
from quire.engine.refactor_wishes import Wish
from quire.engine.refactor_wishes import extract as _extract_wish
from quire.engine.refactor_words import is_settled
from quire.protocol.items import Json

_FILLERS = (
    r"\b(?:the|an?|our|my|this|its|their|really|rather|therefore|better|simply|just|also|hence"
    r"|then|now|please|pls|plz|kindly|(?:i|we)\s+(?:want|need|prefer)(?:\s+to\s+have)?"
    r"|(?:i|we)(?:'d|\s+would)\s+(?:like|prefer|love)(?:\s+to\s+(?:have|see))?|name\s+of"
    r"|(?:can|could|would)\s+(?:you|we)|existing|old|instead(?=\s*$)|have(?=\s+(?:the\s+)?@))\b"
)
_O = r"@(?P<old>\d)(?:,?\s+(?:in|of|from|on|inside|within|at)\s+(?P<place>[@#]\d))?"
_Y = r"@(?P<new>\d)"
_MUST = r"(?:should|must|needs?\s+to|has\s+to|have\s+to|ought\s+to|would|shall|is\s+to|to)"
_ARROW = r"(?:-+>|=+>|\u2192)"
_BAD = (
    r"(?:(?:is|has|are)\s+(?:\w+\s+){0,3}(?:name|typo|misspelled|misspelt|wrong|misnamed|confusing"
    r"|misleading|mistyped)|misspelled|misspelt|says\s+nothing)"
)
_RENAMES = (
    rf"{_O}\s+(?:is\s+)?(?:{_MUST}\s+(?:be\s+)?)?(?:re)?(?:called|named)\s+(?:to\s+|as\s+)?{_Y}",
    rf"(?:re-?name|renaming|change|correct|fix)\s+(?:spelling\s+of\s+)?{_O}\s*(?:to|as|into|{_ARROW})\s*{_Y}",
    rf"(?:call|name)\s+{_O}\s+{_Y}",
    rf"(?:new\s+|better\s+)?name\s+(?:for|of)\s+{_O}\s*(?::|is|{_MUST}\s+be)?\s*{_Y}",
    rf"give\s+{_O}\s+(?:new\s+)?name\s+{_Y}",
    rf"(?:there\s+is\s+|there's\s+)?{_O}[,;]?\s+(?:it\s+|which\s+)?{_MUST}\s+be\s+(?:re)?(?:called|named)\s+{_Y}",
    rf"{_O}\s+(?:is\s+)?(?:called|named)\s+@\d\s+but\s+{_MUST}\s+be\s+(?:called\s+|named\s+)?{_Y}",
    rf"(?:typo|spelling(?:\s+error|\s+mistake)?)\s*(?::|in)\s*(?:method\s+|function\s+|class\s+)?"
    rf"(?:name\s+)?{_O},?\s+(?:it\s+)?{_MUST}\s+be\s+{_Y}",
    rf"{_O}\s+{_BAD}[,;.:]*\s*(?:and\s+)?(?:(?:change|rename|correct|fix)\s+(?:it\s+|name\s+)?(?:to|into)|(?:it\s+)?{_MUST}"
    rf"\s+be(?:\s+called|\s+named)?)\s+{_Y}",
    rf"{_O}\s+{_BAD}[,;.:]*\s*{_Y}\s+(?:would\s+be|is|sounds|fits)(?:\s+(?:better|nicer|clearer))?,?(?:\s+(?:so\s+)?rename(?:\s+it)?)?",
)  # fmt: skip
# Without a word for naming, both names must be of one kind.
_SAME = (
    rf"{_O}\s+{_MUST}\s+(?:be|become)\s+{_Y}",
    rf"{_O}\s+(?:becomes?)\s+{_Y}",
    rf"{_O}\s*{_ARROW}\s*{_Y}",
)
_PUT = r"(?:move|relocate|put|shift|transfer|pull|take|bring|place|get|migrate)"
_INTO = rf"(?:over\s+|out\s+)?(?:into|to|in|under|{_ARROW})"
_T = r"(?:own\s+|separate\s+|new\s+)?(?:file\s+|module\s+)?#(?P<to>\d)"
_SRC = (
    r"(?:,?\s+(?:is\s+|lives\s+|sits\s+)?(?:currently\s+|now\s+)?(?:out\s+of|from|in)\s+"
    r"#(?P<from>\d))?"
)
_N = r"@(?P<old>\d)"
_MOVES = (
    rf"{_PUT}\s+{_N}{_SRC}[,;]?\s+(?:and\s+|it\s+|put\s+|move\s+|over\s+|somewhere:?\s+)*{_INTO}\s+{_T}",
    rf"{_PUT}\s+{_N}\s+somewhere\s*:\s*{_T}",
    rf"{_N}{_SRC}[,;:]?\s+(?:it\s+|which\s+|and\s+|but\s+)*(?:{_MUST}\s+(?:be|live|go|move|reside|have\s+own)"
    rf"(?:\s+(?:moved|placed|put|located|defined|in\s+own))?|belongs|(?:be\s+)?moved|go)\s*"
    rf"(?:{_INTO}\s+)?{_T}",
    rf"{_N}\s*:\s*from\s+#(?P<from>\d)\s+(?:to|into)\s+{_T}",
    rf"from\s+#(?P<from>\d)\s+(?:to|into)\s+{_T}\s*[:,]\s*{_PUT}\s+{_N}",
    rf"#(?P<from>\d)\s+(?:contains|has|defines|holds)\s+{_N},?\s+(?:which|that|it|but\s+it)\s+"
    rf"(?:belongs|{_MUST}\s+(?:be|go|live))\s+{_INTO}\s+{_T}",
    rf"make\s+{_N}\s+part\s+of\s+{_T}",
    rf"{_N}\s*{_ARROW}\s*{_T}",
)  # fmt: skip
_INLINES = (
    rf"{_O}.{{1,60}}?[,;.]?\s+inline(?:\s+it)?",
    rf"(?:get\s+rid\s+of|(?:do\s+)?away\s+with|eliminate|fold\s+in)\s+{_O}(?:\s+by\s+inlining(?:\s+it)?)?",
    rf"{_O}[\s,:;]+(?:.{{1,40}}?[,;]\s+)?(?:use|put)\s+(?:expression|value|body|code)\s+(?:directly"
    r"|inline|where\s+it\s+is\s+(?:called|used)|in\s+place)",
)  # fmt: skip
_AGAINST = re.compile(
    r"\b(?:alias|except|only\s+in|unless|backwards?|deprecat\w+|if|test\w*\s+for|write|docker\w*"
    r"|css|column|table|endpoint|url|route|button|label|page|error|exception|fail\w*|crash\w*"
    r"|traceback|returns?|raises?|expected|got|instead\s+of\s+(?:\d|none)|branch|commit|why|what"
    r"|dataframe|csv|field)\b|\w+Error\b",
    re.IGNORECASE,
)  # fmt: skip
_QUESTION = re.compile(
    r"\W*(?:why|what|how|is|are|does|do|did|which|where|when|who|should)\b", re.I
)
_OTHER_FILES = re.compile(
    r"\w\.(?:md|rst|txt|json|ya?ml|toml|cfg|ini|csv|html?|css|jsx?|tsx?|sh|lock|png|svg|pdf|xml|go)\b"
)
# What a value is, not what a thing is called.
_TYPES = frozenset((
    "int", "str", "float", "bool", "list", "dict", "set", "tuple", "optional", "any", "none",
    "true", "false", "union", "callable", "iterable", "sequence", "path", "decimal", "enum",
    "abstract", "final", "dataclass", "bytes", "namedtuple", "typeddict", "dataframe",
))  # fmt: skip


def read_roles(text: str) -> Wish | None:
    """Return what an order asks for by the roles of its names; None where they are unclear."""
    if _AGAINST.search(text) or _OTHER_FILES.search(text) or _QUESTION.match(text):
        return None
    order = marked(text)
    if not order.names or len(order.names) > 5 or len(order.text) > 200:
        return None
    for read in (_extract, _rename, _move, _inline):
        wish = read(order)
        if wish is not None:
            return wish
    return None


@cache
def _compiled(form: str) -> re.Pattern[str]:
    return re.compile(form, re.IGNORECASE)


def _skeleton(order: Marked) -> tuple[str, str]:
    """Return an order without its courtesy and fillers, and the place that it begins with."""
    start = _compiled(POLITE).match(order.text)
    text = (
        order.text[start.end() :]
        if start and order.text[start.end() - 1 :][:1] in " ,:"
        else order.text
    )
    opening = _compiled(r"(?:refactor|can(?=\s+(?:the\s+|our\s+)?@))\s+").match(text)
    text = text[opening.end() :] if opening else text
    ahead = _compiled(r"(?:in\s+)?(?P<place>#\d|@\d\b(?=[,:]))(?:\s*[,:]|(?=\s+there))\s*").match(
        text
    )
    body = text[ahead.end() :] if ahead else text
    body = " ".join(_compiled(_FILLERS).sub(" ", body).split())
    return re.sub(r"\s+(?=[,;:.])", "", body), ahead["place"] if ahead else ""


def _matches(order: Marked, forms: tuple[str, ...]) -> tuple[dict[str, str], str] | None:
    body, ahead = _skeleton(order)
    for form in forms:
        found = _compiled(form).match(body)
        if found is None:
            continue
        rest = body[found.end() :]
        aside = _compiled(r",?\s+it(?:'s|\s+is)\s+\w+$").fullmatch(rest)
        if "@" in rest or "#" in rest or not (is_settled(rest) or aside or rest in ("", "it")):
            continue
        return {key: value for key, value in found.groupdict().items() if value}, ahead
    return None


def _placed(order: Marked, name: Name, place: str) -> Json | None:
    told = ""
    if place:
        at = int(place[1:])
        told = order.files[at] if place[0] == "#" else order.names[at].word
    return {"name": name.word, "kind": name.kind, "place": told}


def _rename(order: Marked) -> Wish | None:
    found, sure = _matches(order, _RENAMES), True
    if found is None:
        found, sure = _matches(order, _SAME), False
    if found is None:
        return None
    parts, ahead = found
    old, new = order.names[int(parts["old"])], order.names[int(parts["new"])]
    place = parts.get("place") or ahead
    if place == f"@{parts['old']}" or not _may_be(old, new, sure):
        return None
    what = _placed(order, old, place)
    wanted = new.word.rpartition(".")[2]
    if what is None or (not sure and (old.args or new.args)):
        return None
    aim = f"I rename {old.word} to {wanted}, wherever it is used."
    return Wish(order={"do": "rename", **what, "to": wanted}, aim=aim)


def _may_be(old: Name, new: Name, sure: bool) -> bool:
    """Tell whether a word may be the new name of another."""
    first, second = old.word.rpartition("."), new.word.rpartition(".")
    if old.word == new.word or keyword.iskeyword(second[2]):
        return False
    if second[0] and second[0] != first[0]:
        return False
    if new.kind and old.kind and new.kind != old.kind:
        return False
    if not sure:
        if new.word.lower() in _TYPES:
            return False
        alike = _style(first[2]) == _style(second[2])
        return alike and new.marked and (old.marked or bool(old.kind))
    return (old.marked or bool(old.kind)) and (new.marked or bool(new.kind or old.kind))


def _style(word: str) -> str:
    if word.isupper():
        return "constant"
    return "class" if re.match(r"_*[A-Z]", word) else "name"


def _move(order: Marked) -> Wish | None:
    found = _matches(order, _MOVES)
    if found is None:
        return None
    parts, ahead = found
    name = order.names[int(parts["old"])]
    if len(order.names) > 1 or not (name.marked or name.kind or "from" in parts) or name.args:
        return None
    if name.kind in ("parameter", "argument", "attribute", "variable"):
        return None
    source = f"#{parts['from']}" if "from" in parts else ahead
    what = _placed(order, name, source)
    to = order.files[int(parts["to"])]
    if what is None or what["place"] == to or len(order.files) > 2:
        return None
    aim = f"I move {name.word} to {to} and change every import."
    return Wish(order={"do": "move", **what, "to": to}, aim=aim)


_OUT = (
    r"\bextract|\b(?:pull|factor|split|break|lift)\w*\b.*\b(?:out|off)\b|\b(?:new|own|separate)\s+(?:\w+\s+)?"
    r"(?:function|method|helper|@)|\bfunctions?\s+of\s+(?:their|its)\s+own|\b(?:into|to|as|in)\s+(?:an?\s+|the\s+|its\s+|their\s+)?"
    rf"(?:\w+\s+){{0,2}}?(?:function|method|helper)\b|{_ARROW}"
)
_NO_OUT = (
    r"\b(?:rewrite|wrong|bugs?|fix|remove|delete|test|slow|used?|in\s+a\s+loop|comment|calls)\b"
)


def _extract(order: Marked) -> Wish | None:
    if len(order.ranges) != 1 or len(order.files) != 1 or len(order.names) != 1:
        return None
    text, name = order.text, order.names[0]
    shown = name.kind in ("function", "method", "") and "." not in name.word
    kinded = name.kind in ("function", "method") and re.search(r"\b(?:new|own)\s+@|\bextract", text)
    if not shown or _compiled(_NO_OUT).search(text) or not (kinded or _compiled(_OUT).search(text)):
        return None
    first, last = order.ranges[0]
    return _extract_wish({"file": order.files[0], "first": str(first), "last": str(last),
                          "new": name.word, "new_quoted": "yes"})  # fmt: skip


def _inline(order: Marked) -> Wish | None:
    found = _matches(order, _INLINES)
    if found is None:
        return None
    parts, ahead = found
    name = order.names[int(parts["old"])]
    body = order.text.lower()
    bare = ("get rid" in body or "eliminate" in body) and "inlin" not in body
    if bare and name.kind not in ("variable", "constant"):
        return None
    place = parts.get("place") or ahead
    extra = {parts["old"], place[1:]} if place.startswith("@") else {parts["old"]}
    if len(order.names) > len(extra) or not (name.kind or name.marked):
        return None
    if name.kind in ("parameter", "argument", "class", "module", "package", "file"):
        return None
    what = _placed(order, name, place)
    aim = f"I put the meaning of {name.word} in the place of its uses."
    return None if what is None else Wish(order={"do": "inline", **what}, aim=aim)
