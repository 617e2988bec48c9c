"""Lines of test files broken where they are too long: at the brackets, the outer ones first."""

from __future__ import annotations

import ast
import re
from pathlib import Path

WIDTH = 88  # where the project says nothing: what formatters hold to
_SETTINGS = ("pyproject.toml", "ruff.toml", ".ruff.toml", "setup.cfg", "tox.ini", ".flake8")
_LENGTH = re.compile(r"^\s*(?:max-)?line[-_]length\s*=\s*(\d{2,3})\s*(?:#.*)?$", re.M)
_BRACKETS = {ast.List: ("[", "]"), ast.Tuple: ("(", ")"), ast.Set: ("{", "}")}


def line_length(root: Path) -> int:
    """Give how long lines may be by the settings of the project's formatter or linter."""
    for name in _SETTINGS:
        path = root / name
        text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
        found = [int(length) for length in _LENGTH.findall(text) if int(length) >= 60]
        if found:
            return min(found)
    return WIDTH


def indented(lines: list[str], width: int, most: int = WIDTH) -> list[str]:
    """Give statements as lines that begin at a column and end before the margin."""
    return [part for line in lines for part in _statement(line, width, most)]


def _statement(line: str, width: int, most: int) -> list[str]:
    width += len(line) - len(line.lstrip())
    line = line.lstrip()
    pad = " " * width
    if width + len(line) <= most or "\n" in line:
        return [pad + line]
    end = ":" if line.startswith("with ") else ""
    try:
        node = ast.parse(f"{line} pass" if end else line).body[0]
    except SyntaxError:
        return [pad + line]
    if isinstance(node, ast.Assert):
        return _compared(line, node, width, most)
    if isinstance(node, ast.With):
        return _broken("with ", node.items[0].context_expr, line, (width, most), end)
    if isinstance(node, ast.Assign):
        return _broken(f"{ast.unparse(node.targets[0])} = ", node.value, line, (width, most))
    if isinstance(node, ast.Expr):
        return _broken("", node.value, line, (width, most))
    return [pad + line]


def _compared(line: str, node: ast.Assert, width: int, most: int) -> list[str]:
    """Give an assertion with its sides under names of their own, where they are long."""
    test = node.test
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return [" " * width + line]
    sign = "is" if isinstance(test.ops[0], ast.Is) else "=="
    right = _text(test.comparators[0], line)
    left = _text(test.left, line)
    if len(left) <= len(right) and width + len(f"assert {left} {sign} expected") <= most:
        lines = _broken("expected = ", test.comparators[0], line, (width, most))
        return [*lines, f"{' ' * width}assert {left} {sign} expected"]
    lines = _broken("result = ", test.left, line, (width, most))
    if width + len(right) + 18 > most:
        lines += _broken("expected = ", test.comparators[0], line, (width, most))
        right = "expected"
    return [*lines, f"{' ' * width}assert result {sign} {right}"]


def _text(node: ast.AST, line: str) -> str:
    return ast.get_source_segment(line, node) or ast.unparse(node)


def _broken(
    head: str, node: ast.expr, line: str, within: tuple[int, int], end: str = ""
) -> list[str]:
    """Give an expression after a head, its items each on a line where it does not fit on one.

    `within` are the column where it begins and the margin.
    """
    width, most = within
    pad = " " * width
    text = _text(node, line)
    whole = f"{pad}{head}{text}{end}"
    if len(whole) <= most:
        return [whole]
    if isinstance(node, ast.Call):
        parts = [("", each) for each in node.args]
        parts += [(f"{each.arg}=", each.value) for each in node.keywords]
        brackets = (f"{_text(node.func, line)}(", ")")
    elif isinstance(node, ast.Dict):
        pairs = [(key, value) for key, value in zip(node.keys, node.values) if key is not None]
        parts = [(f"{_text(key, line)}: ", value) for key, value in pairs]
        brackets = ("{", "}")
    elif isinstance(node, (ast.List, ast.Tuple, ast.Set)):
        parts = [("", each) for each in node.elts]
        brackets = _BRACKETS[type(node)]
    else:
        return [whole]
    if not parts or (isinstance(node, ast.Call) and isinstance(node.func, ast.Lambda)):
        return [whole]
    lines = [f"{pad}{head}{brackets[0]}"]
    inner = ", ".join(f"{name}{_text(part, line)}" for name, part in parts)
    if width + 4 + len(inner) <= most and not isinstance(node, ast.Tuple):
        return [*lines, f"{pad}    {inner}", f"{pad}{brackets[1]}{end}"]
    for name, part in parts:
        lines += _broken(name, part, line, (width + 4, most), ",")
    return [*lines, f"{pad}{brackets[1]}{end}"]
