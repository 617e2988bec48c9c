"""Checks of a review for statements and commands that are put together from values."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .review_view import Spot, View, dotted, own, short, spot

_STATEMENT = re.compile(
    r"^\W*(select\b.+\bfrom|insert\s+(or\s+\w+\s+)?into|update\b.+\bset|delete\s+from|drop\s+table"
    r"|truncate\s+table|alter\s+table|replace\s+into)\b",
    re.IGNORECASE | re.DOTALL,
)
_RUNNERS = {"execute", "executemany", "executescript", "read_sql"}
# Methods that take a statement by another name: there the text has to be one.
_ASKERS = {
    "query", "raw", "text", "sql", "fetch", "fetchrow", "fetchval", "fetch_all", "fetch_one",
    "fetchall", "fetchone", "exec_driver_sql", "read_sql_query", "scalar", "scalars", "run_sql",
    "execute_sql", "mogrify", "iterate", "prepare",
}  # fmt: skip
_QUOTING = re.compile("quote|escape|ident|literal", re.IGNORECASE)
_SHELLS = {"os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput"}


def sql_from_parts(view: View) -> Iterator[Spot]:
    """Find statements of SQL that are put together from values."""
    for call in view.touched(ast.Call):
        name = view.called(call).rpartition(".")[2] or getattr(call.func, "attr", "")
        if not call.args or name not in _RUNNERS | _ASKERS:
            continue
        text = value_of(view, call.args[0])
        value = _inserted(view, text)
        is_sql = _is_sql(text) if name in _RUNNERS else _STATEMENT.search(_beginning(text))
        if value is not None and is_sql:
            yield spot(
                call,
                "SQL is put together from a value",
                f"`{short(value)}` becomes part of the statement itself: with the value "
                "`x' OR '1'='1` it reads or changes other rows. Pass it as a parameter "
                "(`execute(sql, (value,))`).",
            )


def _is_sql(text: ast.expr) -> bool:
    words = ast.unparse(text)
    return bool(re.search(r"\b(select|insert|update|delete|drop|create|alter|replace|from|where)\b",
                          words, re.IGNORECASE))  # fmt: skip


def _beginning(text: ast.expr) -> str:
    """Give the words of a built text, its values left out."""
    parts = [each for each in ast.walk(text) if isinstance(each, ast.Constant)]
    parts.sort(key=lambda each: (each.lineno, each.col_offset))
    return " ".join(each.value for each in parts if isinstance(each.value, str))


def value_of(view: View, node: ast.expr) -> ast.expr:
    """Give the expression that a local name was set to, or the expression itself."""
    if isinstance(node, ast.Name):
        for each in own(view.scope(node)):
            if isinstance(each, ast.Assign) and dotted(each.targets[0]) == node.id:
                return each.value
    return node


def _inserted(view: View, text: ast.expr) -> ast.expr | None:
    """Give the first value that is built into a text; None for a constant text."""
    values: list[ast.expr] = []
    if isinstance(text, ast.JoinedStr):
        values = [each.value for each in text.values if isinstance(each, ast.FormattedValue)]
    elif isinstance(text, ast.BinOp) and isinstance(text.op, (ast.Mod, ast.Add)):
        if isinstance(text.left, ast.BinOp):
            inner = _inserted(view, text.left)
            if inner is not None:
                return inner
        literal = isinstance(text.left, (ast.Constant, ast.BinOp))
        if literal or isinstance(text.op, ast.Add):
            values = list(text.right.elts) if isinstance(text.right, ast.Tuple) else [text.right]
    elif isinstance(text, ast.Call) and getattr(text.func, "attr", "") == "format":
        values = [*text.args, *(each.value for each in text.keywords)]
    elif isinstance(text, ast.Call) and _is_joined(view, text):
        values = [each for each in text.args if not isinstance(each, (ast.List, ast.Tuple))]
    return next((each for each in values if not _is_fixed(each)), None)


def _is_joined(view: View, call: ast.Call) -> bool:
    return getattr(call.func, "attr", "") == "join" and view.called(call) != "shlex.join"


def _is_fixed(node: ast.expr) -> bool:
    """Say whether a value is the program's own: a constant, or a name in capitals."""
    if isinstance(node, ast.Constant):
        return True
    if isinstance(node, ast.Call):
        # "?, ?" made from a number of parameters, or a number by itself
        plain = dotted(node.func) in ("int", "len") or "'?'" in ast.unparse(node)
        return plain or bool(_QUOTING.search(dotted(node.func)))
    last = dotted(node).rpartition(".")[2]
    return bool(last) and last.upper() == last


def shell_from_parts(view: View) -> Iterator[Spot]:
    """Find commands of a shell that are put together from values."""
    for call in view.touching(ast.Call):
        if not call.args:
            continue
        name = view.called(call)
        shell = any(
            each.arg == "shell" and isinstance(each.value, ast.Constant) and each.value.value
            for each in call.keywords
        )
        if name not in _SHELLS and not (shell and name.startswith("subprocess.")):
            continue
        command = value_of(view, call.args[0])
        fixed = isinstance(command, ast.Constant) or _is_fixed(command)
        built = isinstance(command, (ast.JoinedStr, ast.BinOp, ast.Call))
        if not fixed and (not built or _inserted(view, command) is not None):
            yield spot(
                call,
                "Shell runs a command with a value in it",
                f"`{short(command)}` is read by a shell: a value such as `; rm -rf ~` is run as a "
                "command of its own. Pass a list of arguments without a shell.",
            )
