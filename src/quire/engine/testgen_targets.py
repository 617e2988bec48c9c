"""What an order for tests names: files, folders, modules, classes, functions."""

from __future__ import annotations

import re

from quire.engine.asides import compiled
from quire.engine.clauses import LONGEST
from quire.engine.orders import is_test

KIND = r"(?:modules?|packages?|functions?|class(?:es)?|methods?|files?|script|subpackage)\b"
# What cannot be plain English.
NAME = (
    r"(?:`[^`\n]+`|[\w./-]+\.py\b(?:::[\w.]+)?|[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+(?:\(\))?"
    r"|[A-Za-z_]\w*\([^()\n]{0,60}\)|\b[a-zA-Z]\w*_\w+\b|(?:[\w-]+/)+[\w-]*"
    r"|(?-i:\b[A-Z][a-z0-9]+[A-Z]\w*))"
)
_WORD = r"(?<!\w)[A-Za-z_]\w*(?:\.[A-Za-z_]\w*){0,8}"
_EACH = rf"`?{_WORD}(?:\([^()\n]{{0,60}}\))?`?"
# A plain word is a name before a path where nothing but `for` stands before it.
_BOTH = (
    rf"(?P<bare>(?:\b(?:for|of|cover|covering|test)\s+|\b{KIND}\s+)?)(?P<names>{_EACH}"
    rf"(?:(?:\s*[,/&]\s*|\s+and\s+|,\s+and\s+)(?:the\s+)?{_EACH}){{0,12}})"
    rf"(?:\s+{KIND})?\s+(?:in|of|from|inside)\s+(?:the\s+)?(?:module\s+|file\s+)?"
    r"`?(?P<path>[\w./-]+\.py)\b"
)
_METHOD = (
    r"(?:method\s+`?(?P<one>\w+)(?:\(\))?`?|`(?P<two>\w+)(?:\(\))?`(?:\s+method)?)\s+(?:of|in|on)"
    r"\s+(?:the\s+)?(?:class\s+)?`?(?P<owner>(?-i:[A-Z])\w*)`?"
)
_PATH = (
    r"(?<![\w/.-])(?:[\w.-]+/)*[\w.-]*\w\.py(?:::[\w.]+)?(?!\w)"
    r"|(?<![\w/.:-])(?:[\w-]+/)+[\w-]*(?![\w.]\w)"
)
_DOTTED = r"(?<![\w./])[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+"
_NAMED = (
    rf"`({_WORD})(?:\([^`\n]*\))?`|\b([A-Za-z_]\w*)\([^()\n]{{0,60}}\)|\b([a-zA-Z]\w*_\w+)\b"
    r"|((?-i:\b[A-Z][a-z0-9]+[A-Z]\w*))"
)
_COMMAND = r"`([a-z]\w*)\s[^`\n]+`"
_KINDED = (
    rf"\b(?:module|package|function|class|method|subpackage)\s+(?:called\s+|named\s+)?({_WORD})\b"
    rf"|\b({_WORD})\s+(?:module|package|subpackage|class|function|method)\b"
)
_BEHIND = (
    r"\b(?:for|of|to|on|covering|cover|between|in|against)\s+((?:(?:the|my|our|all|every|each|new"
    r"|whole|entire|failing|broken|old|legacy|existing|untested|uncovered|public|following|code|in"
    r"|of|functions?|class(?:es)?|methods?|modules?|package|file|edge|cases?|error|handling)\s+)*)"
    rf"({_WORD})\b"
)
_SURE = (
    rf"\b(?:sure|ensure)(?:\s+that)?\s+(?:the\s+|our\s+|my\s+)?({_WORD})\s+(?:is|are|has|have)\b"
)
_BEFORE = (
    r"\b(?:write|add|create|generate|need|want|implement|draft|extend|improve)\s+(?:(?:a|an|the|some"
    rf"|more|few|new|missing|me|us|any|of|my|our|unit)\s+)*({_WORD})\s+(?:unit\s+)?tests\b"
)
# Whatever these say of a file, it is not the one that is to be tested.
_APART = (
    r"\b(?:don't|dont|do\s+not|without|never|not)\s+(?:touch|chang|edit|modif|alter|break|mock|test"
    r"|import|us)\w*[^.;\n]*(?:\.py[^.;\n]*)*"
    r"|\b(?:except(?:\s+for)?|excluding|but\s+not|other\s+than|apart\s+from|besides|leave\s+out"
    r"|instead\s+of)\b[^,;\n]*"
    r"|\b(?:in\s+the\s+style\s+of|similar\s+to|just\s+like|like(?:\s+(?:in|those\s+in))?|as\s+in"
    r"|modell?ed\s+on|analogous\s+to|using\s+(?:\S+\s+){0,3}?(?:in|from))\s+\S+"
    r"|\b(?:put|place|save|store|keep|write|add)\s+(?:them|it|these|those|the\s+tests?|everything)"
    r"\s+(?:in|into|to|under|at)\s+\S+|https?://\S+"
)
_WHOLE = frozenset(
    ("the", "this", "my", "our", "that", "all", "every", "everything", "it", "project", "repo",
     "repository", "code", "codebase", "whole", "entire", "module", "modules", "package",
     "packages", "function", "functions", "class", "classes", "method", "methods", "file",
     "files", "tests", "test", "them", "me", "us", "edge", "cases", "case", "behaviour",
     "behavior", "errors", "error", "coverage", "cov", "above", "below", "unit", "with", "src",
     "crash", "bug", "each", "both", "these", "those", "which", "what", "any", "some", "branches",
     "branch", "lines", "paths", "handling", "python", "pytest", "unittest", "hypothesis", "now",
     "please", "following", "parts", "logic", "library", "app", "application", "base",
     "everywhere", "least", "percent", "a", "an", "and", "new", "missing", "more", "make", "see",
     "check", "be", "have", "get", "reach", "public", "first", "style", "order", "place", "one",
     "different", "various", "is", "are", "in", "of", "for", "to", "on", "no", "there", "thing",
     "things", "here", "top", "empty", "invalid", "valid", "malformed", "input", "inputs",
     "values", "corner", "boundary", "success", "has", "good")
)  # fmt: skip
_MANNERS = frozenset(
    ("unit", "integration", "edge", "case", "property", "based", "pytest", "unittest",
     "hypothesis", "smoke", "sanity", "regression", "characterization", "characterisation",
     "parametrized", "parametrised", "parameterized", "golden", "acceptance", "functional",
     "automated", "good", "better", "proper", "thorough", "comprehensive", "additional", "extra",
     "further", "simple", "basic", "small", "quick", "solid", "decent", "meaningful", "useful",
     "sensible", "robust", "exhaustive", "extensive", "complete", "several", "two", "three",
     "four", "five", "ten", "behavioural", "behavioral", "negative", "positive", "real", "full",
     "fast", "som", "sum", "first", "initial", "necessary", "remaining", "needed", "suitable",
     "appropriate", "matching", "corresponding", "fuzz", "detailed", "boundary", "corner",
     "value", "python", "lots", "bunch", "api", "e2e", "end", "many", "great", "nice", "clean",
     "deterministic", "isolated", "own", "required", "relevant", "minimal", "couple")
)  # fmt: skip


def has_name(text: str) -> bool:
    """Tell whether a text holds what cannot be plain English: a path, a call, an underscore."""
    return compiled(NAME).search(text) is not None


def targets_of(clause: str, around: str) -> tuple[str, ...] | None:
    """Return what a clause names, else what stands around it names; none means the project.

    None where the clause tells a place that cannot be read.
    """
    plain = compiled(_APART).sub(" ", clause[:LONGEST])
    named = _certain(plain)
    if named:
        return named
    word = _likely(plain)
    if word:
        return word
    return _certain(compiled(_APART).sub(" ", around[:LONGEST])) or _of_test_files(clause)


def _certain(text: str) -> tuple[str, ...]:
    """Return names that look like names, of the plainest kind that there is."""
    both = [
        f"{found['path']}::{name}"
        for found in compiled(_BOTH).finditer(text)
        for name in re.findall(_WORD, re.sub(r"\([^()]*\)", "", found["names"]))
        if not is_test(found["path"]) and (found["bare"] or has_name(found["names"]))
        if name.lower() not in _WHOLE and name.lower() not in _MANNERS
    ]
    if both:
        return _unique(both)
    paths = [each for each in compiled(_PATH).findall(text) if not is_test(each)]
    paths = [
        each for each in paths if each.endswith(".py") or "::" in each or _is_folder(each, text)
    ]
    if paths:
        return _unique(paths)
    methods = [
        f"{found['owner']}.{found['one'] or found['two']}"
        for found in compiled(_METHOD).finditer(text)
    ]
    if methods:
        return _unique(methods)
    dotted = [
        name
        for name in compiled(_DOTTED).findall(text)
        if not name.endswith((".py", ".e", ".g", ".md"))
    ]
    if dotted:
        return _unique(dotted)
    named = [name for groups in compiled(_NAMED).findall(text) for name in groups if name]
    named = [
        name for name in named if not name.startswith(("test_", "Test")) and name != "TestCase"
    ]
    return _unique(named) or _unique(compiled(_COMMAND).findall(text))


def _is_folder(path: str, text: str) -> bool:
    """Tell a folder from two words with a stroke between them, such as `and/or`."""
    if path.endswith("/") or path.count("/") > 1 or f"`{path}`" in text:
        return True
    place = rf"\b(?:for|in|of|under|package|folder|directory|module)\s+{re.escape(path)}"
    return path.startswith(("src/", "lib/")) or re.search(place, text) is not None


def _likely(text: str) -> tuple[str, ...]:
    """Return a plain word that stands where a name does: a wrong one is not found, and told."""
    kinded = [name for groups in compiled(_KINDED).findall(text) for name in groups if name]
    rows = (
        kinded,
        [word for _, word in compiled(_BEHIND).findall(text)],
        compiled(_SURE).findall(text),
        [word for word in compiled(_BEFORE).findall(text) if word.lower() not in _MANNERS],
    )
    for words in rows:
        named = [word for word in words if word.lower() not in _WHOLE and not word.endswith(".py")]
        if named:
            return _unique(named[:1])
    return ()


def _of_test_files(text: str) -> tuple[str, ...]:
    """Return the modules whose tests a clause names: test_utils.py is of utils.py."""
    stems = re.findall(r"\btest_(\w+)\.py|\b(\w+)_test\.py", text)
    return _unique([f"{one or other}.py" for one, other in stems])


def _unique(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
