"""The forms of orders to rename, move, extract and inline, with what makes a wish of each."""

from __future__ import annotations

from quire.engine.refactor_wishes import (
    Make,
    extract,
    inline,
    inline_clear,
    move,
    rename,
    rename_clear,
    rename_file,
)
from quire.engine.refactor_words import NEW, PATH, REST, name, place, thing

# How an order of a form may begin, rows of letters of which one stands in it, the form, and what
# makes a wish of it.
Form = tuple[tuple[tuple[str, ...], tuple[tuple[str, ...], ...]], str, Make]
WISHES = (" should", " must", " to be", " has to", " have to", " need", " ought", " shall",
          " is to", " can ", " could ", "belong")  # fmt: skip
MODULES = (".", "/", "module", "file", "package", "folder", "director")
DIGITS = tuple("0123456789")
EVERYWHERE = ("everywhere", "throughout", "across", " in all", " in every", " in the whole", "all ")
CHANGE = ("change ", "update ", "correct ", "alter ", "switch ")
_THING = thing()
IN = f"{place('place')}{place('within')}"
_WHERE = place("where")
_TO = r"\s*(?:\s(?:to|into|as|in)\s|[-=]+>|\u2192|\u21d2)\s*"
_NAMED = r"(?:be\s+)?(?:re)?(?:called|named|titled)(?:\s+(?:to|into|as))?\s+"
MUST = r"\s+(?:should|must|has\s+to|have\s+to|needs?\s+to|ought\s+to|shall|is\s+to)\s+"
_REALLY = r"(?:(?:really|rather|better|instead|now|simply|just)\s+)*"
_ONTO = r"(?:the\s+(?:new\s+)?name\s+)?(?:`(?=\w+\.))?(?P<onto>(?:[A-Za-z_]\w*\.)*)(?!`?\w+\.py\b)"
_ALL = (
    r"(?:(?:all|every|each|any)\s+)?(?:(?:the\s+)?(?:uses?|usages?|occurrences?|instances?"
    r"|references?|mentions?|calls?)\s+(?:of|to)\s+)?"
)
_KINDLY = (
    r"(?P<name_kind>function|method|class|variable|constant|parameter|param|argument|arg"
    r"|attribute|field|property|module|package|file)"
)
_RENAMES: tuple[Form, ...] = (
    ((("rename", "re-name"), ()),
     rf"re-?name:?\s+{_ALL}{_THING}{IN}{_TO}{_ONTO}{NEW}{_WHERE}{REST}", rename),
    ((("rename",), ((".py",),)),
     rf"rename\s+{_THING}{IN}{_TO}`?(?P<to>{PATH})`?{REST}", rename_file),
    ((("rename",), ((" from ",),)),
     rf"rename\s+(?:(?:the\s+)?{_KINDLY}(?:\s+name)?\s+)?(?:in\s+{name('place')}\s+)?from\s+"
     rf"{name('name')}{_TO}{NEW}{_WHERE}{REST}", rename),
    ((CHANGE, (("name of",),)),
     rf"(?:change|update|correct|alter|switch)\s+(?:the\s+)?name\s+of\s+{_THING}{IN}"
     rf"(?:\s+from\s+\S+)?{_TO}{NEW}{REST}", rename),
    ((CHANGE, (("name ",),)),
     rf"(?:change|update|correct|alter|switch)\s+(?:the\s+)?{_KINDLY}(?P<named>(?:'s)?\s+name)\s+"
     rf"(?:from\s+)?{name('name')}{IN}{_TO}{NEW}{_WHERE}{REST}", rename),
    ((("change", "replace"), (EVERYWHERE,)),
     rf"(?:change|replace)\s+(?:(?:the|all)\s+)*(?:(?:uses?|usages?|occurrences?|references?"
     rf"|names?)\s+(?:(?:of|to)\s+)?)?{_THING}{IN}\s+(?:to|into|with|by)\s+{NEW}{_WHERE}"
     rf"(?P<rest>,?\s+(?:everywhere|throughout|across|in\s+(?:all|every|the\s+whole)).*)",
     rename_clear),
    ((("call ", "name "), (("from now on", "instead"),)),
     rf"(?:call|name)\s+{_THING}{IN}\s+{NEW}(?P<rest>,?\s+(?:from\s+now\s+on|instead).*)", rename),
    ((("call ", "name "), (("`",),)),
     rf"(?:call|name)\s+{_THING}(?:\s+(?:of|in|on)\s+{name('place')})?\s+`(?P<new>[A-Za-z_]\w*)`"
     rf"{REST}", rename_clear),
    (((), ((" called", " named", "renamed"), WISHES)),
     rf"(?:(?:i|we)(?:'d|\s+would)?\s+(?:like|want|prefer|need)\s+)?{_THING}{IN}(?:{MUST}"
     rf"{_REALLY}|\s+to\s+(?={_NAMED}))(?P<named>{_NAMED}){NEW}{REST}", rename_clear),
    ((("i", "we", "have "), (("renamed",),)),
     rf"(?:(?:i|we)(?:'d|\s+would)?\s+(?:like|want)|have)\s+{_THING}{IN}\s+(?P<named>renamed)"
     rf"\s+(?:to|into)"
     rf"\s+{NEW}{REST}", rename_clear),
    ((("give ",), ((" name",),)),
     rf"give\s+{_THING}{IN}\s+(?:the|a)\s+(?P<named>(?:\w+\s+){{0,2}}name)[\s:,]+(?:of\s+|like\s+)?"
     rf"{NEW}{REST}", rename_clear),
    ((("s/",), ()),
     rf"s/{name('name')}/(?P<new>[A-Za-z_]\w*)/g?(?:\s+(?:as|for|is)\s+(?:the\s+|a\s+)?{_KINDLY}"
     rf"(?:\s+names?)?)?{IN}{REST}", rename),
    ((("use ",), (("name ",),)),
     rf"use\s+(?:the\s+)?name\s+{NEW}\s+(?:instead\s+of|rather\s+than|for)\s+{_THING}{IN}{REST}",
     rename),
    ((("use ",), ((" name ",),)),
     rf"use\s+{NEW}\s+as\s+(?:the\s+)?(?P<named>(?:new\s+)?name)\s+(?:of|for)\s+{_THING}{IN}{REST}",
     rename_clear),
    ((("a ", "the ", "project", "global", "perform ", "make "), (("rename of", "renaming of"),)),
     rf"(?:(?:perform|make)\s+)?(?:(?:a|the|project|code\s?base|wide|global|full|simple)[\s-]+)*"
     rf"renam(?:e|ing)\s+of\s+{_THING}{IN}{_TO}{_ONTO}{NEW}{_WHERE}{REST}", rename),
    ((("change", "replace", "update"), (("all ", "every "),)),
     rf"(?:change|replace|update)\s+(?:all|every)\s+(?:the\s+)?(?:uses?|usages?|occurrences?"
     rf"|references?|mentions?)\s+(?:of|to)\s+(?:the\s+name\s+)?{_THING}{IN}\s+(?:to|into|with|by)"
     rf"\s+{NEW}{_WHERE}{REST}", rename_clear),
)  # fmt: skip
_OWN = r"(?:(?:the|an?|its|their|our)\s+(?:own\s+)?)?(?:(?:new|separate|dedicated|existing)\s+)?"
_HOLDER = r"(?:module|file|package|folder|directory|submodule|subpackage)"
_TARGET = (
    rf"{_OWN}(?:(?P<to_kind>{_HOLDER})\s+(?:called\s+|named\s+)?)?"
    r"`?(?P<to>(?!(?:the|its|a|an)\b)[A-Za-z_./][\w./-]*)`?"
    rf"(?:\s+(?P<to_after>{_HOLDER}))?"
)
_INTO = (
    r"\s*(?:\s(?:over\s+|out\s+|up\s+|down\s+|across\s+)?(?:in)?to\s|\sunder\s|\sin\s|->|\u2192)\s*"
)
_NOT = (
    rf"(?:,?\s+(?:instead\s+of|rather\s+than|and\s+not|not)\s+(?:in\s+)?{name('where')})?"
    r"(?:\s*[,;\u2013\u2014-]+\s*(?:so\s+|please\s+|and\s+)*(?:move|put)\s+it\s+(?:there|over)\b)?"
)
_OUT = place("where2", "from|out of")
_MOVES: tuple[Form, ...] = (
    ((("move ", "relocate ", "put ", "shift ", "transfer ", "pull ", "take ", "bring ", "place ",
       "migrate "), (MODULES,)),
     rf"(?:move|relocate|put|shift|transfer|pull|take|bring|place|migrate)\s+{_THING}{IN}{_INTO}"
     rf"{_TARGET}{_WHERE}{REST}", move),
    ((("extract ", "split ", "factor ", "break "), (MODULES,)),
     rf"(?:extract|split|factor|break)\s+(?:out\s+)?{_THING}{IN}(?:"
     rf"\s+out)?{IN.replace('P<', 'P<_')}"
     rf"\s+(?:out\s+)?(?:in)?to\s+(?={_OWN}(?:{_HOLDER}\b|`?[\w./-]+\.py\b)){_TARGET}{REST}", move),
    (((), ((" live", " be ", " go ", " belong", " reside"), MODULES, WISHES)),
     rf"{_THING}{IN}(?:{MUST}{_REALLY}(?:live|go|reside|be(?:\s+(?:moved|put|placed"
     rf"|defined))?){_OUT}"
     rf"|\s+belongs)\s+(?:in|to|into|inside)\s+{_TARGET}{_NOT}{REST}", move),
)  # fmt: skip
_LINES = (
    r"(?:the\s+)?(?:(?:code|block|part|logic|statements?|body|loop|section)\s+(?:(?:in|at|on|from"
    r"|between|of)\s+)?)?(?:between\s+)?(?:lines?\s+|l)?(?P<first>\d+)"
    r"(?:\s*(?:-|\u2013|\u2014|\.\.+|:|to|through|thru|until|till|and)\s*(?:line\s+|l)?(?P<last>"
    r"\d+))?"
)
_FUNCTION = (
    r"(?:(?:the|an?|its|their)\s+(?:own\s+)?)?(?:(?:new|separate|helper|private|small|own|local)"
    r"\s+)*"
    r"(?:(?:function|method|helper|func|routine)\s*)?(?::|called\s+|named\s+|with\s+the\s+name"
    r"\s+)?\s*"
)
_FILE = rf"`?(?P<file>{PATH})`?"
_AT = (
    rf"(?:{_FILE}\s*(?:,|:|#|\(|\s)\s*{_LINES}\)?`?"
    rf"|{_LINES}(?:\s+(?:of|in|from|at|inside)\s+(?:the\s+file\s+)?{_FILE})?)"
)
# A name stands in a pattern once: the second order of file and lines has names of its own.
_AT = (
    _AT.replace("P<first>", "P<first2>", 1)
    .replace("P<last>", "P<last2>", 1)
    .replace("P<file>", "P<file2>", 1)
)
_EXTRACTS: tuple[Form, ...] = (
    ((("extract", "turn ", "make ", "convert", "pull", "factor", "refactor", "move", "put ",
       "split", "take ", "wrap", "separate", "isolate", "transform", "lift "), (DIGITS,)),
     rf"(?:extract|turn|make|convert|pull|factor|refactor|move|put|split|take|wrap|separate|isolate"
     rf"|transform)\s+(?:out\s+)?{_AT}\s+(?:out\s+)?(?:(?:in)?to|as|in)\s+{_FUNCTION}{NEW}{REST}",
     extract),
    ((("make ", "let "), (DIGITS,)), rf"make\s+{_AT}\s+(?=an?\s){_FUNCTION}{NEW}{REST}", extract),
    ((("extract", "create", "make", "pull", "factor", "introduce"), (DIGITS,)),
     rf"(?:extract|create|make|pull|factor|introduce)\s+(?:out\s+)?{_FUNCTION}{NEW}\s+(?:out"
     rf"\s+of|from"
     rf"|of|with|for|using)\s+{_AT}{REST}", extract),
    (((), (("line",), DIGITS, WISHES)),
     rf"{_AT}{MUST}{_REALLY}(?:be(?:come)?|go\s+in(?:to)?|be\s+(?:extracted|moved|put)"
     rf"\s+in(?:to)?)\s+"
     rf"{_FUNCTION}{NEW}{REST}", extract),
)  # fmt: skip
_VALUE = (
    r"(?:(?:its|their|the)\s+)?(?:own\s+)?(?:body|bodies|value|definition|expression|content"
    r"|implementation|right[- ]hand\s+side)s?(?:\s+of\s+it)?"
)
_GONE = (
    r"(?P<gone>(?:[\s,;]*(?:and|then)*\s*(?:remove|delete|drop|get\s+rid\s+of)\s+(?:it|(?:the"
    r"|its)\s+"
    r"(?:(?:original|old|now|unused)\s+)*(?:function|method|variable|definition|original|constant"
    r"|helper|assignment))(?:\s+(?:afterwards|itself|then|altogether|after\s+that))?)?)"
)
_INLINES: tuple[Form, ...] = (
    ((("inline", "in-line"), ()),
     rf"in-?line\s+{_ALL}{_THING}{IN}(?:\s+(?:in)?to\s+(?:its|the|their|all)\s+(?:\w+\s+){{0,2}}?"
     rf"(?:callers?|call[- ]?sites?|uses?|usages?|users?))?(?:"
     rf"\s+everywhere)?{_GONE}{REST}", inline),
    ((("get rid", "remove", "eliminate", "drop", "delete"),
      ((" use ", "using", "return", "put", "insert", "inlin"),)),
     rf"(?:get\s+rid\s+of|remove|eliminate|drop|delete)\s+{_THING}{IN}(?:[\s,;\u2013"
     rf"\u2014-]+(?:and|by"
     r"|just|then|instead|simply))*[\s,;\u2013\u2014-]+(?:(?:us(?:e|ing)|return(?:ing)?"
     r"|put(?:ting)?"
     r"|insert(?:ing)?)\s+(?:the|its)\s+(?:expression|value|result|body|definition|call)s?"
     r"(?:\s+(?:directly|inline|in\s+place|there|instead|itself|where\s+it\s+is\s+used))*"
     rf"|inlin(?:e|ing)(?:\s+(?:it|its\s+(?:value|expression|body)))?){REST}", inline_clear),
    ((("replace", "substitute"), ((" its ", " body", " value", " definition", " expression"),)),
     rf"(?:replace|substitute)\s+{_ALL}{_THING}{IN}\s+(?:with|by)\s+{_VALUE}{_GONE}{REST}", inline),
    ((("fold", "merge"), (("caller",),)),
     rf"(?:fold|merge)\s+{_THING}{IN}\s+into\s+its\s+(?:only\s+|single\s+)?callers?{_GONE}{REST}",
     inline_clear),
    (((), (("inlined",),)),
     rf"(?:i\s+want\s+|i'd\s+like\s+)?{_THING}{IN}(?:{MUST}|\s+(?:can|could)\s+|\s+to\s+)be"
     rf"\s+inlined"
     rf"{_GONE}{REST}", inline_clear),
)  # fmt: skip
FORMS: tuple[Form, ...] = (*_EXTRACTS, *_RENAMES, *_MOVES, *_INLINES)
