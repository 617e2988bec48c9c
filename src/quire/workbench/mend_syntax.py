"""Ways to make a text that is no Python program one again, cheapest first."""

from __future__ import annotations

import ast
import difflib
import heapq
import itertools
import keyword
import re
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass

MOST_MENDED = 12
_DEEPEST = 4  # faults in one file
_SECONDS = 6.0
_SLIPPED = 2  # blanks too many or too few that nobody means
# By sign: what it may have been meant to be, and the bits; what closes is mistyped more often.
_OTHERS: dict[str, tuple[tuple[float, str], ...]] = {
    **{sign: ((2.0, ""), *((2.0, o) for o in ")]}" if o != sign)) for sign in ")]}"},
    **{sign: ((2.0, ""), *((2.2, o) for o in "([{" if o != sign)) for sign in "([{"},
    "'": ((2.0, '"'), (2.0, "")),
    '"': ((2.0, "'"), (2.0, "")),
}
# Sign, name, bits at the end of a line (or before its colon), bits inside.
_MISSING = (
    *((sign, f"`{sign}`", 1.2, 3.0) for sign in ")]}"),
    *((sign, f"`{sign}`", 3.2, 3.2) for sign in "([{"),
    ("'", "a quote", 1.8, 2.6),
    ('"', "a quote", 1.8, 2.6),
    (",", "a comma", 2.2, 1.8),
    (":", "a colon", 2.6, 2.6),
)
_HEADER = re.compile(
    r"\s*(async\s+)?(def|class|if|elif|else|for|while|try|except|finally|with|match|case)\b"
)
_CONDITION = re.compile(r"\s*(if|elif|while|assert|return)\b")
_EQUALS = re.compile(r"(?<![=!<>:+\-*/%&|^])=(?!=)")
_WORD = re.compile(r"[A-Za-z_]\w*")
_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_COMMENT = re.compile(r"\s*(#[^'\"]*)?$")
_CONFLICT = re.compile(r"<{7} .*\n(?P<ours>(?:.*\n)*?)={7}\n(?P<theirs>(?:.*\n)*?)>{7} .*\n?")
_FOREIGN = (
    (re.compile(r"\belse\s+if\b|\belse?if\b(?<!elif)"), "elif"),
    (re.compile(r"=>"), ">="),
    (re.compile(r"=<"), "<="),
    (re.compile(r"=!"), "!="),
    (re.compile(r"!==|<>"), "!="),
    (re.compile(r"==="), "=="),
    (re.compile(r"\s*&&\s*"), " and "),
    (re.compile(r"\s*\|\|\s*"), " or "),
    (re.compile(r"!(?!=)\s*"), "not "),
    (re.compile(r"\+\+"), " += 1"),
    (re.compile(r"--$"), " -= 1"),
    (re.compile(r"\bprint\s+(?!\()(?P<shown>.+)$"), r"print(\g<shown>)"),
    (re.compile(r"\bexcept\s+(?P<kind>[\w.]+)\s*,\s*(?P<as>\w+)"), r"except \g<kind> as \g<as>"),
    (re.compile(r"\braise\s+(?P<kind>[\w.]+)\s*,\s*(?P<words>.+)$"), r"raise \g<kind>(\g<words>)"),
    (re.compile(r"\s*(\{|\bthen|\bdo)\s*:?\s*$"), ":"),
    (re.compile(r"\braise\s+(?P<kind>[\w.]+)\s+(?P<words>['\"].+)$"), r"raise \g<kind>(\g<words>)"),
    (re.compile(r"\bnot\s+is\b"), "is not"),
    (re.compile(r"\bin\s+not\b"), "not in"),
    (re.compile(r"\b(var|let|const|final|int|float|double|long|bool|boolean|string|String|char|auto)"
                r"\s+(?=\w+\s*=)"), ""),
    (re.compile(r"^(?P<in>\s*)((public|private|protected|static|final|void|int|boolean|bool|String"
                r"|double)\s+)+(?=\w+\s*\()"), r"\g<in>def "),
    (re.compile(r"\b(function|func|fun|fn)\s+(?=\w+\s*\()"), "def "),
    (re.compile(r"\bcatch\s*\((?P<kind>[\w.]+)\s+(?P<as>\w+)\)"), r"except \g<kind> as \g<as>"),
    (re.compile(r"\bcatch\b"), "except"),
    (re.compile(r"\bthrow\s+(new\s+)?"), "raise "),
    (re.compile(r"\bnew\s+(?=\w+\()"), ""),
    (re.compile(r"\s*//(?P<words>.*)$"), r"  #\g<words>"),
    (re.compile(r"/\*(?P<words>.*?)(\*/)?\s*$"), r"#\g<words>"),
    (re.compile(r"(?P<head>(=|\breturn)\s+)(?P<test>[^?]+?)\s*\?\s*(?P<yes>[^:?]+?)\s*:\s*(?P<no>.+)$"),
     r"\g<head>\g<yes> if \g<test> else \g<no>"),
    (re.compile(r"\((?P<names>[\w, ]*)\)\s*=>\s*"), r"lambda \g<names>: "),
    (re.compile(r"(?P<name>\b\w+)\s*=>\s*"), r"lambda \g<name>: "),
    (re.compile(r"\bfor\s*\((?P<names>[\w, ]+\bin\b.+)\)\s*:?\s*$"), r"for \g<names>:"),
    (re.compile(r"\bfor\s*\((\w+\s+)?(?P<name>\w+)\s*=\s*(?P<from>[^;]+);\s*(?P=name)\s*<\s*"
                r"(?P<to>[^;]+);[^;{]*\)\s*[{:]?\s*$"),
     r"for \g<name> in range(\g<from>, \g<to>):"),
    (re.compile(r"\bfor\s+(?P<names>[\w, ]+?)\s*(\bof\b|\bfrom\b|=|:|\s)\s*"
                r"(?P<all>[\w.]+\(.*|\w[\w.]*\s*:)$"), r"for \g<names> in \g<all>"),
    (re.compile(r";\s*$"), ":"),
)  # fmt: skip


@dataclass(frozen=True, order=True)
class Mend:
    """A text that parses, what was done in words, and the cost in bits."""

    cost: float
    text: str
    kind: str


def fault(text: str) -> int | None:
    """Give the line (from 1) at which a text stops being Python, None where it is Python."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(text)
        except SyntaxError as error:
            return max(1, error.lineno or 1)
        except (ValueError, MemoryError, RecursionError):
            return 1
    return None


def mends(text: str, seconds: float = _SECONDS) -> list[Mend]:
    """Give the cheapest ways to make a text parse; several faults are mended one by one."""
    first = fault(text)
    if first is None:
        return []
    end = time.monotonic() + seconds
    found: list[Mend] = []
    ticket = itertools.count()
    queue = [(0.0, next(ticket), 0, first, Mend(0.0, text, ""))]
    seen = {text}
    shapes: set[str] = set()
    while queue and len(found) < MOST_MENDED and time.monotonic() < end:
        _, _, depth, line, base = heapq.heappop(queue)
        if line == 0:
            shape = ast.dump(ast.parse(base.text))
            found += [base] if shape not in shapes else []
            shapes.add(shape)
            continue
        for cost, kind, changed in _ways(base.text, line):
            if changed in seen or time.monotonic() > end:
                continue
            seen.add(changed)
            left = fault(changed)
            words = f"{base.kind}; {kind}" if base.kind else kind
            mend = Mend(base.cost + cost, changed, words)
            if left is None:
                heapq.heappush(queue, (mend.cost, next(ticket), depth, 0, mend))
            elif left != line and depth + 1 < _DEEPEST:
                # brackets are matched before anything else is read: a fault above may show later
                cost = mend.cost + (2.0 if left > line else 3.5)
                heapq.heappush(queue, (cost, next(ticket), depth + 1, left, mend))
    return found


def _ways(text: str, line: int) -> Iterator[tuple[float, str, str]]:
    """Yield cost, words and text of every change near a line that could be the lack."""
    if _CONFLICT.search(text):
        for side in ("ours", "theirs"):
            yield 1.0, f"keep {side} of the conflict", _CONFLICT.sub(rf"\g<{side}>", text)
        return
    if "\t" in text:
        yield 1.2, "tabs become spaces", text.expandtabs(8)
        yield 1.3, "tabs become spaces", text.expandtabs(4)
    lines = text.splitlines(keepends=True)
    for number, far in _near(lines, line - 1):
        whole = lines[number]
        bare = whole.rstrip("\r\n")
        end = whole[len(bare) :]
        for cost, kind, new in (*_in_line(bare), *_shifted(lines, number)):
            changed = [*lines[:number], new + end, *lines[number + 1 :]]
            yield cost + far, f"line {number + 1}: {kind}", "".join(changed)
        yield from _bodies(lines, number, far)


def _near(lines: list[str], number: int) -> Iterator[tuple[int, float]]:
    """Yield the places of the line at fault, the code lines before it, and how far they are."""
    place, far = min(number, len(lines) - 1), 0.0
    while place >= 0 and far < 4.0:
        if lines[place].strip():
            yield place, far
            far += 0.7
        place -= 1


def _in_line(line: str) -> Iterator[tuple[float, str, str]]:
    found = _COMMENT.search(line)
    cut = found.start() if found else len(line)
    code, comment = line[:cut], line[cut:]
    for cost, kind, new in (*_headers(code), *_foreign(code), *_words(code), *_signs(code)):
        yield cost, kind, new + comment


def _headers(code: str) -> Iterator[tuple[float, str, str]]:
    if _HEADER.match(code) and not code.endswith(":"):
        yield 1.0, "a colon was missing", f"{code}:"
        yield 1.6, "a parenthesis and a colon were missing", f"{code}):"
    if _CONDITION.match(code):
        for found in _EQUALS.finditer(code):
            yield 1.5, "`==` instead of `=`", f"{code[: found.start()]}=={code[found.end() :]}"


def _foreign(code: str) -> Iterator[tuple[float, str, str]]:
    """Yield the Python spelling of what other languages, or Python 2, spell otherwise."""
    for pattern, right in _FOREIGN:
        new = pattern.sub(right, code)
        if new != code:
            shown = f"`{right.strip()}` " if right.strip() and "\\g" not in right else ""
            yield 1.3, f"{shown}as Python spells it", new


def _words(code: str) -> Iterator[tuple[float, str, str]]:
    """Yield nearly spelled keywords, and the line without one of its words."""
    for found in _WORD.finditer(code):
        word = found.group()
        if not keyword.iskeyword(word):
            for near in difflib.get_close_matches(word, keyword.kwlist, 1, 0.7):
                new = f"{code[: found.start()]}{near}{code[found.end() :]}"
                yield 1.5, f"`{near}` instead of `{word}`", new
    for found in _TOKEN.finditer(code):
        if not found.group().isspace():
            new = f"{code[: found.start()]}{code[found.end() :]}"
            yield 4.0, f"without `{found.group()}`", new


def _signs(code: str) -> Iterator[tuple[float, str, str]]:
    """Yield the line with one bracket, quote, comma or colon more, less or other."""
    for place, sign in enumerate(code):
        for cost, other in _OTHERS.get(sign, ()):
            kind = f"`{other}` instead of `{sign}`" if other else f"without `{sign}`"
            yield cost, kind, code[:place] + other + code[place + 1 :]
    for place in sorted({found.end() for found in _TOKEN.finditer(code)} | {0}, reverse=True):
        last = place == len(code) or code[place:] in (":", ",")
        for sign, name, at_the_end, inside in _MISSING:
            cost = at_the_end if last else inside
            if sign not in ",:" or last or code[place:].startswith(" "):
                yield cost, f"{name} was missing", code[:place] + sign + code[place:]


def _shifted(lines: list[str], number: int) -> Iterator[tuple[float, str, str]]:
    """Yield the line at the depths of its neighbours."""
    line = lines[number].rstrip("\r\n")
    own = _indent(line)
    around = [_indent(each) for each in lines[max(0, number - 6) : number + 3] if each.strip()]
    above = next((each for each in reversed(lines[:number]) if each.strip()), "")
    likely = _indent(above) + ("    " if above.rstrip().endswith(":") else "")
    for depth in dict.fromkeys([likely, *around]):
        if depth != own:
            close = abs(len(depth) - len(own)) <= _SLIPPED
            cost = 1.0 if close else 1.4 if depth == likely else 2.2
            yield cost, "another indentation", depth + line.lstrip()


def _bodies(lines: list[str], number: int, far: float) -> Iterator[tuple[float, str, str]]:
    """Yield the text with a body for a header that has none, and with its lines moved in."""
    line = lines[number]
    if not _HEADER.match(line) or not line.rstrip().endswith(":"):
        return
    depth = _indent(line)
    body = f"{depth}    pass\n"
    yield (
        3.0 + far,
        f"line {number + 1}: a body was missing",
        "".join([*lines[: number + 1], body, *lines[number + 1 :]]),
    )
    for end in range(number + 2, min(number + 8, len(lines)) + 1):
        moved = [f"    {each}" if each.strip() else each for each in lines[number + 1 : end]]
        yield (
            1.6 + 0.2 * (end - number) + far,
            f"line {number + 1}: its body moves in",
            "".join([*lines[: number + 1], *moved, *lines[end:]]),
        )


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" \t"))]
