"""Orders to set a project up that no fixed form tells: what they want to have."""

from __future__ import annotations

from quire.engine.asides import beginnings, compiled

# What only a set-up is about, where nothing behind it makes another thing of it.
_NEEDS = (
    r"(?:(?:dev(?:elopment)?|test(?:ing)?|build|runtime|python)?[\s-]*(?:deps|dependenc(?:y|ies)"
    r"|requirements(?:[-\w]*\.txt)?|prerequisites)|packages?\s+(?:that\s+)?(?:this|it|the"
    r"\s+\w+|we|i)"
    r"\s+(?:needs?|requires?)|packages?\s+(?:i|we)\s+need)"
)
_PLACE = (
    r"(?:\.?venv|virtual\s?env(?:ironment)?|(?:(?:dev(?:elopment)?|python|local|test|working|the|my"
    r"|our)\s+)+env(?:ironment)?)"
)
_NOT_IT = (
    r"(?!\w|\s*[-_]?(?:variables?|vars?|injection|graph|tree|list|file|manager|versions?|conflicts?"
    r"|section|document\w*|analysis|engineering|updates?|check\w*|scan\w*|of\s+the"
    r"\s+(?:customer|client"
    r"|user)))"
)
_HAVE = (
    r"(?:inst?all?|set\s?up|get|fetch|download|pull(?:\s+in)?|create|make|build|put"
    r"\s+together|prepare"
    r"|provide|rebuild|re-?create|re-?install|renew|redo|refresh|sync|bootstrap|spin\s+up|arrange)"
)
_BETWEEN = (
    r"(?:(?!(?:that|which|to|for|from|into|when|if|because|without|not|no|about|add|remove"
    r"|list|show"
    r"|document|describe|faster|between|graph)\b)[\w.\[\]'+&-]+,?\s+){0,7}?"
)
_STEPS = (
    r"(?:installation|install(?:ation)?\s+(?:steps|instructions|guide|procedure)|set-?"
    r"\s?up(?:\s+(?:steps"
    r"|instructions|guide|procedure))?|bootstrap(?:ping)?)"
)
_THROUGH = r"(?:take\s+care\s+of|handle|perform|run|start|go\s+through|follow|execute|carry\s+out)"
_ENDS = (
    r"(?=\W*$|\s*[,.;:!?()+&]|\s+(?:of|for|in|into|with|here|and|from|please|pls|so|on|again"
    r"|now)\b)"
)
# A person is to be able to work: what the code lacks for that is another order.
_ABLE = (
    r"(?:(?:i|we|one)\s+(?:can|could|am\s+able\s+to|are\s+able\s+to)|(?:me|us)\s+(?:to"
    r"\s+)?(?:a|the)"
    r"\s+(?:point|state|stage)\s+where\s+.{0,20}|be\s+able\s+to)\s*"
    r"(?:(?:run|start|execute|use|build|try|begin|work\s+on|collect)(?:ning)?"
    r"\s+(?:(?:all|the|its|our|this|your)\s+)*(?:tests?|test\s+suite|suite|py\.?test|project"
    r"|repo\w*|code|it"
    r"|this|coding|working|developing|hacking|development)\b|(?:work|develop|hack|code|test)\b"
    r"|(?:tests?|suite|py\.?test)\s+(?:can\s+)?(?:be\s+)?run\b)"
)
_ENABLES = r"(?:make|get|bring|set|do|prepare|arrange|enable|help|be\s+able|put)\b"
_FORMS = (
    rf"{_HAVE}\s+{_BETWEEN}(?:{_NEEDS}|{_PLACE}){_NOT_IT}",
    rf"(?:up(?:grade|date)\s+pip)\s+(?:and|then|,)\s+{_BETWEEN}(?:{_NEEDS}){_NOT_IT}",
    rf"(?:delete|remove|throw\s+away)\s+{_BETWEEN}{_PLACE}\s+(?:and|then|,)\s+(?:set|create"
    rf"|make|build"
    r"|re-?\w+|install)\b",
    rf"{_THROUGH}\s+(?:(?:the|a|whole|full|all|your|our|project|local|initial|usual)"
    rf"\s+)*{_STEPS}{_ENDS}",
    r"(?:use|with)\s+(?:uv|pip|poetry|pdm|conda|pipenv|hatch|virtualenv|venv)\s+(?:to"
    r"\s+)?(?:install"
    r"|create|make|set\s?up|sync)\b",
)
_NOUN = (
    r"(?:\.?venv|virtualenv|deps|dependencies|requirements|set-?\s?up|installation|install"
    r"|(?:dev\s+)?env(?:ironment)?)"
)
_FILL = (
    r"(?:project|dev(?:elopment)?|the|a|an|new|fresh|please|pls|and|with|all|local|python|for"
    r"|me|us|now"
    r"|full|clean|complete|test|tests|everything|here|this|repo|thanks|editable|quick|virtual)"
)
_BARE = rf"\W*(?:{_FILL}\W+)*{_NOUN}(?:\W+(?:{_FILL}|{_NOUN}))*\W*"
_TAIL = r"\b(?:parallel|faster|option|flag|button|users?\s+can|fails?|failing|crash\w*|\w+Error)\b"
# What is not there, or no longer, and that it is to be had.
_LACK = (
    r"\b(?:ModuleNotFoundError|no\s+module\s+named|command\s+not\s+found|nothing\s+(?:works"
    r"|is\s+installed)|(?:not|never|\w+n't)\s+(?:\w+\s+){0,2}?installed|pip"
    r"\s+install\b.*\b(?:fails?|does"
    rf"|breaks?|crash\w*)|(?:{_NEEDS}|{_PLACE}|packages?|modules?|librar\w+)\s+(?:is|are"
    rf"|seems?|looks?|got"
    r"|was|were|has|have)\s+(?:\w+\s+){0,2}?(?:missing|deleted|broken|gone|lost|outdated|corrupt\w*"
    r"|removed|incomplete))\b"
)
_SUPPLY = (
    r"(?:(?:inst?all?|provide|fetch|supply|get(?!\s+(?:it|that|this)\b)|set\s?up)\s+(?:them"
    r"|it|that|those|these|everything"
    r"|what(?:ever)?(?:'s|\s+is)?\s+(?:\w+\s+)?(?:needed|missing|necessary|required)|(?:the"
    r"|all)\s+(?:missing|needed"
    r"|required)\b)|(?:do|arrange)\s+(?:(?:that|it)(?:\s+for\s+(?:me|us))?\W*$"
    r"|what(?:ever)?(?:'s|\s+is)"
    r"\s+(?:needed|necessary|required)\b)|(?:make|create|build|set\s?up)\s+(?:a|an)\s+(?:new"
    r"|fresh)\s+one\b"
    r"|(?:rebuild|re-?create|re-?install|renew)\s+(?:it|that|them)\b"
    r"|what(?:ever)?(?:'s|\s+is)\s+(?:needed|necessary|required)\b|that(?:\s+for\s+(?:me|us))?\W*$)"
)


def is_aim(clause: str) -> bool:
    """Tell whether a clause wants what the project needs, or to be able to work on it."""
    if compiled(_BARE).fullmatch(clause):
        return True
    return any(
        compiled(form).match(rest) for rest in beginnings(clause) for form in _FORMS
    ) or _enables(clause)


def _enables(clause: str) -> bool:
    if compiled(_TAIL).search(clause) or not compiled(_ABLE).search(clause):
        return False
    return any(compiled(_ENABLES).match(rest) for rest in beginnings(clause))


def tells_lack(clause: str) -> bool:
    """Tell whether a clause says that a package or an environment is missing."""
    return compiled(_LACK).search(clause) is not None


def supplies(clause: str) -> bool:
    """Tell whether a clause wants what the one before it misses."""
    return any(compiled(_SUPPLY).match(rest) for rest in beginnings(clause))
