"""Literals that tests and documentation mention, as material for new constants."""

from __future__ import annotations

import ast
import string
from pathlib import Path

from .units import Unit

MOST = 40
_MARKS = string.punctuation.replace("\\", "")


def mined(root: Path, tests: list[str], units: list[Unit]) -> dict[str, float]:
    """Give literals in source text with their bits: the function's file first, then tests."""
    found: dict[str, float] = {}
    for unit in units:
        for node in ast.walk(unit.source.tree):
            _keep(node, found, 5.5)
    for path in tests[:20]:
        try:
            tree = ast.parse((root / path).read_bytes())
        except (OSError, SyntaxError, ValueError):
            continue
        for node in ast.walk(tree):
            _keep(node, found, 7.5)
            _keep_marks(node, found)
    return dict(sorted(found.items(), key=lambda item: (item[1], item[0]))[:MOST])


def _keep(node: ast.AST, found: dict[str, float], bits: float) -> None:
    if not isinstance(node, ast.Constant) or isinstance(node.value, (bool, bytes, type(None))):
        return
    if isinstance(node.value, (int, float, str)):
        text = repr(node.value)
        if len(text) <= 24 and "\\" not in text:
            found.setdefault(text, bits)


def _keep_marks(node: ast.AST, found: dict[str, float]) -> None:
    """Keep the punctuation of a text: what separates its parts."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        for letter in node.value[:200]:
            if letter in _MARKS:
                found.setdefault(repr(letter), 6.5)
