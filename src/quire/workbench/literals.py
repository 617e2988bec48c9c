"""What tests and source text mention: literals for new constants, errors that are expected."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .scope import word_of
from .units import FUNCTIONS, Unit

MOST = 40
MOST_FILES = 20
_MARKS = string.punctuation.replace("\\", "")
_ASKS = {"raises", "assertRaises", "assertRaisesRegex"}
_PLAIN_WORDS = re.compile(r"[\w ,:;'-]+")


@dataclass
class Mined:
    """Literals with their bits, and the errors that failing tests ask for with their words."""

    literals: dict[str, float] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)  # name of an exception → message or ""
    names: set[str] = field(default_factory=set)  # of the failing tests


def mined(root: Path, tests: list[str], failing: set[str], units: list[Unit]) -> Mined:
    """Read literals from the functions' files, then from tests; errors from failing tests only.

    `failing` are the ids of tests, as their runner gives them.
    """
    found: dict[str, float] = {}
    errors: dict[str, str] = {}
    for unit in units:
        for node in unit.source.nodes:
            _keep(node, found, 5.5)
    names = {re.split(r"::|\.", name.partition("[")[0])[-1] for name in failing}
    for path in tests[:MOST_FILES]:
        try:
            tree = ast.parse((root / path).read_bytes())
        except (OSError, SyntaxError, ValueError):
            continue
        for node in ast.walk(tree):
            _keep(node, found, 7.5)
            _keep_marks(node, found)
            if isinstance(node, FUNCTIONS) and node.name in names:
                errors.update(_asked(node))
                _keep_answers(node, found)
    best = sorted(found.items(), key=lambda item: (item[1], item[0]))[:MOST]
    return Mined(dict(best), errors, names)


def _asked(test: ast.AST) -> Iterator[tuple[str, str]]:
    """Yield the exceptions that a test asks for, with the message if it asks for one."""
    for node in ast.walk(test):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        if word_of(node.func) not in _ASKS:
            continue
        words = [k.value for k in node.keywords if k.arg == "match"]
        words += node.args[1:2] if getattr(node.func, "attr", "") == "assertRaisesRegex" else []
        said = words[0].value if words and isinstance(words[0], ast.Constant) else ""
        message = said if isinstance(said, str) and _PLAIN_WORDS.fullmatch(said) else ""
        kinds = node.args[0].elts if isinstance(node.args[0], ast.Tuple) else node.args[:1]
        for kind in kinds:
            name = word_of(kind)
            if name:
                yield name, message


def _keep(node: ast.AST, found: dict[str, float], bits: float) -> None:
    if not isinstance(node, ast.Constant) or isinstance(node.value, (bool, bytes, type(None))):
        return
    if isinstance(node.value, (int, float, str)):
        text = repr(node.value)
        if len(text) <= 24 and "\\" not in text:
            found.setdefault(text, bits)


def _keep_answers(test: ast.AST, found: dict[str, float]) -> None:
    """Keep the constants that a failing test compares something with."""
    for node in ast.walk(test):
        sides = [node.left, *node.comparators] if isinstance(node, ast.Compare) else []
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "assertEqual":
            sides = node.args
        for side in sides:
            if isinstance(side, ast.Constant) and isinstance(side.value, str):
                text = repr(side.value)
                if text in found:
                    found[text] = min(found[text], 7.0)


def _keep_marks(node: ast.AST, found: dict[str, float]) -> None:
    """Keep the punctuation of a text: what separates its parts."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        for letter in node.value[:200]:
            if letter in _MARKS:
                found.setdefault(repr(letter), 6.5)
