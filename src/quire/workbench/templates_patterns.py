"""Edit templates for regular expressions: how often, how greedily, from where to where."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .scope import Place
from .source import Edit

_CALLS = ("compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer")
_ATOM = re.compile(r"\[\^?\]?[^\]\\]*(?:\\.[^\]\\]*)*\]|\\[wWdDsS]|\)|(?<!\\)\.")
_TIMES = re.compile(r"(?<!\\)([+*?])(\??)")


def patterns(place: Place, node: ast.Constant) -> Iterator[Edit]:
    """Change a pattern that stands as the first argument of a function of `re`."""
    parent = place.parent(node)
    if not isinstance(node.value, str) or not _is_pattern(parent, node):
        return
    text = place.text(node)
    found = re.fullmatch(r"([rRuU]{0,2})(['\"])(.*)\2", text)
    if found is None or found[2] in found[3]:
        return
    prefix, quote, inner = found.groups()
    for other, bits in _variants(inner).items():
        if quote in other:
            continue
        try:
            re.compile(other)
        except re.error:
            continue
        raw = "" if prefix or "\\" in inner or "\\" not in other else "r"
        new = f"{raw}{prefix}{quote}{other}{quote}"
        yield place.swap(node, new, f"{new} instead of {text}"[:90], bits, "pattern")


def _is_pattern(parent: ast.AST, node: ast.Constant) -> bool:
    if not isinstance(parent, ast.Call) or not parent.args or parent.args[0] is not node:
        return False
    function = parent.func
    own = isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name)
    return (
        own
        and ast.dump(function).startswith("Attribute(value=Name(id='re'")
        and (getattr(function, "attr", "") in _CALLS)
    )


def _variants(inner: str) -> dict[str, float]:
    """Give other patterns with the bits that they cost."""
    found: dict[str, float] = {}
    for atom in _ATOM.finditer(inner):
        place = atom.end()
        if inner[place : place + 1] not in ("+", "*", "?", "{"):
            for sign, bits in (("+", 3.5), ("*", 4.5), ("?", 5.0)):
                found.setdefault(inner[:place] + sign + inner[place:], bits)
    for times in _TIMES.finditer(inner):
        before, after = inner[: times.start()], inner[times.end() :]
        for other in ("+", "*", "?", ""):
            found.setdefault(before + other + times[2] + after, 4.0)
        lazy = times[1] if times[2] else f"{times[1]}?"
        found.setdefault(before + lazy + after, 4.5)
    ends = {f"^{inner}": not inner.startswith("^"), f"{inner}$": not inner.endswith("$"),
            f"^{inner}$": not inner.startswith("^") and not inner.endswith("$")}  # fmt: skip
    found.update({other: 4.5 for other, new in ends.items() if new})
    found.setdefault(inner[1:] if inner.startswith("^") else inner, 5.0)
    found.setdefault(inner[:-1] if inner.endswith("$") else inner, 5.0)
    found.update(_other_letters(inner))
    found.pop(inner, None)
    return found


_CLASS = re.compile(r"\[\^?([^\]\\]|\\.)+\]")
_MORE = ("0-9", "A-Z", "a-z", "_", "-", " ", "'", ".", ",", "+", "%", "/", ":", "\\s")
_SHORT = {"d": "wDS", "w": "SdW", "s": "Sb", "b": "B", "W": "w", "D": "d", "S": "wds"}


def _other_letters(inner: str) -> dict[str, float]:
    """Give patterns that match other letters: one class wider, a full stop only, a group."""
    found: dict[str, float] = {}
    for group in _CLASS.finditer(inner):
        end = group.end() - 1
        for more in _MORE:
            if more not in group[0]:
                found[f"{inner[:end]}{more}{inner[end:]}"] = 5.0
    for short in re.finditer(r"\\([dwsbWDS])", inner):
        for other in _SHORT[short[1]]:
            found[f"{inner[: short.start()]}\\{other}{inner[short.end() :]}"] = 4.5
    for stop in re.finditer(r"(?<!\\)\.(?![*+?])", inner):
        found[f"{inner[: stop.start()]}\\.{inner[stop.end() :]}"] = 3.5
    if "|" in inner and inner[:1] == "^" and inner[-1:] == "$":
        found[f"^(?:{inner[1:-1]})$"] = 3.5
    return found


def flags(place: Place, node: ast.Call) -> Iterator[Edit]:
    """Match without regard to case, or line by line."""
    own = isinstance(node.func, ast.Attribute) and place.text(node.func.value) == "re"
    named = own and getattr(node.func, "attr", "") in _CALLS
    if not named or any(keyword.arg == "flags" for keyword in node.keywords):
        return
    if any(place.text(each).startswith("re.") for each in node.args):
        return
    end = place.source.end(node) - 1
    for flag, bits in (("IGNORECASE", 5.5), ("MULTILINE", 6.5), ("DOTALL", 6.5)):
        text = f", flags=re.{flag}"
        yield place.put([(end, end, text)], f"`re.{flag}`", bits, "pattern")
