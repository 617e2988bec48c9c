"""Read a report of a fault: its traceback, the steps that lead to it, what should come instead."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, replace

_HEADER = re.compile(r"Traceback \(most recent call last\)")
_FRAME = re.compile(r'^\W*File "([^"\n]+)", line (\d+)(?:, in (.+?))?\s*$')
_ERROR = re.compile(r"^\W*((?:[A-Za-z_]\w*\.)*[A-Z]\w*)(?::\s?(.*))?$")
_PROMPT = re.compile(r"^\s*(>>>|\.\.\.) ?(.*)$")
_COMMAND = re.compile(
    r"(?<![\w./-])(?:python3?|py) (?:-m [A-Za-z_][\w.]*|[\w./-]+\.py)[^`\n;&|<>]*"
)
_CALL = re.compile(r"(?<![\w.])[A-Za-z_][\w.]*\(")
_FAULT = (
    r"(?:an? |the |with )*`?((?:[A-Za-z_]\w*\.)*[A-Z]\w*"
    r"(?:Error|Exception|Warning|Iteration|Interrupt|Exit))\b"
)
_RAISES = re.compile(
    rf"\b(?:raises?|raised|throws?|threw|crash(?:es|ed)?|fails?|failed|dies|died|ends?|gives?|gets?"
    rf"|got|shows?)\s+{_FAULT}"
)
_WANTS_ERROR = re.compile(
    rf"\b(?:should|must|ought to|(?:is|are|was) expected to|expected to|supposed to)\s+"
    rf"(?:raise|throw|fail with|give)\s+{_FAULT}"
)
_WANTS = re.compile(
    r"\b(?:(?:should|must|ought to|expected to|supposed to)(?:'ve)?\s+"
    r"(?:have\s+)?(?:return(?:ed)?|be(?:en)?|given?|yield(?:ed)?|produced?|equal|print(?:ed)?|show)"
    r"|should:|instead of|rather than"
    r"|expected(?: result| value| output| answer)?(?: is| was| would be)?:?(?:\s*[-=]>)?"
    r"|(?:(?:I|we)(?: would|'d)? )?(?:wants?|expect(?:ed)?)"
    r"|(?:correct|right|proper)(?: result| value| output| answer| one)?"
    r"(?: is| was| would be| would have been| should be|:))\s+",
    re.IGNORECASE,
)
# What is and what is not: `gives 2, not 3`; and the right value before the words for it.
_GIVES_NOT = re.compile(
    r"(?:^\W{0,3}(?:is|was|are)|\b(?:gives?(?: me)?|gave|returns?|returned|gets?|got|prints?"
    r"|yields?|shows?))\s+"
    r"(?P<given>[^\n]{1,80}?),?\s+(?:(?:and|but)\s+)?not\s+(?=\S)"
)
_IS_RIGHT = re.compile(
    r"(?:\b(?:but|whereas|while|though|and)|[,;.])\s+(?P<right>[^\n]{1,80}?)\s+(?:is|was|would be"
    r"|would have been)\s+(?:the\s+)?(?:correct|right|expected|what)\b"
)
_SEEN = re.compile(
    r"\b(?:actual|got|gets|observed|current(?:ly)?|now|output|result)\W*$", re.IGNORECASE
)
_WORDS = (
    (re.compile(r"(?:an? |the )?empty list\b", re.IGNORECASE), "[]"),
    (re.compile(r"(?:an? |the )?empty (?:string|text)\b", re.IGNORECASE), "''"),
    (re.compile(r"(?:an? |the )?empty (?:dict(?:ionary)?|mapping)\b", re.IGNORECASE), "{}"),
    (re.compile(r"(?:an? |the )?empty tuple\b", re.IGNORECASE), "()"),
    (re.compile(r"(?:an? |the )?empty set\b", re.IGNORECASE), "set()"),
    (re.compile(r"nothing\b", re.IGNORECASE), "None"),
    (re.compile(r"zero\b", re.IGNORECASE), "0"),
    (re.compile(r"one\b", re.IGNORECASE), "1"),
    (re.compile(r"true\b"), "True"),
    (re.compile(r"false\b"), "False"),
)
# A heading, or a word before a colon, and the line below or behind it.
_HEADING = re.compile(
    r"\b(?:expect\w*|should(?: be| print)?|wanted|correct)\b[^\n:]{0,30}(?::[ \t]*"
    r"|\n)\s*(?:```\w*\s*)?"
    r"([^\n]+)",
    re.IGNORECASE,
)
_NONE = object()
_LONGEST = 300  # characters of an expression in a sentence


@dataclass(frozen=True)
class Frame:
    """One entry of a traceback."""

    path: str
    line: int
    function: str
    source: str = ""


@dataclass(frozen=True)
class Trace:
    """A traceback: its frames, outermost first, and the error with its message."""

    frames: tuple[Frame, ...]
    error: str
    message: str = ""


@dataclass(frozen=True)
class Step:
    """A way to see the fault: a call, or a command, with statements that come before it.

    `wants` is the expression that it should give, `wants_error` the exception that it should
    raise, `error` what it raises instead, `shown` what was printed below a prompt.
    """

    kind: str
    source: str
    setup: tuple[str, ...] = ()
    wants: str = ""
    wants_error: str = ""
    error: str = ""
    shown: str = ""


@dataclass(frozen=True)
class Report:
    """What a person wrote about a fault."""

    text: str
    trace: Trace | None
    steps: tuple[Step, ...]


def read(text: str) -> Report:
    """Read a report; what it does not say is empty."""
    trace, rest = _trace(text)
    steps = [*_prompts(rest), *_calls(rest), *_commands(rest)]
    if trace is not None:
        steps = [step if step.error else replace(step, error=trace.error) for step in steps]
    return Report(text, trace, tuple(dict.fromkeys(steps)))


def wishes(text: str) -> Step:
    """Read only what should come instead, from words that need not name the call."""
    _, rest = _trace(text)
    return _judged("", rest, "")


def _trace(text: str) -> tuple[Trace | None, str]:
    """Return the last traceback and the text without any."""
    lines = text.splitlines()
    frames: list[Frame] = []
    found: Trace | None = None
    rest: list[str] = []
    for line in lines:
        if _HEADER.search(line):
            frames = []
            rest.append(line[: line.index("Traceback")])
            continue
        entry = _FRAME.match(line)
        if entry:
            name = (entry[3] or "<module>").strip().strip("`")
            frames.append(Frame(entry[1], int(entry[2]), name))
            continue
        error = _ERROR.match(line) if frames and not line.startswith("    ") else None
        if error:
            found = Trace(tuple(frames), error[1].rpartition(".")[2], (error[2] or "").strip())
            frames = []
        elif frames and line.strip():
            if not frames[-1].source:
                frames[-1] = replace(frames[-1], source=line.strip(" >|"))
        else:
            rest.append(line)
    return found, "\n".join(rest)


def _prompts(text: str) -> list[Step]:
    """Read `>>>` lines: what stands before the last one is its setup, what follows its output."""
    entries: list[str] = []
    after: list[str] = []
    for line in text.splitlines():
        prompt = _PROMPT.match(line)
        if prompt and prompt[1] == ">>>":
            entries.append(prompt[2])
            after = []
        elif prompt and entries:
            entries[-1] += f"\n{prompt[2]}"
        elif entries:
            after.append(line.strip())
    if not entries:
        return []
    source, _, comment = entries[-1].partition("  #")
    told = " ".join([comment, *after]).strip()
    shown = _expression(after[0]) if after else ""
    step = _judged(source.strip(), told, text)
    return [replace(step, setup=tuple(entries[:-1]), shown=shown)]


def _calls(text: str) -> list[Step]:
    """Read calls in sentences; what is said of one stands after it, up to the next one."""
    found: list[tuple[int, int, str]] = []
    for match in _CALL.finditer(text):
        if found and match.start() < found[-1][1]:
            continue
        source = whole_call(text[match.start() : match.start() + _LONGEST])
        line = text[text.rfind("\n", 0, match.start()) + 1 :].split("\n")[0]
        if source and not _PROMPT.match(line):
            found.append((match.start(), match.start() + len(source), source))
    steps: list[Step] = []
    for place, (begin, end, source) in enumerate(found):
        until = found[place + 1][0] if place + 1 < len(found) else len(text)
        before = text[max(text.rfind("\n", 0, begin), begin - 80) + 1 : begin]
        if _WANTS.search(before) and _is_value(source) is False and steps:
            continue
        after = text[end:until].lstrip("`'\" ")
        steps.append(_printed(source, after) or _judged(source, after, before))
    return steps


def _printed(source: str, after: str) -> Step | None:
    """Read what should be printed, a line as it stands; None for what prints no single value."""
    call = _parsed(source)
    one = isinstance(call, ast.Call) and len(call.args) == 1 and not call.keywords
    if not one or not source.startswith("print("):
        return None
    found = _HEADING.search(after)
    line = found[1].strip().strip("`") if found else ""
    wants = line if line and isinstance(_value(line), str) else repr(line) if line else ""
    return Step(kind="call", source=f"str({source[6:-1].strip()})", wants=wants)


def whole_call(text: str) -> str:
    """Return the longest beginning of a text that ends at a bracket and is one expression."""
    best = ""
    for match in re.finditer(r"[)\]]", text):
        if _parsed(text[: match.end()]) is not None:
            best = text[: match.end()]
            if not re.match(r"\s*[.\[(]", text[match.end() : match.end() + 2]):
                return best
    return best


def _parsed(text: str) -> ast.expr | None:
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError):
        return None


def _commands(text: str) -> list[Step]:
    steps: list[Step] = []
    for match in _COMMAND.finditer(text):
        words = re.split(r"[.,]? (?:it )?(?:crash|raise|fail|throw|give|die|end|print|show|return)"
                         r"(?:s|es|ed)?\b", match[0])[0]  # fmt: skip
        steps.append(replace(_judged("", text[match.start() + len(words) :], ""),
                             kind="command", source=words.strip().rstrip(".,:")))  # fmt: skip
    return steps


def _judged(source: str, after: str, before: str) -> Step:
    """Read what is said of a call: mostly behind it, in `expected f(1) to return 2` around it."""
    raises = _RAISES.search(_WANTS_ERROR.sub(" ", after))
    wants_error = _WANTS_ERROR.search(after)
    wants = _after(_WANTS, after) or _right(after)
    if not wants and re.search(r"\bexpect\w*\W*$", before, re.IGNORECASE):
        wants = _after(re.compile(r"^\W*to (?:return|be|give|equal|yield)\s+"), after)
    equal = re.match(r"\W*(?:==|should (?:be )?equal(?: to)?)\s*", after)
    if equal and not _SEEN.search(before) and not (wants and " but " in after):
        wants = _expression(after[equal.end() :]) or wants
    return Step(
        kind="call",
        source=source,
        wants="" if wants_error else wants,
        wants_error=wants_error[1].rpartition(".")[2] if wants_error else "",
        error=raises[1].rpartition(".")[2] if raises else "",
    )


def _right(after: str) -> str:
    """Return the value that is told beside the one that came: `gives 2, not 3`, `3 is right`."""
    found = _GIVES_NOT.search(after)
    if found and _is_value(found["given"].strip("` ")):
        return _expression(after[found.end() :])
    told = (each["right"].strip("` ") for each in _IS_RIGHT.finditer(after))
    return next((value for value in told if _is_value(value)), "")


def _after(words: re.Pattern[str], text: str) -> str:
    """Return the first expression that follows the words."""
    for match in words.finditer(text):
        found = _expression(text[match.end() :])
        if found:
            return found
    return ""


def _expression(text: str) -> str:
    """Return the value that a text begins with, as Python; empty when it begins with none."""
    text = text.lstrip("`* ")[:_LONGEST]
    for words, value in _WORDS:
        if words.match(text):
            return value
    line = text.split("\n")[0]
    for end in range(len(line), 0, -1):
        if line[end : end + 1].isalnum() and line[end - 1].isalnum():
            continue
        piece = line[:end].strip().rstrip(".,;:!?`")
        if piece and _is_value(piece):
            return piece
    return ""


def _is_value(text: str) -> bool:
    """Tell whether a text is a value that can be written down."""
    return text == "set()" or _value(text) is not _NONE


def _value(text: str) -> object:
    """Return the value that a text writes down, _NONE where it is none."""
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return _NONE


def words_as_value(text: str) -> str:
    """Return what a text begins with as a Python value: `an empty list` is `[]`."""
    return _expression(text)
