"""Examples that documentation gives of a function, in whatever form, and whether they hold."""

from __future__ import annotations

import ast
import doctest
import inspect
import itertools
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from .limits import Limits, limited
from .trial import Bench
from .units import Unit, refuel

MOST_EXAMPLES = 12
_SECONDS = 0.2  # for one example
_MOST_TEXT = 400  # characters of an example
_GIVES = re.compile(
    r"[`'\"]*\s*(?:==|=>|-+>|➞|→|⇒|#\s*(?:=>|->|returns)?|returns?|gives|yields|evaluates to|"
    r"is|equals|should (?:be|return|give|equal)|must (?:be|return|give)|will (?:be|return|give))"
    r"\s*:?\s*[`]*",
)
_END = re.compile(r"[`'\"]*\s*(?:$|[.,;:)#(](?:\s|$)|because\b|since\b|as\b|and\b|but\b|while\b)")
_GIVEN = re.compile(
    r"(?im)^\W*input\W*?:\W*?(?=\w)(?P<given>.+)\n\s*\W*output\W*?:\s*(?P<want>.+)$"
)


def examples_of(unit: Unit) -> list[doctest.Example]:
    """List the examples of a function: those behind `>>>`, in its file too, and those in prose.

    In prose it is a call and what it gives, `f(2) -> 4`, `f(2) returns 4`, or what is put in and
    what comes out: `Input: n = 2`, on the next line `Output: 4`.
    """
    own = ast.get_docstring(unit.node) or ""
    texts = [own]
    for node in unit.source.tree.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            texts.append(ast.get_docstring(node) or "")
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            texts.append(inspect.cleandoc(str(node.value.value)))
    found: list[doctest.Example] = []
    for text in dict.fromkeys(texts):
        if ">>>" not in text:
            continue
        try:
            found.extend(doctest.DocTestParser().get_examples(text))
        except ValueError:
            continue
    return [*found, *_in_prose(unit, own)][:MOST_EXAMPLES]


def _in_prose(unit: Unit, text: str) -> Iterator[doctest.Example]:
    """Yield the examples of a text that are not behind `>>>`."""
    known = set(re.findall(r">>>\s*(.+)", text))
    owner, name = _owner(unit), unit.node.name
    if owner is None:
        return
    for match in re.finditer(rf"(?<![\w.]){re.escape(name)}\(", text):
        call = _whole_call(text[match.start() : match.start() + _MOST_TEXT])
        gives = _GIVES.match(text, match.start() + len(call)) if call else None
        want = _literal(text[gives.end() :].split("\n", 1)[0]) if gives else ""
        if want and call not in known:
            yield _example(owner + call, want)
    for match in _GIVEN.finditer(text):
        call, want = _whole_call(f"{name}({match['given'].strip()})"), _literal(match["want"])
        if call and want and _names_given(call) <= {each.arg for each in unit.node.args.args}:
            yield _example(owner + call, want)


def _example(call: str, want: str) -> doctest.Example:
    return doctest.Example(f"{call}\n", "" if want == "None" else f"{want}\n")


def _owner(unit: Unit) -> str | None:
    """Tell what stands before a call of the function; None where its object takes more to make."""
    if not unit.owners:
        return ""
    kinds = (node for node in unit.source.tree.body if isinstance(node, ast.ClassDef))
    kind = next((node for node in kinds if (node.name,) == unit.owners), None)
    if kind is None or kind.bases or kind.decorator_list:
        return None
    for node in kind.body:
        if isinstance(node, ast.FunctionDef) and node.name == "__init__":
            given = node.args
            if len(given.args) - len(given.defaults) > 1 or None in given.kw_defaults:
                return None
    return f"{kind.name}()."


def _whole_call(text: str) -> str:
    """Give the call that a text begins with; nothing if it is none, or not of plain values."""
    ends = (match.end() for match in re.finditer(r"\)", text))
    for end in ends:
        try:
            call = ast.parse(text[:end].replace("\n", " "), mode="eval").body
        except (SyntaxError, ValueError):
            continue
        plain = isinstance(call, ast.Call) and _is_plain(call)
        return text[:end].replace("\n", " ") if plain else ""
    return ""


def _is_plain(call: ast.Call) -> bool:
    try:
        for each in (*call.args, *(keyword.value for keyword in call.keywords)):
            ast.literal_eval(each)
    except (ValueError, TypeError):
        return False
    return all(keyword.arg for keyword in call.keywords)


def _literal(text: str) -> str:
    """Give the plain value that a text begins with and that nothing goes on from."""
    for end in range(len(text), 0, -1):
        if not _END.match(text, end):
            continue
        try:
            value = ast.literal_eval(text[:end].strip().rstrip(".,;:"))
        except (ValueError, SyntaxError, TypeError, MemoryError):
            continue
        return repr(value)
    return ""


def _names_given(call: str) -> set[str]:
    node = ast.parse(call, mode="eval").body
    given = node.keywords if isinstance(node, ast.Call) and not node.args else []
    return {str(keyword.arg) for keyword in given} or {""}


def held(bench: Bench, units: list[Unit], limits: Limits) -> dict[str, int]:
    """Count the examples of the first unit that hold, and those with a plain value that do not."""
    right = wrong = 0
    for unit in units[:1]:
        names = dict(unit.live[0].__globals__)
        checker = doctest.OutputChecker()
        for example in examples_of(unit):
            shown: list[str] = []
            refuel(bench.units, limits.fuel)
            limited(partial(_show, example, names, shown), _SECONDS, 1.0)
            flags = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
            if checker.check_output(example.want, "".join(shown), flags) or same_value(
                example.want, "".join(shown)
            ):
                right += 1
            else:
                wrong += same_value(example.want, example.want)
    return {"examples": right, "contradicts": wrong}


def _show(example: doctest.Example, names: dict[str, Any], shown: list[str]) -> None:
    try:
        code = compile(example.source, "<example>", "eval")
    except SyntaxError:
        exec(compile(example.source, "<example>", "exec"), names)
        return
    value = eval(code, names)
    if inspect.isgenerator(value):
        value = list(itertools.islice(value, 300))
    if value is not None:
        shown.append(f"{value!r}\n")


def same_value(want: str, got: str) -> bool:
    """Say whether two printed values are equal as literals, whatever their layout."""
    try:
        return bool(ast.literal_eval(want.strip()) == ast.literal_eval(got.strip()))
    except (ValueError, SyntaxError):
        return False
