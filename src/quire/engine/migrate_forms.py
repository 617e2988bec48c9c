"""The forms of orders for a migration: syntax, tests, packaging, deprecated names, rule files."""

from __future__ import annotations

_THE = (
    r"(?:(?:the|all|of|my|our|this|these|every|any|old|existing|whole|entire|remaining|legacy)\s+)*"
)
_THING = (
    r"(?:code[\s-]?base|code|project|package|app|application|library|repo(?:sitory)?|syntax|files?"
    r"|sources?(?:\s+code)?|typing|type\s+hints|annotations|everything|scripts?|modules?|it|us|["
    r"\w/]+\.py)"
)
_OBJECT = rf"(?:{_THE}(?:python\s+)?{_THING}(?:'s)?\s+)+"
_TURN = (
    r"(?:convert|migrate|port|move|switch|change|rewrite|translate|turn|transform|adapt|refactor"
    r"|moderni[sz]e|upgrade|update|transition|bring|lift|get|put|restructure|go)"
)
REST = r"(?P<rest>(?:\W.*)?)"
_SUFFIX = r"(?:\+|\.x)?(?:\s+(?:or|and)\s+(?:newer|later|above))?"
_PYTHON = rf"(?:c?python|py)[\s-]*(?P<version>3\.\d+){_SUFFIX}"
_ANY = rf"(?:(?:c?python|py)[\s-]*)?(?P<version>3\.\d+){_SUFFIX}"
_STYLE = r"(?:(?:\s+typing)?\s+(?:syntax|features|idioms|style|standards?|constructs))?"
_NOW = r"(?:from\s+(?:(?:c?python|py)\s*)?3\.\d+\s+)"
_SINCE = r"(?:up\s+|over\s+)?(?:to|for|onto|towards)\s+(?:use\s+)?"
_CHANGE = (
    r"(?:upgrade|moderni[sz]e|migrate|update|convert|port|bring|move|switch|lift|adapt|transition"
    r"|transform|raise|take)"
)
SYNTAX = (
    rf"{_CHANGE}\s+(?:{_OBJECT})?(?:{_NOW})?{_SINCE}{_PYTHON}{_STYLE}{REST}",
    rf"{_CHANGE}\s+(?:{_OBJECT}(?:{_NOW})?|(?:python\s+)?{_NOW}){_SINCE}{_ANY}{_STYLE}{REST}",
    rf"use\s+(?:the\s+)?(?:newer\s+|modern\s+)?{_PYTHON}(?:\s+typing)?\s+(?:syntax|features|idioms"
    rf"|constructs){REST}",
    rf"make\s+use\s+of\s+(?:the\s+)?{_PYTHON}\s+(?:syntax|features|idioms){REST}",
)
_FIT = (
    r"(?:run|work|compatible|usable|ready|start|import)(?:s|ing)?"
    r"(?:\s+(?:correctly|properly|again))?"
)
RUNS = (
    rf"(?:make|get|have|keep)\s+(?:sure\s+(?:that\s+)?)?{_OBJECT}{_FIT}\s+(?:on|with|under|for"
    rf"|in)\s+"
    rf"{_PYTHON}{REST}",
    rf"(?:make|get)\s+{_OBJECT}{_PYTHON}[\s-]+(?:compatible|ready|proof|compliant){REST}",
    rf"(?:fix|ensure|restore|resolve)\s+(?:the\s+|all\s+)*(?:in)?compatibilit(?:y|ies)\s+(?:with"
    rf"|for|to)"
    rf"\s+{_PYTHON}{REST}",
)
_PATH = r"`?(?:[\w.-]+/[\w./-]*|[\w-]+\.py)`?"
_PATHS = (
    rf"(?:\s*(?:\b(?:in|under|of|from|inside)\s+)?(?:the\s+)?{_PATH}(?:(?:\s*,\s*|\s+)(?:and"
    rf"\s+)?{_PATH})*"
    r"(?:\s+(?:files?|folder|directory))?)"
)
_KIND = (
    r"(?:(?:unittest|unit|python|test|style|based|self\.assert\w*|xunit|junit|classic|\.)[\s-]+"
    r"|unittest\.(?=testcase))*"
)
_TESTS = (
    rf"(?:{_THE}{_KIND}(?:unit\s?tests?|unittests?|tests?|test\s?cases?|asserts?|assertions"
    r"|test\s?suites?|testcase)"
    r"(?:[\s-]+(?:suites?|files?|cases?|class(?:es)?|subclasses|modules?|methods?|code|based"
    r"\s+tests?"
    r"|style\s+tests?|tests?))*)"
)
_FROM = (
    r"(?:(?:\s+away)?\s*\bfrom\s+(?:the\s+)?(?:python'?s?\s+)?(?:unittest(?:\.testcase)?|testcases?"
    r"|unittest's\s+testcase)(?:[\s-]+(?:classes|style|asserts?|based|tests?|module))*)"
)
_PYTEST = (
    r"(?:(?:in)?to|in|as|on|using)\s+(?:use\s+|using\s+|be\s+)?(?:the\s+|a\s+)?(?:(?:plain|pure"
    r"|idiomatic"
    r"|modern|simple|native|normal|standard)\s+)*py\.?test(?:[\s-]+(?:style|functions?|tests?"
    r"|asserts?"
    r"|idioms?|native|suite|format|fixtures?|conventions?|ones|framework|and\s+fixtures))*"
)
_PLAIN = (
    r"(?:(?:bare|plain|simple|native|normal|regular|pytest|python|style)[\s-]+)*(?:asserts?"
    r"|assertions?)"
    r"(?:\s+statements?)?(?:,?\s*\(?(?:in\s+)?pytest[\s-]+style\)?)?"
)
_ASSERTS = (
    rf"{_THE}(?:unittest\s+|unittest-style\s+)?`?self\.assert\w*\*?(?:\(\))?`?(?:[\s-]+(?:style"
    rf"|family))?"
    r"(?:\s+(?:asserts?|assertions?|calls?|methods?|statements?))?"
)
_DROP = r"(?:get\s+rid\s+of|drop|remove|ditch|abandon|leave|replace)"
_UNITTEST = (
    r"(?:unittest(?:\.testcase)?|testcases?|unittest's\s+testcase)"
    r"(?:\s+(?:classes|style|asserts?))?"
)
_WANT = r"(?:use|adopt|prefer|(?:we|i)(?:'d)?\s+(?:want|like|prefer)(?:\s+to\s+use)?)"
UNITTEST = (
    rf"{_TURN}\s+(?:{_TESTS}{_PATHS}?|{_PATHS}|(?P<these>them|it|these"
    rf"|everything))?{_FROM}?{_PATHS}?"
    rf"(?:\s+|\b)(?:over\s+)?{_PYTEST}{_PATHS}?{REST}",
    rf"py\.?test-?ify\s+(?:{_TESTS}{_PATHS}?|{_PATHS}){REST}",
    rf"(?:swap|replace|change|convert|rewrite|turn|exchange)\s+(?:out\s+)?{_ASSERTS}{_PATHS}?\s+"
    rf"(?:for|with|by|to|into|as)\s+{_PLAIN}{_PATHS}?{REST}",
    rf"{_WANT}\s+{_PLAIN}\s+(?:instead\s+of|rather\s+than|in\s+place\s+of)"
    rf"\s+{_ASSERTS}{_PATHS}?{REST}",
    rf"{_WANT}\s+py\.?test(?:[\s-]+style)?(?:\s+tests?)?\s+(?:instead\s+of|rather\s+than|over)\s+"
    rf"{_UNITTEST}{_PATHS}?{REST}",
    rf"{_DROP}\s+{_UNITTEST}{_PATHS}?(?:\s+(?:with|by)|\s+in\s+favou?r\s+of|[\s,;.]+(?:and\s+|we"
    rf"\s+want"
    rf"\s+to\s+)*(?:use|go\s+with|switch\s+to|move\s+to))\s+(?:plain\s+)?py\.?test{_PATHS}?{REST}",
    rf"{_UNITTEST}\s*(?:-+>|=>|\u2192)\s*py\.?test{_PATHS}?{REST}",
)
_OLD = r"`?setup\.(?:py|cfg)`?(?:\s*(?:and|/|,|\+|&)\s*`?setup\.(?:py|cfg)`?)?"
_NEW = (
    r"(?:(?:a|the|our|an?)\s+)?(?:(?:modern|new|single|proper|standard)\s+)*`?(?:pyproject(?:"
    r"\.toml)?`?"
    r"|pep[\s-]*(?:517|518|621))(?:[\s-]+(?:files?|metadata|based|build|config\w*|packaging))*"
    r"(?:\s+\(pep[\s-]*\d+\))?"
)
_PACKED = (
    r"(?:(?:the|our|this|my|all|project|package|build|packaging)\s+)*(?:packaging|build|metadata"
    r"|project|package|setup|repo\w*|code\s?base|build\s+system|build\s+config\w*|definition)"
)
_ALSO = r"(?:\s*[,:;\u2013\u2014-]+\s*|\s+)"
SETUP = (
    rf"{_TURN}\s+(?:(?:away\s+)?from\s+)?{_THE}{_OLD}(?:\s+over)?\s+(?:in)?to\s+{_NEW}{REST}",
    rf"{_TURN}\s+(?:{_PACKED}\s+)?(?:from\s+{_THE}{_OLD}\s+)?(?:over\s+)?(?:in)?to\s+(?:use"
    rf"\s+)?{_NEW}"
    rf"{REST}",
    rf"(?:{_DROP}|swap)\s+{_THE}{_OLD}(?:\s+(?:with|by|for)|\s+in\s+favou?r\s+of|{_ALSO}(?:and"
    rf"\s+|we\s+"
    rf"|i\s+|please\s+)*(?:use|want|need|prefer|go\s+with|switch\s+to|move\s+to))\s+{_NEW}{REST}",
    rf"(?:{_WANT}|{_TURN}\s+{_PACKED}{_ALSO}(?:use\s+)?)\s*{_NEW}\s+(?:instead\s+of|rather\s+than"
    rf"|in\s+place\s+of)\s+{_THE}{_OLD}{REST}",
    rf"(?:create|make|generate|write|build)\s+{_NEW}\s+(?:from|out\s+of|based\s+on)"
    rf"\s+{_THE}{_OLD}{REST}",
    rf"{_OLD}\s*(?:-+>|=>|\u2192)\s*{_NEW}{REST}",
)
_MEND = (
    r"(?:replace|update|fix|remove|get\s+rid\s+of|eliminate|clear|resolve|address|moderni[sz]e"
    r"|migrate"
    r"(?:\s+away)?(?:\s+(?:off|from))?|clean\s+up|stop\s+using|stop\s+the\s+use\s+of|move\s+off"
    r"|phase\s+out)"
)
_LIBRARY = r"(?:(?:stdlib|python|standard[\s-]library|std\s?lib|library|language)\s+)*"
_APIS = (
    r"(?:apis?|calls?|functions?|names?|stdlib|modules?|code|features?|methods?|usages?|imports?"
    r"|uses"
    r"|standard\s+library|things)(?:\s+(?:calls?|apis?|usages?))?"
)
_BETTER = (
    r"(?:(?:the|its|their|a)\s+)?(?:(?:recommended|official|new|newer|modern|current|supported"
    r"|proper"
    r"|suggested|non-deprecated|documented)\s+)*(?:successors?|replacements?|equivalents?"
    r"|alternatives?|apis?|functions?|names?|counterparts?|calls?|ones?|way)"
)
_WITH = rf"(?:\s+(?:with|by|to)\s+{_BETTER})?"
SHIPPED = (
    rf"{_MEND}\s+{_THE}(?:(?:uses?|usages?|calls?)\s+(?:of|to)\s+)?{_THE}deprecated"
    rf"\s+{_LIBRARY}{_APIS}"
    rf"{_WITH}{REST}",
    rf"{_MEND}\s+{_THE}(?:python\s+)?deprecation\s?warnings?{REST}",
    rf"(?:move|switch|migrate|change|update|port|convert)\s+(?:(?:it|them|this|that|these"
    rf"|everything)"
    rf"\s+)?(?:over\s+)?to\s+(?P<these>{_BETTER}){REST}",
)
_DOTTED = (
    r"`?(?P<old>[A-Za-z_]\w*(?:\.\w+)+|utcnow|utcfromtimestamp|distutils|imp|cgi|pkg_resources)"
    r"(?:\(\))?`?"
)
GONE = (
    rf"{_DOTTED}\s+(?:is|are|was|has\s+been|got)\s+(?:deprecated|gone|removed|obsolete)\b[^,;.]*"
    r"[\s,;:.\u2013\u2014-]+(?:so\s+|please\s+|and\s+)*(?:(?:change|move|switch|replace|migrate"
    r"|update|use"
    r"|convert|go)(?:\s+(?:it|them|this|that))?(?:\s+everywhere)?(?:\s+(?:over\s+)?(?:to|with"
    r"|by))?\s+"
    rf"{_BETTER}|(?:replace|stop\s+using|get\s+rid\s+of)\s+(?:it|them|this)){REST}",
    rf"{_MEND}\s+{_THE}(?:(?:uses?|usages?|calls?)\s+(?:of|to)\s+)?{_THE}(?P<these>deprecated\s+)"
    rf"{_DOTTED}(?:\s+(?:calls?|function|uses?))?{_WITH}{REST}",
    rf"(?:stop\s+using|{_MEND})\s+{_DOTTED}(?:\s+(?:calls?|function|uses?))?{_WITH},?"
    rf"\s+(?:because\s+|since"
    rf"\s+|as\s+)?(?:it\s+is|it's|which\s+is|that's)\s+(?:deprecated|gone|removed|obsolete){REST}",
    rf"(?:replace|swap|change)\s+{_THE}`?(?P<old>pkg_resources(?=`?\s+\w+\s+`?importlib"
    rf"\.metadata\b)"
    r"|imp(?=`?\s+\w+\s+`?importlib\b)|cgi(?=`?\s+\w+\s+`?html\b))`?\s+(?:with|by|for|to)\s+"
    rf"`?[\w.]+`?{REST}",
)
_RULE = r"`?(?P<file>[\w./-]+\.(?:toml|ya?ml|json))`?"
FILES = (
    rf"(?:apply|run|use|follow|take)\s+{_THE}(?:migration\s+)?(?:rules?|mapping|rule\s?files?"
    rf"|rule\s?set)"
    rf"\b.*?{_RULE}(?:\s+(?:(?:on|to|for|in|migrate|convert|update|port|change)"
    rf"\s+)*{_THE}{_THING})?"
    rf"{REST}",
    rf"(?:apply|run|use)\s+{_THE}migration\s+(?:rules?|files?)\b{REST}",
    rf"apply\s+{_THE}migrations{REST}",
    rf"(?:migrate|convert|update|port|change)\b.*\b(?:with|using|by|via|through|according\s+to"
    rf"|following"
    rf"|from)\s+{_THE}(?:(?:migration\s+)?(?:rules?|mapping|rule\s?file|migration\s+file|table)\s+"
    rf"(?:(?:in|from|of|at)\s+)?(?:the\s+file\s+)?){_RULE}{REST}",
    rf"(?:migrate|port)\s+{_OBJECT}(?:with|using|by|via)\s+{_RULE}{REST}",
)
_KINDS = (
    r"(?:(?:deprecated|old|obsolete|legacy)\s+)?(?:api\s+|functions?\s+|calls?\s+(?:to\s+|of"
    r"\s+)?|names?"
    r"\s+|class\s+|uses?\s+of\s+|usages?\s+of\s+|occurrences?\s+of\s+)?"
)
_X = r"`?(?P<old>[A-Za-z_$][^\s`,]*?(?:\([^)]*\))?)`?(?:\s+(?:calls?|everywhere))?"
_Y = r"`?(?P<new>[A-Za-z_$][^\s`,]*?(?:\([^()]*(?:\([^)]*\)[^()]*)*\))?)`?"
_END = r"(?P<rest>(?:[\s,;].*)?)"
NAMES = (
    rf"replace\s+{_THE}{_KINDS}{_X}\s+(?:with|by)\s+{_Y}{_END}",
    rf"(?:swap|exchange|substitute)\s+(?:out\s+)?{_THE}{_KINDS}{_X}\s+(?:for|with|by)\s+{_Y}{_END}",
    rf"(?:change|migrate|switch|convert|port|update|upgrade)\s+(?:from\s+)?{_THE}{_KINDS}{_X}"
    rf"(?:\s+(?:over\s+)?to\s+|\s*(?:-+>|=>|\u2192)\s*){_Y}{_END}",
    rf"use\s+{_Y}\s+(?:instead\s+of|rather\s+than|in\s+place\s+of)\s+{_THE}{_KINDS}{_X}{_END}",
)  # fmt: skip
