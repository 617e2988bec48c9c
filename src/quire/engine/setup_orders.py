"""Orders to set a project up: whether they ask for it, or only how it is done."""

from __future__ import annotations

from msgspec import Struct

from quire.engine.asides import Row, beginnings, begins, compiled, with_context

_NO_OTHER = (
    r"(?!.*\b(?:speed|fix|improv|writ|add|creat|renam|chang|delet|remov|skip|mock|debug|refactor)"
    r"\w*\b)"
)
_OURS = (
    r"(?:(?:this|the|that|my|our|your|whole|entire|fresh|local|python|new|same|a\s+fresh|a\s+local|all"
    r"|of|here|dev(?:elopment)?|working|test(?:ing)?|cloned|up|required|necessary|needed|missing|its"
    r"|project'?s|for)\s+)*"
)
_ENVIRONMENT = (
    r"(?:(?:dev(?:elopment)?|local|work|test|virtual|python|build)\s*)*(?:env(?:iron?ments?)?|venv"
    r"|virtualenv|dev\s+setup|toolchain|workspace)\b"
)
_PROJECT = (
    r"(?:project|repo(?:sitory)?|code\s?base|code|clone|checkout|sources?|source\s+tree|working\s+copy"
    r"|package|library|thing|machine|software|tool\s?chain)\b"
)
_NEEDS = (
    r"(?:(?:dev(?:elopment)?|test|build|runtime|python)?[\s-]*(?:dep(?:s\b|end[ae]n?c\w+)|requ?ire?ments?"
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
    r"|onboard|ready|pip\s+install|uv\s+sync|poetry\s+install)"
)
_STATE = (
    r"(?:up(?:\s+and\s+running)?|running|going|ready|installed|set\s?up|bootstrapped|runnable|to\s+run"
    r"|to\s+install|to\s+build|started|built|prepared|configured|usable|off\s+the\s+ground)\b"
    r"(?!\s+(?:on|under|with)\s+(?:python\s*|py\s*)?\d)"
)
_BRING = r"(?:get|bring|make|have)"
_THERE = rf"(?:{_OURS}(?:{_PROJECT}|{_ENVIRONMENT}|{_NEEDS})|{_ALL})"
_BRINGS = ("get", "bring", "make", "have")
_FORMS: tuple[Row, ...] = (
    (("set", "prepare", "bootstrap", "inst", "isnt", "init", "provision", "configure", "onboard",
      "ready", "pip", "uv", "poetry"), rf"{_DO}\s+{_THERE}{_AFTER}"),
    (("pip", "set", "install"),
     r"(?:pip\s+install\s+(?:-e\s+)?['\"]?\.|(?:set\s?up|setup|install)"
     r"(?:\s+(?:please|pls|me|us|it|this|here|everything))*\W*$)"),
    (("set",),
     rf"set\s+(?:{_THERE}|{_IT})\s+(?:all\s+)?up\b(?!\s+(?:as|to\s+(?:use|support|deploy|be))\b)"),
    (("inst",), rf"inst?all?\s+{_IT}{_AFTER}"),
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
    (("fresh", "new", "clean", "just"),
     r"(?:just\s+)?(?:fresh|new|clean)(?:ly)?\s+(?:git\s+)?(?:checkout|clone|cloned)[,.;:\s-]+(?:please\s+|and"
     r"\s+)*(?:make|get)\s+(?:it|this|everything)\s+(?:to\s+)?(?:work|run)(?:ing)?\W*$"),
    # Building.
    (("build", "compile"),
     r"(?:build|compile)\s+(?:it|this|(?:the|this|my|our)\s+(?:project|package|wheel|repo"
     r"|code(?:\s?base)?|library|sdist))"
     r"(?:\W*$|\s*[,.;!]|\s+(?:and|please|pls|from\s+source|here|locally|for\s+me)\b)"),
    (("build", "install"),
     r"(?:build|install)(?:\s*(?:,|and|&|\+)\s*(?:build|install|test|run))+\s+(?:it|this|(?:the|this"
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
    r"(?:write|put|add|document|note(?:\s+down)?|create|generate|update|make|produce|draft|record|store"
    r"|save|keep|refresh|extend|correct|fix|prepare|complete|list|set\s?up|give\s+me|need|want"
    r"|describe|capture|jot\s+down|include|complement|supplement|rewrite)\b[^\n]{0,120}?\bAGENTS\.md\b"
)
# What is written into AGENTS.md is how the project is set up; other rules are others' work.
_OF_SETUP = (
    r"\b(?:install\w*|buil[dt]\w*|tests?|testing|set[\s-]?up|commands?|run(?:s|ning)?|start(?:ed)?"
    r"|develop\w*|dependencies|environment|requirements)\b"
)
_NOTHING_ELSE = (
    r"(?:write|create|generate|make|produce|draft|add|update|refresh|put|save|keep|need|want|give\s+me"
    r"|note)\W+(?:(?:it|this|that|them|these|all|down|me|us|a|an|the|our|new|good|short|file|in|into|to"
    r"|please|missing)\W+)*AGENTS\.md(?:\s+(?:file|please|pls|for|this|the|my|our|project|repo\w*|here"
    r"|code\s?base|too|as\s+well|coding|agents))*\W*$"
)
_ONE = (
    r"(?:i|we|you|one|people|somebody|someone|a\s+new\s+\w+|new\s+\w+"
    r"|an?\s+(?:student|user|developer|contributor|colleague|person|beginner|newcomer|team\s?mate|dev"
    r"|coworker|member|intern|volunteer|collaborator))"
)
_WORK = (
    r"(?:set\s?up|setup|install|build|compile|bootstrap|get\s+(?:started|going|set\s+up)"
    r"|(?:start|begin)\s+(?:developing|working|hacking|with\s+this)|start\s+here|contribute"
    r"|get\s+.{1,40}?\s(?:working|running|to\s+(?:run|work)|going|installed|up(?:\s+and\s+running)?)"
    r"|(?:run|execute|launch|start|invoke)\s+(?:(?:all|the|its|these|those|your|unit|whole|full)\s+)*"
    r"(?:tests?(?:\s*suite)?|suite)|run\s+(?:this|it)|run\s+(?:the|this)\s+(?:project|code|app\w*)"
    r"|test\s+(?:this|it|the\s+(?:project|code|package|repo\w*|library))|test)\b"
)
_HERE = (
    r"(?=\W*$|\s*[,.;:!?()]|\s+(?:and|or|this|it|that|the|my|our|everything|all|here|locally|on|in|for"
    r"|from|please|with|properly|correctly|after|before|dependencies|requirements|deps|tests?|so|to"
    r"|an?\s+(?:dev|local|virtual|python|working)\w*)\b)"
)
_SAY = (
    r"(?:(?:tell|show|explain|give)(?:\s+to)?(?:\s+(?:me|us))?\s+|explain\s+|figure\s+out\s+"
    r"|find\s+out\s+|work\s+out\s+|determine\s+|check\s+|look\s+up\s+|see\s+|describe\s+"
    r"|(?:any\s+idea|do\s+you\s+know|i\s+(?:don't|do\s+not|would\s+like\s+to|want\s+to|need\s+to)\s+"
    r"know)\s+|know\s+|learn\s+|understand\s+)?"
)
_MEANS = r"(?:commands?|steps?|instructions?|way|procedure|recipe|process|prerequisites|how-?to)"
_PURPOSE = (
    r"(?:to|for|of|that|which|i|we|before|needed|required|necessary|do\s+(?:i|we)\s+(?:need|have))\b"
    rf".{{0,50}}?\b(?:{_WORK}|installing|building|testing|setting\s+(?:it|this|the\s+\w+)?\s*up"
    r"|running\s+(?:the\s+)?tests|development|developing|installs|builds|runs|tests)"
)
_QUESTIONS = (
    rf"how\s+(?:(?:do|does|can|could|should|would|must|might|may|to|am|are)\s+)(?:{_ONE}\s+)?"
    rf"(?:(?:best|actually|properly|supposed\s+to|have\s+to|need\s+to|correctly|go\s+about)\s+)*{_WORK}"
    rf"{_HERE}",
    rf"how\s+{_ONE}\s+(?:(?:can|should|could|has\s+to|have\s+to)\s+)?(?:{_WORK}|(?:sets?\s+up|installs?"
    rf"|builds?|tests?|runs?\s+(?:the\s+)?tests)){_HERE}",
    r"how\s+(?:is|are|was|were|should|must|can)\s+(?:(?:the|this|all|these|unit|it|everything|our|your"
    r"|project'?s)\s*)*(?:tests?|test\s?suite|suite|project|package|repo\w*|code\s?base|library"
    r"|dependencies|requirements|environment|thing)?\s*(?:supposed\s+to\s+be\s+|to\s+be\s+|be\s+"
    r"|usually\s+|normally\s+)*(?:run|executed|built|installed|tested|set\s?up|started)\b",
    rf"(?:what|which)(?:'s|\s+is|\s+are|\s+were)?\s+(?:(?:the|a|right|best|correct|proper|exact"
    rf"|recommended|usual|official|quickest|easiest|fastest|minimal)\s+)*{_MEANS}\s+.{{0,25}}?{_PURPOSE}",
    rf"(?:what|which)\s+{_MEANS}\s+(?:do|does|should|must|installs?|builds?|runs?|tests?|sets?\s+up|"
    r"are\s+(?:needed|required)|is\s+(?:needed|required))\b.{0,40}(?:tests?|dependencies|deps|suite"
    r"|requirements|project|package|this|it|environment|install\w*|build\w*|set\s?up)\b",
    rf"what\s+(?:(?:do|must|should|would|else\s+do)\s+{_ONE}|has\s+to\s+be|needs\s+to\s+be|is"
    r"|'s)\s+(?:need(?:ed)?|have|type|run|do|done|installed|required|necessary|enter)\b.{0,60}?\b"
    rf"(?:{_WORK}|tests?|building|installing|setup|started)\b",
    r"what\s+are\s+the\s+(?:prerequisites|set-?up\s+steps|install\w*\s+steps|build\s+steps)\b",
    r"where\s+(?:do|should|can)\s+(?:i|we)\s+(?:start|begin)(?:\s+(?:here|with\s+(?:this|the)\s+\w+))?\W*$",
    r"(?:(?:what|where)\s+(?:are|is)\s+the\s+)?(?:set-?up|install(?:ation)?|build)\s+(?:instructions"
    r"|steps|guide|commands?)(?:\s+(?:please|pls|for\s+(?:this|the)\s+\w+))?\W*$",
    r"(?:list|give\s+me|show\s+me|tell\s+me|name)\s+(?:(?:all|the|me|exact)\s+)*(?:(?:set-?up|install\w*"
    r"|build|test)(?:\s+and\s+\w+)?\s+)?(?:commands?|steps|instructions)\s+(?:for|to|of)\s+"
    r"(?:set|install|build|test|run|get)\w*",
    r"(?:list|give\s+me|show\s+me|tell\s+me)\s+(?:(?:all|the|me|exact)\s+)*(?:set-?up|install\w*|build)"
    r"(?:\s+and\s+\w+)?\s+(?:commands?|steps|instructions)\b",
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
    r"\b(?:ci|github\s+actions|gitlab|docker\w*|kubernetes|pre-?commit|logging|database|db|sentry|nginx"
    r"|linter|linting|sphinx|docs|documentation|readme|image|container|front-?end|npm|server|staging"
    r"|production|deploy\w*|release|publish\w*|pypi|single\s+test|board|structure|skeleton|scaffold\w*"
    r"|template|layout|parallel|faster)\b"
)
_FAULTS = r"Traceback \(most|\b(?:bugs?|crash\w*|traceback|exception|flaky|failing|fails?)\b"
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
    return None


def _is_for_file(clause: str) -> bool:
    """Tell whether a clause asks for AGENTS.md, and for nothing there but how to set up."""
    plain = any(compiled(_NOTHING_ELSE).match(rest) for rest in beginnings(clause))
    wanted = compiled(r".{0,80}?\b" + _FILE).match(clause)
    return plain or (wanted is not None and compiled(_OF_SETUP).search(clause) is not None)


def _is_work(clause: str) -> bool:
    return begins(_FORMS, clause)


def _is_question(clause: str) -> bool:
    if not any(rest.lower().startswith(_ASKING) for rest in beginnings(clause)):
        return False
    if compiled(_OTHERS).search(clause) or compiled(_FAULTS).search(clause):
        return False
    asked = f"{_NO_OTHER}{_SAY}(?:{'|'.join(f'(?:{form})' for form in _QUESTIONS)})"
    return begins([(_ASKING, asked)], clause) and compiled(_SUBJECT).search(clause) is not None
