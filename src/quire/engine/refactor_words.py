"""The words of an order for a refactoring: names, what they name, where, and what may follow."""

from __future__ import annotations

import re
from functools import cache

from quire.engine.clauses import POLITE

LONGEST = 400  # characters of an order for a refactoring, and of what may follow it

# What people call a thing, and the one word that the workbench is told for it.
KINDS = {
    "func": "function", "fn": "function", "helper": "function", "routine": "function",
    "var": "variable", "const": "constant", "param": "parameter", "arg": "argument",
    "kwarg": "parameter", "attr": "attribute", "member": "attribute", "script": "file",
    "enum": "class", "exception": "class", "dataclass": "class", "test": "", "fixture": "",
    "identifier": "", "symbol": "",
    **dict.fromkeys(("enum member", "enum value", "enum constant", "enumeration member",
                     "enum entry", "dataclass field", "data class field", "class attribute",
                     "class variable", "class constant", "member variable", "instance variable"),
                    "attribute"),
    "class method": "method", "module constant": "variable", "module variable": "variable",
}  # fmt: skip
_KIND = (
    r"(?:function|method|class|variable|constant|parameter|argument|attribute|field|property"
    r"|module|package|file|" + "|".join(KINDS) + r")\b"
)
# Words of the language that stand where a name could, and none of them is one.
STOP = (
    r"(?:of|in|to|into|from|on|with|by|and|or|for|as|at|the|an"
    r"|a(?!\s+(?:to|into)\s)|its?|their|is|are|be|that|which|them|this|these|those"
    r"|everything|all|every|any|some|something|things?|stuff|out|called"
    r"|named|functions|methods|classes|variables|constants|parameters|arguments|attributes"
    r"|fields|modules|packages|files|tests|columns?|tables?|branch|repo|project|buttons?|labels?"
    r"|function|method|class|variable|parameter|argument)\b(?![./_(`=])"
)
_ART = r"(?:(?:the|an?|our|my|this|that|your)\s+)"
_ADJ = rf"(?:(?!{_KIND}\s|{STOP})[a-z]+(?:-[a-z]+)*\s+|package\s+(?=module\b))"
PATH = r"(?:[\w.-]+/)*[\w-]+\.py"
_WORD = r"(?:\.{0,2}/?[\w./-]*[\w-]+\.py\b(?:::\w+(?:\.\w+)*)*|[A-Za-z_][\w./:]*)"
_CALL = r"(?:\([^()`]*\))?"
# Such words are names of classes where they begin with a capital.
_CLASSES = (
    r"(?-i:(?=(?:Column|Table|Branch|Project|Button|Label|Function|Method|Class|Variable|Parameter"
    r"|Argument)\b))"
)


def name(group: str) -> str:
    """Return the form of a name, in backticks or without, with what is in its parentheses."""
    return (
        rf"(?:`(?P<{group}_tick>{_WORD}){_CALL}`"
        rf"|(?:{_CLASSES}|(?!{STOP}))(?P<{group}>{_WORD}){_CALL})"
    )


def thing(group: str = "name") -> str:
    """Return the form of a thing: `the helper function foo`, `Cart's method add`, `the Foo class`.

    Its groups are the name, the word for its kind on either side, an article and an owner.
    """
    kind = f"(?P<{group}_kind>{_KIND})"
    return (
        rf"(?:(?P<{group}_art>{_ART})?(?:(?:test\s+)?(?:module|file|class|script)\s+)?"
        rf"{name(group + '_owner')}(?:'s|\u2019s)\s+)?(?:"
        rf"(?P<{group}_the>{_ART})?(?:{_ADJ}{{0,2}}{kind}(?:\s+(?:called|named|name))?\s+)?"
        rf"{name(group)}(?:\s+(?P<{group}_after>{_KIND}))?)"
    )


def place(group: str, words: str = "in|of|from|on|inside|within|at|out of|under") -> str:
    """Return the form of the place of a thing, which may be left out."""
    return (
        rf"(?:,?\s+(?:which\s+is\s+|that\s+is\s+|defined\s+)?(?:{words})\s+{_ART}?"
        rf"(?:(?:module|file|class|method|function|package|enum|enumeration|dataclass)\s+)?"
        rf"{name(group)}"
        r"(?:'s)?(?:\s+(?:module|file|class|method|function|package))?"
        rf"|\s*\((?:in\s+)?(?P<{group}_path>{PATH})\))?"
    )


NEW = r"(?:`(?P<new_tick>[A-Za-z_]\w*)(?:\(\))?`|(?P<new>[A-Za-z_]\w*)(?:\(\))?)"
REST = r"(?P<rest>(?:\W.*)?)"
_AHEAD = (
    rf"(?:(?:in|inside|within|for|at)\s+(?:(?:the|my|our)\s+)?(?:{_KIND}\s+)?"
    rf"`?(?!{STOP})(?P<ahead>{_WORD}){_CALL}`?(?:\s+{_KIND})?\s*[,:]?\s+"
    r"|(?:in|across|throughout)\s+(?:the|this|my|our|all|every)\b[^,]{0,40},\s*)"
)
_PAIRED = re.compile(
    r"[\u201c\u201d]([\w./:()]+)[\u201c\u201d]|\u2018([\w./:()]+)\u2019"
    r"|(?<!=)(?<!= )(?<!default )(?<!default of )(?<!defaulting to )(?<!defaults to )(?<!\w)"
    r"(?:'([A-Za-z_/.][\w./:()]*)'|\"([A-Za-z_/.][\w./:()]*)\")(?!\w)"
)


_MADE = re.compile(
    r"the constructor of (?:the class )?`?([\w.]+)`?|`?([\w.]+)`?'s constructor", re.I
)


def ticked(text: str) -> str:
    """Return a text on one line, with backticks as the only quotes around names.

    The quotes of a default value are part of it.
    """
    plain = re.sub(r"\*\*([\w./()`]+)\*\*", r"\1", " ".join(text.split()))
    marked = _PAIRED.sub(lambda found: f"`{''.join(filter(None, found.groups()))}`", plain)
    return _MADE.sub(r"`\1\2.__init__`", marked) if "constructor" in marked else marked


@cache
def _opening() -> re.Pattern[str]:
    return re.compile(rf"(?:refactor(?:ing)?\s*[:\u2013-]\s*)?{POLITE}{_AHEAD}?{POLITE}", re.I)


def begun(text: str) -> tuple[str, str]:
    """Return a clause without the courtesy before its verb, and the place that stands there."""
    found = _opening().match(text)
    return (text[found.end() :], found["ahead"] or "") if found else (text, "")


# Verbs that ask for work, and words that begin a question.
_DEED = (
    r"(?:re-?name|move|put|relocate|extract|in-?line|add|remove|delete|drop|reorder|swap|fix|repair"
    r"|debug|write|create|generate|make|get|bring|migrate|convert|upgrade|port|replace|set|scaffold"
    r"|review|increase|improve|install|cover|change|commit|push|deploy|release|publish|document"
    r"|update|optimi[sz]e|refactor|implement|translate|clean|tidy|merge|tag|bump|rewrite|simplify"
    r"|speed|format|design|build|run|keep|show|tell|explain|list|check|find|split|use|turn|test"
    r"|mark|skip|comment|apply|give|let|call|introduce|expose|print|log|return|raise|leave"
    r"|summari[sz]e"
    r"|describe|open|send|start|stop|investigate|look|ensure|switch|pull|clear)\b"
)
_ASK = r"(?:why|how|what|where|which|when|is|are|do|does|did|should|don't|never|only|also)\b"
_FAULT = (
    r"\b(fails?|failing|failed|failures?|crash\w*|errors?|exceptions?|tracebacks?|expected|actual"
    r"|steps|bugs?|reproduce|need|want|would like|as well|please|also)\b|\b\w+(?:Error|Exception)\b"
)
_ALL = (
    r"(?:(?:the|its|it's|their|all|every|any|other|of|affected|existing|remaining|relevant|calling"
    r"|corresponding)\s+)*"
)
_USES = (
    r"(?:callers?|references?|usages?|uses|users|imports?|call[- ]?sites?|calls|occurrences?"
    r"|places?|tests?|docs?|documentation|comments?|docstrings?|dependents|importers"
    r"|import statements?|modules|files)"
)
_LISTED = rf"{_USES}(?:\s+(?:to|of)\s+it\b)?(?:\s*(?:,|and|/|&)\s*{_ALL}{_USES})*"
_WHERE = (
    r"(?:everywhere(?:\s+else)?|globally|accordingly|too|as well|throughout|consistently"
    r"|project[- ]wide|repo[- ]wide|(?:everywhere\s+)?(?:in|across|throughout)\s+(?:all"
    r"\s+)?(?:of\s+)?"
    r"(?:the|this|my|our|all|every)\s*(?:(?:whole|entire|complete|python|source|other|the)\s+)*"
    r"(?:project|code\s?-?\w*|repo\w*|package|files?|modules?|places|source|tree|library|app)?"
    r"|wherever\s+(?:it|they)\s+(?:is|are)\s+(?:used|called|imported))"
)
_QUIET = (
    r"(?:(?:(?:don't|do not|without|not|never)\s+)+(?:change|changing|alter\w*|touch\w*|break\w*)"
    r"\s+(?:anything|any\s+other|the\s+behaviou?r|behaviou?r|the\s+logic|the\s+public|other)\b"
    r"(?:\s+(?:else|code|api|things|at all|files?))*"
    r"|(?:with\s+)?no\s+(?:other|behaviou?r(?:al)?|functional|logic)\s+changes?"
    r"|nothing\s+else(?:\s+(?:should|must|may)\s+change)?|(?:and\s+)?keep\s+(?:the"
    r"\s+)?(?:behaviou?r"
    r"|rest|logic|semantics)(?:\s+(?:as (?:it )?is|unchanged|the same|intact|identical))?"
    r"|(?:(?:make|be)\s+sure|ensure|check|verify)\s+(?:that\s+)?(?:all\s+|the\s+|everything"
    r"\s+)*(?:unit\s+)?"
    r"(?:tests?(?:\s+suite)?|suite|nothing|it|code|everything)?\s*(?:still\s+|all"
    r"\s+)*(?:pass(?:es)?"
    r"|works?|breaks?|runs?|is green|are green|stays? green|stay green|keep passing)(?:"
    r"\s+afterwards)?"
    r"|(?:the\s+)?tests?\s+(?:must|should|have to|need to)\s+(?:still\s+|keep\s+)?(?:pass\w*"
    r"|stay green)"
    r"|keep\s+(?:all\s+)?(?:the\s+)?(?:imports|tests|api|callers)\s+(?:working|green|intact"
    r"|passing|unchanged)|(?:then\s+)?run\s+(?:all\s+)?(?:the\s+)?tests(?:\s+(?:afterwards"
    r"|after that|again))?)"
)
_REASON = (
    r"(?:because|since|as(?=\s+(?:it|the|we|they|this|that|there|nobody))|so(?:\s+that)?|for"
    r"|to\s+(?:match|follow|avoid|be|make|comply|fit|reflect|conform|keep)|it|it's|its|that|that's"
    r"|which|this|the|we|they|nobody|no one|otherwise|there|he|she|in\s+order\s+to|given)\b"
)
_SAID = (
    r"(?:and|also|then|but|too|now|afterwards|please|pls|plz|thanks|thank\s+you|thx|cheers|instead"
    r"|of\s+course|both|for\s+me|from\s+now\s+on|as\s+well|asap|if\s+possible|accordingly|while"
    r"\s+at"
    r"\s+it|and\s+so\s+on|etc|everywhere|globally|ok|okay|cleanly|safely|properly|correctly|itself)"
)
_PASS = (
    r"(?:pass|hand)(?:ing)?\s+(?:it|that|this|them)\b[^,.;]*\b(?:call\w*(?:\s+sites?)?|everywhere)"
)
_TAIL = (
    rf"(?:[\s,;.!?()\u2013\u2014:-]|\b(?:{_WHERE}|(?:update|fix|change|adjust|correct|adapt|rename"
    rf"|including|include|incl|with|in|plus|for|follow|and|from|at)\b\W+{_ALL}{_LISTED}"
    rf"|{_ALL}{_LISTED}\s+(?:too"
    rf"|included|as\s+well|accordingly)|{_QUIET}|{_SAID}|{_PASS})\b)*"
)
_REFUSED = re.compile(
    r"\b(?:alias|except|only|unless|backwards?|compat\w*|deprecat\w*|excluding|leave|besides|apart"
    r"|old name|if|not)\b",
    re.IGNORECASE,
)
_DOCS = re.compile(r"\b(docs?|documentation|comments|docstrings)\b", re.IGNORECASE)


@cache
def _tail() -> re.Pattern[str]:
    work = rf"(?:(?!(?:\b(?:and|then|but|also|please)|,)\s+(?:then\s+|please\s+)?{_DEED})[^.;])*"
    return re.compile(
        rf"({_TAIL})(?:(?<=[\s,;(\u2013\u2014-])(?P<why>{_REASON}{work}))?({_TAIL})", re.I
    )


def is_settled(rest: str) -> bool:
    """Tell whether what follows an order asks for nothing more: uses are changed anyway."""
    if not rest.strip(" .,!?`"):
        return True
    if len(rest) > LONGEST:
        return False
    found = _tail().fullmatch(rest)
    return found is not None and not (found["why"] and _REFUSED.search(found["why"]))


def tells_docs(rest: str) -> bool:
    """Tell whether what follows an order wants the documentation changed too."""
    return bool(_DOCS.search(rest))


@cache
def _context() -> tuple[re.Pattern[str], re.Pattern[str]]:
    work = rf"{POLITE}(?:{_DEED}|{_ASK})"
    return re.compile(work, re.IGNORECASE), re.compile(_FAULT, re.IGNORECASE)


def is_context(clause: str) -> bool:
    """Tell whether a clause beside the order only tells of it, and asks for nothing of its own."""
    if is_settled(f" {clause}"):
        return True
    work, fault = _context()
    return not (clause.rstrip().endswith("?") or work.match(clause) or fault.search(clause))
