"""Lines of test files broken where they are too long: at the brackets, the outer ones first."""

from __future__ import annotations

import ast

WIDTH = 99
_BRACKETS = {ast.List: ("[", "]"), ast.Tuple: ("(", ")"), ast.Set: ("{", "}")}


def indented(lines: list[str], width: int) -> list[str]:
    """Give statements as lines that begin at a column and end before the margin."""
    return [part for line in lines for part in _statement(line, width)]


def _statement(line: str, width: int) -> list[str]:
    width += len(line) - len(line.lstrip())
    line = line.lstrip()
    pad = " " * width
    if width + len(line) <= WIDTH or "\n" in line:
        return [pad + line]
    end = ":" if line.startswith("with ") else ""
    try:
        node = ast.parse(f"{line} pass" if end else line).body[0]
    except SyntaxError:
        return [pad + line]
    if isinstance(node, ast.Assert):
        return _compared(line, node, width)
    if isinstance(node, ast.With):
        return _broken("with ", node.items[0].context_expr, line, width, end)
    if isinstance(node, ast.Assign):
        return _broken(f"{ast.unparse(node.targets[0])} = ", node.value, line, width)
    return _broken("", node.value, line, width) if isinstance(node, ast.Expr) else [pad + line]


def _compared(line: str, node: ast.Assert, width: int) -> list[str]:
    """Give an assertion with its sides under names of their own, where they are long."""
    test = node.test
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return [" " * width + line]
    sign = "is" if isinstance(test.ops[0], ast.Is) else "=="
    right = _text(test.comparators[0], line)
    lines = _broken("result = ", test.left, line, width)
    if width + len(right) + 18 > WIDTH:
        lines += _broken("expected = ", test.comparators[0], line, width)
        right = "expected"
    return [*lines, f"{' ' * width}assert result {sign} {right}"]


def _text(node: ast.AST, line: str) -> str:
    return ast.get_source_segment(line, node) or ast.unparse(node)


def _broken(head: str, node: ast.expr, line: str, width: int, end: str = "") -> list[str]:
    """Give an expression after a head, its items each on a line where it does not fit on one."""
    pad = " " * width
    text = _text(node, line)
    whole = f"{pad}{head}{text}{end}"
    if len(whole) <= WIDTH:
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
    if all(isinstance(part, ast.Constant) for _, part in parts):
        return [*lines, *_filled(parts, line, width + 4), f"{pad}{brackets[1]}{end}"]
    for name, part in parts:
        lines += _broken(name, part, line, width + 4, ",")
    return [*lines, f"{pad}{brackets[1]}{end}"]


def _filled(parts: list[tuple[str, ast.expr]], line: str, width: int) -> list[str]:
    """Give constants in lines of as many as fit."""
    pad = " " * width
    lines = [pad]
    for name, part in parts:
        text = f"{name}{_text(part, line)},"
        if lines[-1] != pad and len(lines[-1]) + len(text) + 1 > WIDTH:
            lines.append(pad)
        lines[-1] += f"{'' if lines[-1] == pad else ' '}{text}"
    return lines
