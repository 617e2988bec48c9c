"""The aims of a migration, each found by its ingredients: a target, an origin, a wish to change."""

from __future__ import annotations

import re

from quire.engine.migrate_words import (
    CHANGE,
    compiled,
    speaks_against,
    target_version,
    wants_change,
)
from quire.protocol.items import Json

FILE = re.compile(r"(?<![\w/.-])(?:[\w.-]+/[\w./-]*\w/?|[\w-]+\.py)(?![\w/])")
_CODE = (
    r"\b(?:code\s?base|code|project|package|app(?:lication)?|library|lib|repo(?:sitory)?|syntax"
    r"|files?|sources?|typing|type\s+hints|hints|annotations|everything|scripts?|modules?|tools?"
    r"|program|thing|service|it|us|compatib\w+|features|idioms|minimum|python)\b"
)
_RUNS = (
    r"\b(?:runs?(?:\s+\w+)?|running|works?|working|start(?:s|ing)?(?:\s+\w+)?|usable|ready|proof"
    r"|port\s+it|import(?:s|ing)?)\s+(?:\w+\s+){0,3}?(?:on|with|under|for|in|since|too|it)\b"
    r"|\bcompatib\w*|\bcompliant|\bsupport\s+(?:for\s+)?(?:python|3)|python\s+3\.\d+[\s-]ready"
)
_NEWER = (
    r"\b(?:moderni[sz]\w+|upgrad\w+|upgarde|convert\w*|migrat\w+|adapt\w*|switch\w*|mov\w+|port"
    r"|bring|lift|take|get|raise|rais\w+|transition|transform|updat\w+|rewrite|change|syntax|bump"
    r"|features|idioms|constructs|adjust)\b|-+>|=+>|\u2192|\bwant\b.*\bon\b|\bshould\s+be\s+on\b"
)
_NOT_SYNTAX = (
    r"\bpyproject|\bsetup\.|\bfail|\berror|\bpip\b|\btests?\s+(?:to\s+)?(?:run|work)|\bjob\b"
    r"|\brunner|\b(?:the|our|all)\s+tests?\b.*\bon\b|\bpython\s+version\s+of|\binterpreter"
    r"|\bnew\s+(?:package|project|library)|\bdependenc|\brequires-python|\bpython\s*2(?:\.|\b)"
    r"|\bfolder|\bdirector|\bdevelopment|\b(?:support|accept|parse|handle|read)s?\s+(?:python\s+)?"
    r"3\.\d+\s+(?:code|syntax)"
    r"|\b(?:run|running|call)\s+(?:py\.?test|the\s+tests)"
)


def syntax(plain: str) -> Json | None:
    """Read an order for newer syntax, or for code that runs on a newer Python."""
    lifted = compiled(r"\b(?:raise|set|bump)\s+the\s+minimum\b").search(plain)
    allowed = ("add", "run", "fix", "raise", *(("raise",) if lifted else ()))
    if compiled(_NOT_SYNTAX).search(plain) or speaks_against(plain, allowed):
        return None
    if compiled(r"\badd\b(?!\s+(?:\w+\s+)?(?:support|compatib))").search(plain):
        return None
    version = target_version(plain)
    runs = compiled(_RUNS).search(plain) and not compiled(r"\bsyntax\b").search(plain)
    mended = runs and compiled(r"\b(?:add|ensure|fix|restore|resolve|guarantee)\b").search(plain)
    if version is None or not (mended or wants_change(plain)):
        return None
    if runs:
        told = compiled(_CODE).search(plain) or FILE.search(plain)
        return {"what": "shipped"} if told else None
    if compiled(r"\bfix\b").search(plain) or not compiled(_NEWER).search(plain):
        return None
    return {"what": "syntax", "version": version} if _aims_at(plain, version) else None


def modern(plain: str) -> Json | None:
    """Read an order for newer syntax that names no version: the project's own is meant."""
    form = (
        r"\W*moderni[sz]e(?:\s+(?:the|this|our|my|all|whole|python|old|legacy|syntax|of))*"
        r"\s+(?:code(?:\s?base)?|syntax|project|package|library|python\s+code|sources?|modules?)"
        r"(?:\s+syntax)?(?:\s+(?:here|please|pls|thanks|a bit))*\W*"
    )
    return {"what": "syntax", "version": ""} if compiled(form).fullmatch(plain) else None


def _aims_at(plain: str, version: str) -> bool:
    """Tell whether it is the code that shall have the version, not a tool beside it."""
    ver = re.escape(version)
    noun = compiled(_CODE).search(re.sub(r"(?i)python(?=[\s-]*3)", "", plain))
    way = rf"(?:\bto|\bfor|\bonto|\btowards|\bon|>|\u2192)\s+(?:use\s+)?(?:\w+\s+)?{ver}"
    if noun or compiled(r"\w/(?:\s|$)|\.py\b").search(plain):
        return True
    return bool(compiled(way).search(plain))


_ORIGIN = (
    r"unit\s?test(?:\.test_?case|s'|'s)?\b(?!\s+for)|\btest\s?case\b|\btest\s?cases\b|\bself\.assert"
    r"|\bx-?unit\b"
)
_UNITTEST = r"\bunittest|\btestcase|\bself\.assert"
_PYTEST = r"\bpy\.?test(?!\s*(?:\d|[\s-](?:fail|warn|plugin|config|xdist|cov\b|ini|error)))"
_PLAIN = (
    r"\b(?:(?:bare|plain|simple|native|normal|regular|style)\s+)+(?:assert\w*)|>\s*assert\b"
    r"|\bto\s+assert\b"
)
_BACK = (
    r"\b(?:in|on)?to\s+(?:the\s+)?(?:python'?s?\s+)?(?:built-?in\s+)?unittest\b"
    r"|\b(?:from|instead\s+of|rather\s+than|not|off|rid\s+of|replace|drop)\s+(?:the\s+)?py\.?test\b"
    r"|py\.?test\s+(?:(?:tests|ones|suite)\s+)?(?:in)?to\s+(?!.*py\.?test)"
)
_NOT_TESTS = (
    r"\bto\s+(?:run|start|execute)\b|\b(?:test\s+)?runner|\brun\s+(?:the|our|with|all)|\bworks?\b"
    r"|\bfail|\berror|\bcrash|\bnew\s+tests|\bfind\b|\bcollect\b|\bdiscover|\bmock\b|\bdeprecat"
)
_TESTS = r"\btests?\b|\bsuite\b|\btest\s?cases?\b|\btest_\w+|\btests/|\bunittests?\b|\basserts?\b"
_TURNED = (
    rf"{CHANGE}.*\b(?:(?:in|on)?to|in|as)\s+(?:(?!\b(?:and|with)\b)[\w]+\s+){{0,2}}?py\.?test"
    r"|\bmake\b[^.;]*\bpy\.?test|\b(?:should|must|need\s+to|have\s+to|will|may)\s+(?:all\s+)?be\s+"
    r"(?:\w+\s+)?py\.?test|\bpy\.?test-?ify"
)


def unittest(plain: str) -> Json | None:
    """Read an order for tests in the manner of pytest."""
    newer = compiled(_PYTEST).search(plain)
    if not newer and not (compiled(_PLAIN).search(plain) and "self.assert" in plain.lower()):
        return None
    against = compiled(_BACK).search(plain) or compiled(_NOT_TESTS).search(plain)
    if against or speaks_against(plain):
        return None
    older = compiled(_ORIGIN).search(plain)
    clear = compiled(_UNITTEST).search(plain) or compiled(_TURNED).search(plain)
    if older and clear:
        short = compiled(r"\bout\b.*\bin$|unittests?\s+to\s+py|\bpytest\s+style\b")
        if not wants_change(plain) and not short.search(plain):
            return None
    elif not (compiled(_TURNED).search(plain) and compiled(_TESTS).search(plain)):
        alone = compiled(r"(?:migrate|move|switch|convert|port)\s+(?:over\s+)?to\s+py\.?test")
        return {"what": "unittest", "paths": []} if alone.fullmatch(plain) else None
    if not older and compiled(_PYTEST + r"\s+(?:fixtures?|marks?|parametri\w*)").search(plain):
        return None
    paths = [each.rstrip("/.") for each in FILE.findall(plain)]
    return {"what": "unittest", "paths": list(dict.fromkeys(paths))}


_OLD_SETUP = r"\bsetup\.(?:py|cfg)\b"
_NEW_SETUP = r"\bpyproject(?:\.toml)?\b|\bpep[\s-]*(?:517|518|621)\b"
_NO_SETUP = (
    r"\b(?:black|flake8|ruff|mypy|isort|pylint|py\.?test|coverage|bandit|config\s+(?:of|for)"
    r"|dependenc\w+|fail\w*|errors?|fix|keep|does(?:n't|\s+not)|poetry|hatch|flit|as\s+config"
    r"|unpack\w*|add|versions?|already|reads?|list|disagree|excluded?)\b"
    r"|\b(?:to|into|onto|create|generate|make|write|(?<!still )use)\s+(?:an?\s+|the\s+)?"
    r"setup\.(?:py|cfg)"
    r"|\bfrom\s+(?:the\s+|our\s+)?pyproject|\b(?:instead\s+of|rather\s+than|not)\s+(?:the\s+|a\s+)?"
    r"pyproject"
)
_PACKED = r"\b(?:packag\w+|build|metadata|project|setup|repo\w*|code\s?base|definition)\b"
_ONTO = (
    r"\b(?:(?:on|in)?to|use|adopt)\s+(?:(?:a|the|our|use|modern|new|single|proper|standard|one)\s+)*"
    r"[`(]?(?:pyproject|pep)"
)


def setup(plain: str) -> Json | None:
    """Read an order for packaging told in pyproject.toml."""
    newer, older = compiled(_NEW_SETUP).search(plain), compiled(_OLD_SETUP).search(plain)
    if newer is None or compiled(_NO_SETUP).search(plain):
        return None
    allowed = ("create", "generate", "build", "write", "build the")
    if speaks_against(plain, allowed if older else ()):
        return None
    if older:
        found = wants_change(plain) or compiled(r"\b(?:create|generate|build|write)\b").search(
            plain
        )
        return {"what": "setup"} if found else None
    if compiled(r"\bcreate|\bgenerate|\bnew\s+(?:package|project)|\btool\.").search(plain):
        return None
    moved = compiled(rf"{CHANGE}.*{_ONTO}").search(plain)
    alone = compiled(rf"\W*(?:\w+\s+){{1,2}}?(?:over\s+)?{_ONTO}\S*$").fullmatch(plain)
    packed = compiled(_PACKED).search(plain)
    return {"what": "setup"} if moved and (packed or alone) else None
