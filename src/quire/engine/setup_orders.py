"""Orders to set a project up: whether they ask for it, or only how it is done."""

from __future__ import annotations

from msgspec import Struct

from quire.engine.asides import Row, beginnings, begins, compiled, is_aside, with_context
from quire.engine.clauses import clauses
from quire.engine.setup_aims import is_aim, supplies, tells_lack

_NO_OTHER = (
    r"(?!.*\b(?:speed|fix|improv|writ|add|creat|renam|chang|delet|remov|skip|mock|debug|refactor)"
    r"\w*\b)"
)
_OURS = (
    r"(?:(?:this|the|that|my|our|your|whole|entire|fresh|local|python|new|same|a\s+fresh|a"
    r"\s+local|all"
    r"|of|here|dev(?:elopment)?|working|test(?:ing)?|cloned|up|required|necessary|needed"
    r"|missing|its"
    r"|project'?s|for)\s+)*"
)
_ENVIRONMENT = (
    r"(?:(?:dev(?:elopment)?|local|work(?:ing)?|test|virtual|python|build|clean|isolated|complete"
    r"|proper|separate|own|usable)\s*)*(?:\.?venv|env(?:iron?ments?)?|venv"
    r"|virtualenv|dev\s+setup|toolchain|workspace)\b"
)
_PROJECT = (
    r"(?:project|repo(?:sitory)?|code\s?base|code|clone|checkout|sources?|source\s+tree"
    r"|working\s+copy"
    r"|app(?:lication)?(?!\s+on\b)|package|library|thing|machine|software|tool\s?chain)\b"
)
_NEEDS = (
    r"(?:(?:dev(?:elopment)?|test|build|runtime|python)?[\s-]*(?:dep(?:s\b|end[ae]n?c\w+)"
    r"|requ?ire?ments?"
    r"|requirements(?:-\w+)?\.txt|prerequisites|extras))"
)
_ALL = r"(?:everything|it\s+all|all\s+of\s+it)\b"
_IT = r"(?:it|this|that|me|us)\b"
# After the thing the order ends, or goes on to tell how and what for.
_AFTER = (
    r"(?=\W*$|\s*[,.;:!?()+&-]|\s+(?:for|in|on|with|so|and|or|to|that|which|please|pls|here|locally"
    r"|now|from|after|before|first|using|properly|at|by|via|including|as|if|when|again|we|you|i|up"
    r"|needs?|then|because|ready|running|into|of)\b)"
)
_DO = (
    r"(?:set(?:\s|-)?up|setup|prepare|bootstrap|inst?all?|instal+|initiali[sz]e|provision|configure"
    r"|onboard|ready|pip\s+install|uv\s+sync|poetry\s+install|re-?install|re-?create|rebuild|redo"
    r"|refresh|renew|sync(?:hroni[sz]e)?)"
)
_STATE = (
    r"(?:up(?:\s+and\s+running)?|running|going|ready|installed|set\s?up|bootstrapped|runnable"
    r"|to\s+run"
    r"|to\s+install|to\s+build|started|built|prepared|configured|usable|off\s+the\s+ground)\b"
    r"(?!\s+(?:on|under|with|in|as)\s+(?:(?:python\s*|py\s*)?\d|heroku|aws|azure|gcp"
    r"|kubernetes|docker"
    r"|the\s+server|production|staging|the\s+cloud))"
)
_BRING = r"(?:get|bring|make|have)"
_THERE = rf"(?:{_OURS}(?:{_PROJECT}|{_ENVIRONMENT}|{_NEEDS})|{_ALL})"
_BRINGS = ("get", "bring", "make", "have")
_LOCAL = (
    r"(?:here|locally|(?:on|in)\s+(?:this|my|our|the|a|an)\s+(?:new\s+)?(?:machine|laptop|computer"
    r"|box|pc|mac|system|workstation|container|vm))\b"
)
_MISSING = (
    r"(?:(?:whatever|what|everything|all|anything)(?:\s+(?:that|which|else))?(?:\s+is|'s|\s+it"
    r"|\s+i|\s+we|\s+the\s+(?:tests|project))?\s+(?:still\s+)?(?:missing|needed|needs?"
    r"|required|requires?"
    r"|necessary|lacks?|there\s+is)\b"
    r"|(?:the\s+|any\s+|all\s+)*(?:missing|needed|required|necessary)\s+(?:python\s+)?(?:packages?"
    r"|modules?|librar(?:y|ies)|libs|ones?|things?|bits|stuff|pieces)\b|(?:them|those|these)\b"
    r"|(?:[\w.-]+(?:\s*,\s*|\s+and\s+|\s*&\s*)){1,4}(?:(?:the|all|our|other|remaining|rest|of)\s+)+"
    + _NEEDS
    + r")"
)
_FORMS: tuple[Row, ...] = (
    (("set", "prepare", "bootstrap", "inst", "isnt", "init", "provision", "configure", "onboard",
      "ready", "pip", "uv", "poetry", "re", "sync"), rf"{_DO}\s+{_THERE}{_AFTER}"),
    (("pip", "set", "install"),
     r"(?:pip\s+install\s+(?:-e\s+)?['\"]?\.|(?:set\s?up|setup|install)"
     r"(?:\s+(?:please|pls|me|us|it|this|here|everything))*\W*$)"),
    (("set",),
     rf"set\s+(?:{_THERE}|{_IT})\s+(?:all\s+)?up\b(?!\s+(?:as|to\s+(?:use|support|deploy|be))\b)"),
    (("inst",), rf"inst?all?\s+(?:{_IT}|{_MISSING}){_AFTER}"),
    (("run", "perform", "make", "start", "a", "the"),
     r"(?:(?:run|perform|make|start)\s+)?(?:(?:a|an|the)\s+)?(?:(?:clean|fresh|full|new|complete"
     r"|usual|whole|standard|normal|local|dev(?:elopment)?|editable)\s+)+(?:re-?)?"
     r"(?:install(?:ation)?|set-?\s?up|bootstrap)(?=\W*$|\s*[,.;:!(]|\s+(?:of|for|in|into|with"
     r"|here|and|please|pls)\b)"),
    (("make sure", "ensure", "see to", "see that"),
     r"(?:make\s+sure|ensure|see\s+to\s+it|see)(?:\s+that)?\s+"
     rf"{_THERE}\s+(?:is|are|gets?|has\s+been)\s+(?:all\s+|properly\s+|correctly\s+)?"
     r"(?:installed|set\s?up|ready|in\s+place)\b"),
    (("build",),
     r"build\s+(?:a|an|the)\s+(?:wheel|sdist|source\s+distribution)"
     r"(?:\s+(?:of|for|from|out\s+of)\s+(?:this|the|our|my)\s+(?:project|package|repo|code"
     r"|library))?"
     r"(?=\W*$|\s*[,.;!]|\s+(?:and|please|pls)\b)"),
    # To work on this machine, and to be where one can work.
    (_BRINGS, rf"{_BRING}\s+(?:{_THERE}|{_IT}|py\.?test|{_OURS}(?:tests?|test\s?suite))\s+"
     rf"(?:to\s+)?(?:work|run|working|running)\s+{_LOCAL}(?!\s+again)"),
    (_BRINGS,
     rf"{_BRING}\s+(?:{_THERE}|{_IT})\s+(?:in)?to\s+(?:a|the|some)\s+(?:\w+\s+)?(?:state|shape"
     r"|condition)\b.{0,20}\b(?:where|in\s+which|so\s+that|that|to)\b.{0,20}\b(?:run|test|develop"
     r"|work|build|start|hack)\w*"),
    (("build", "install"),
     r"(?:build|install)(?:\s*(?:,|and|&|\+)\s*(?:build|install|test))+\W*$"),
    # What an order wishes to be so.
    (_BRINGS, rf"{_BRING}\s+(?:{_THERE}|{_IT})\s+(?:all\s+)?{_STATE}(?!\s+again)"),
    (_BRINGS,
     rf"{_BRING}\s+{_OURS}(?:clone|checkout|environment|env|venv)\s+(?:to\s+)?(?:work|working|run)"
     r"\b"),
    (_BRINGS,
     rf"{_BRING}\s+(?:me|us)\s+(?:started|going|set\s?up|up\s+(?:and\s+running|to\s+speed)|ready)\b"
     r"(?!\s+(?:on|with)\s+(?:the\s+|a\s+|an\s+)?(?!(?:repo|project|code|this|it)))"),
    (("get",), r"(?:get|getting)\s+started(?:\s+(?:here|with\s+(?:this|the|it)(?:\s+\w+)?))?\W*$"),
    (("onboard",), r"onboard\s+(?:me|us)\b"),
    (("create", "make", "build", "set", "prepare", "spin", "bring", "give"),
     r"(?:create|make|build|set\s+up|prepare|spin\s+up|bring\s+up|give\s+me)\s+"
     rf"(?:(?:a|an|the|new|fresh)\s+)*{_ENVIRONMENT}{_AFTER}"),
    (("i ", "we ", "i'd", "we'd"),
     rf"(?:i|we)(?:\s+want|\s+need|\s+would\s+like|'d\s+like)\s+{_OURS}"
     rf"(?:{_PROJECT}|{_ENVIRONMENT}|{_NEEDS})\s+(?:to\s+be\s+)?(?:{_STATE}|installed)"),
    (("i ", "we ", "i'd", "we'd", "a", "new", "fresh"),
     r"(?:(?:i|we)(?:\s+want|\s+need|\s+would\s+like|'d\s+like)(?:\s+to\s+have)?\s+)?"
     r"(?:(?:a|an|new|fresh|brand)\s+)+"
     r"(?:(?:dev(?:elopment)?|virtual|python|working|clean|isolated|local|test|proper)\s+)*"
     r"(?:env(?:iron?ment)?|virtualenv|venv)(?=\W*$|\s*[,.;!:]|\s+(?:for|with|to|in|where|here"
     r"|please|pls)\b)(?!.*\bvariable)"),
    (("fresh", "new", "clean", "just"),
     r"(?:just\s+)?(?:fresh|new|clean)(?:ly)?\s+(?:git\s+)?(?:checkout|clone"
     r"|cloned)[,.;:\s-]+(?:please\s+|and"
     r"\s+)*(?:make|get)\s+(?:it|this|everything)\s+(?:to\s+)?(?:work|run)(?:ing)?\W*$"),
    # Building.
    (("build", "compile"),
     r"(?:build|compile)\s+(?:it|this|(?:the|this|my|our)\s+(?:project|package|wheel|repo"
     r"|code(?:\s?base)?|library|sdist))"
     r"(?:\W*$|\s*[,.;!]|\s+(?:and|please|pls|from\s+source|here|locally|for\s+me)\b)"),
    (("build", "install"),
     r"(?:build|install)(?:\s*(?:,|and|&|\+)\s*(?:build|install|test|run))+\s+(?:it|this"
     r"|(?:the|this"
     r"|my|our)\s+(?:project|package|repo|code|library|thing))\b"),
)  # fmt: skip
# With one of these a question begins.
_ASKING = (
    "how", "what", "which", "where", "is there", "set", "install", "build", "list", "give", "show",
    "tell", "name", "explain", "figure", "find", "work out", "determine", "check", "look", "see",
    "describe", "any idea", "do you know", "i don", "i do", "i would", "i want", "i need", "know",
    "learn", "understand",
)  # fmt: skip
_FILE = (
    r"(?:write|put|add|document|note(?:\s+down)?|create|generate|update|make|produce|draft"
    r"|record|store"
    r"|save|keep|refresh|extend|correct|fix|prepare|complete|list|set\s?up|give\s+me|need|want"
    r"|describe|capture|jot\s+down|include|complement|supplement"
    r"|rewrite)\b[^\n]{0,120}?\bAGENTS\.md\b"
)
# What is written into AGENTS.md is how the project is set up; other rules are others' work.
_OF_SETUP = (
    r"\b(?:install\w*|buil[dt]\w*|tests?|testing|set[\s-]?up|commands?|run(?:s|ning)?|start(?:ed)?"
    r"|develop\w*|dependencies|environment|requirements)\b"
)
_NOTHING_ELSE = (
    r"(?:write|create|generate|make|produce|draft|add|update|refresh|put|save|keep|need|want"
    r"|give\s+me"
    r"|note)\W+(?:(?:it|this|that|them|these|all|down|me|us|a|an|the|our|new|good|short|file"
    r"|in|into|to"
    r"|please|missing)\W+)*AGENTS\.md(?:\s+(?:file|please|pls|for|this|the|my|our|project"
    r"|repo\w*|here"
    r"|code\s?base|too|as\s+well|coding|agents))*\W*$"
)
_ONE = (
    r"(?:i|we|you|one|people|somebody|someone|a\s+new\s+\w+|new\s+\w+"
    r"|an?\s+(?:student|user|developer|contributor|colleague|person|beginner|newcomer|team"
    r"\s?mate|dev"
    r"|coworker|member|intern|volunteer|collaborator))"
)
_WORK = (
    r"(?:set\s?up|setup|install|build|compile|bootstrap|get\s+(?:started|going|set\s+up)"
    r"|(?:start|begin)\s+(?:developing|working|hacking|with\s+this)|start\s+here|contribute"
    r"|get\s+.{1,40}?\s(?:working|running|to\s+(?:run|work)|going|installed|up(?:\s+and"
    r"\s+running)?)"
    r"|(?:run|execute|launch|start|invoke)\s+(?:(?:all|the|its|these|those|your|unit|whole"
    r"|full)\s+)*"
    r"(?:tests?(?:\s*suite)?|suite)|run\s+(?:this|it)|run\s+(?:the|this)\s+(?:project|code|app\w*)"
    r"|test\s+(?:this|it|the\s+(?:project|code|package|repo\w*|library))|test)\b"
)
_HERE = (
    r"(?=\W*$|\s*[,.;:!?()]|\s+(?:and|or|this|it|that|the|my|our|everything|all|here|locally"
    r"|on|in|for"
    r"|from|please|with|properly|correctly|after|before|dependencies|requirements|deps|tests?|so|to"
    r"|an?\s+(?:dev|local|virtual|python|working)\w*)\b)"
)
_SAY = (
    r"(?:(?:tell|show|explain|give)(?:\s+to)?(?:\s+(?:me|us))?\s+|explain\s+|figure\s+out\s+"
    r"|find\s+out\s+|work\s+out\s+|determine\s+|check\s+|look\s+up\s+|see\s+|describe\s+"
    r"|(?:any\s+idea|do\s+you\s+know|i\s+(?:don't|do\s+not|would\s+like\s+to|want\s+to|need"
    r"\s+to)\s+"
    r"know)\s+|know\s+|learn\s+|understand\s+)?"
)
_MEANS = r"(?:commands?|steps?|instructions?|way|procedure|recipe|process|prerequisites|how-?to)"
_PURPOSE = (
    r"(?:to|for|of|that|which|i|we|before|needed|required|necessary|do\s+(?:i|we)\s+(?:need"
    r"|have))\b"
    rf".{{0,50}}?\b(?:{_WORK}|installing|building|testing|setting\s+(?:it|this|the\s+\w+)?\s*up"
    r"|running\s+(?:the\s+)?tests|development|developing|installs|builds|runs|tests)"
)
_QUESTIONS = (
    rf"how\s+(?:(?:do|does|can|could|should|would|must|might|may|to|am|are)\s+)(?:{_ONE}\s+)?"
    rf"(?:(?:best|actually|properly|supposed\s+to|have\s+to|need\s+to|correctly|go\s+about)"
    rf"\s+)*{_WORK}"
    rf"{_HERE}",
    rf"how\s+{_ONE}\s+(?:(?:can|should|could|has\s+to|have\s+to)\s+)?(?:{_WORK}|(?:sets?\s+up"
    rf"|installs?"
    rf"|builds?|tests?|runs?\s+(?:the\s+)?tests)){_HERE}",
    r"how\s+(?:is|are|was|were|should|must|can)\s+(?:(?:the|this|all|these|unit|it|everything"
    r"|our|your"
    r"|project'?s)\s*)*(?:tests?|test\s?suite|suite|project|package|repo\w*|code\s?base|library"
    r"|dependencies|requirements|environment|thing)?\s*(?:supposed\s+to\s+be\s+|to\s+be\s+|be\s+"
    r"|usually\s+|normally\s+)*(?:run|executed|built|installed|tested|set\s?up|started)\b",
    rf"(?:what|which)(?:'s|\s+is|\s+are|\s+were)?\s+(?:(?:the|a|right|best|correct|proper|exact"
    rf"|recommended|usual|official|quickest|easiest|fastest|minimal)\s+)*{_MEANS}"
    rf"\s+.{{0,25}}?{_PURPOSE}",
    rf"(?:what|which)\s+{_MEANS}\s+(?:do|does|should|must|installs?|builds?|runs?|tests?"
    rf"|sets?\s+up|"
    r"are\s+(?:needed|required)|is\s+(?:needed|required))\b.{0,40}(?:tests?|dependencies|deps|suite"
    r"|requirements|project|package|this|it|environment|install\w*|build\w*|set\s?up)\b",
    rf"what\s+(?:(?:do|must|should|would|else\s+do)\s+{_ONE}|has\s+to\s+be|needs\s+to\s+be|is"
    r"|'s)\s+(?:need(?:ed)?|have|type|run|do|done|installed|required|necessary|enter)\b.{0,60}?\b"
    rf"(?:{_WORK}|tests?|building|installing|setup|started)\b",
    r"what\s+are\s+the\s+(?:prerequisites|set-?up\s+steps|install\w*\s+steps|build\s+steps)\b",
    r"where\s+(?:do|should|can)\s+(?:i|we)\s+(?:start|begin)(?:\s+(?:here|with\s+(?:this"
    r"|the)\s+\w+))?\W*$",
    r"(?:(?:what|where)\s+(?:are|is)\s+the\s+)?(?:set-?up|install(?:ation)?|build)"
    r"\s+(?:instructions"
    r"|steps|guide|commands?)(?:\s+(?:please|pls|for\s+(?:this|the)\s+\w+))?\W*$",
    r"(?:list|give\s+me|show\s+me|tell\s+me|name)\s+(?:(?:all|the|me|exact)\s+)*(?:(?:set-?up"
    r"|install\w*"
    r"|build|test)(?:\s+and\s+\w+)?\s+)?(?:commands?|steps|instructions)\s+(?:for|to|of)\s+"
    r"(?:set|install|build|test|run|get)\w*",
    r"(?:list|give\s+me|show\s+me|tell\s+me)\s+(?:(?:all|the|me|exact)\s+)*(?:set-?up"
    r"|install\w*|build)"
    r"(?:\s+and\s+\w+)?\s+(?:commands?|steps|instructions)\b",
    r"how\s+(?:do\s+(?:i|we)|to|can\s+(?:i|we))\s+(?:start|begin|run)(?:\s+(?:this|it|here))?\W*$",
    r"(?:which|what)\s+(?:\w+\s+)?(?:packages|modules|libraries|tools|dependencies)\s+(?:do"
    r"|must|should)\s+"
    r"(?:i|we|you)\s+(?:need|have|install)\b.{0,40}",
    r"is\s+there\s+(?:anything|something)\s+(?:\w+\s+)?(?:that\s+)?(?:i|we)\s+(?:need|have"
    r"|must|should)\s+"
    r"(?:to\s+)?(?:install|set\s?up)\b",
    r"is\s+there\s+(?:a|an|some)\s+(?:make\s?file|tox|nox|script|just\s?file|command|way)\b.{0,40}"
    r"\b(?:install|build|tests?|set\s?up|(?:make\s?file|tox|nox)\s+(?:or|here|\?))",
)  # fmt: skip
_SUBJECT = (
    r"\b(this|the|my|our|it|here|project|tests?|repo\w*|code\w*|locally|started|developing|deps"
    r"|dependencies|requirements|set-?up|install\w*|build|environment)\b"
)
# What is set up, run or built here is no Python project; or the order reports a fault, or is of
# another job.
_OTHERS = (
    r"\b(?:ci|github\s+actions|gitlab|docker\w*|kubernetes|pre-?commit|logging|database|db"
    r"|sentry|nginx"
    r"|linter|linting|sphinx|docs|documentation|readme|image|container|front-?end|npm|server"
    r"|staging"
    r"|production|deploy\w*|release|publish\w*|pypi|single\s+test|board|structure|skeleton"
    r"|scaffold\w*"
    r"|template|layout|parallel|faster)\b"
)
_FAULTS = r"Traceback \(most|\b(?:bugs?|crash\w*|traceback|exception|flaky|failing|fails?)\b"
_JOINT = (
    r"(?:,|;|\s+-|\s+so|\s+and)\s+(?:(?:so|and|then|please|pls|just|can you|could you)\s+)*"
    r"(?=(?:re-?)?inst?all?\b|(?:get|set|do|make|create|rebuild|recreate|provide|fetch)\b)"
)
_ALONE: tuple[Row, ...] = ((("",), f"{_NO_OTHER}."),)
_KEEP_OUT = r"\b(?:don't|dont|do not|without|never|not)\s+(?:\w+\s+){0,3}?AGENTS\.md"


class Wish(Struct, frozen=True):
    """What an order wants: only the answer how it is done, or the work; `file` is AGENTS.md too."""

    asks: bool = False
    file: bool = False


def read_wish(text: str) -> Wish | None:
    """Read an order to set the project up; None when it is another kind of order."""
    file = "agents.md" in text.lower() and not compiled(_KEEP_OUT).search(text)
    for clause, _ in with_context(text):
        if file and _is_for_file(clause):
            return Wish(file=True)
        if _is_question(clause):
            return Wish(asks=not file, file=file)
        if _is_work(clause):
            return Wish(file=file)
    return Wish(file=file) if is_lack(text) else None


def is_lack(text: str) -> bool:
    """Tell whether an order tells of what is missing, and next only that it be installed."""
    if not tells_lack(text):
        return False
    pieces = [part for each in clauses(text)[1:] or (text,) for part in _parts(each)]
    told = [tells_lack(each) for each in pieces]
    works = [(supplies(each) or _is_work(each)) and begins(_ALONE, each) for each in pieces]
    if not any(works) or works[0] or not any(told):
        return False
    return all(
        lacks or work or is_aside(each)
        for each, lacks, work in zip(pieces, told, works, strict=True)
    )


def _parts(piece: str) -> list[str]:
    return compiled(_JOINT).split(piece, maxsplit=1)


def _is_for_file(clause: str) -> bool:
    """Tell whether a clause asks for AGENTS.md, and for nothing there but how to set up."""
    plain = any(compiled(_NOTHING_ELSE).match(rest) for rest in beginnings(clause))
    wanted = compiled(r".{0,80}?\b" + _FILE).match(clause)
    return plain or (wanted is not None and compiled(_OF_SETUP).search(clause) is not None)


def _is_work(clause: str) -> bool:
    return begins(_FORMS, clause) or is_aim(clause)


def _is_question(clause: str) -> bool:
    if not any(rest.lower().startswith(_ASKING) for rest in beginnings(clause)):
        return False
    if compiled(_OTHERS).search(clause) or compiled(_FAULTS).search(clause):
        return False
    asked = f"{_NO_OTHER}{_SAY}(?:{'|'.join(f'(?:{form})' for form in _QUESTIONS)})"
    return begins([(_ASKING, asked)], clause) and compiled(_SUBJECT).search(clause) is not None
