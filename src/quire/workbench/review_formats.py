"""Checks of a review for formats: of dates and times, and of messages with their values."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from .review_view import Spot, View, short, spot

_DATES = {"strftime", "strptime"}
_LOGS = {"debug", "info", "warning", "error", "critical", "exception"}
_CODE = re.compile(r"%[-#]?([A-Za-z%])")
_FIELD = re.compile(r"%(\(\w+\))?[-#0 +]*(\*|\d+)?(\.(\*|\d+))?[hlL]?([diouxXeEfFgGcrsa%])")
_DAY, _HOUR = set("dj"), set("HI")


def mistaken_date(view: View) -> Iterator[Spot]:
    """Find formats of dates with minutes for the month, and of times with months for minutes."""
    for call in view.touching(ast.Call):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        texts = [each for each in call.args if isinstance(each, ast.Constant)]
        format_of = texts[-1].value if name in _DATES and texts else None
        if isinstance(format_of, str) and _mistake(format_of):
            yield spot(
                texts[-1],
                _mistake(format_of),
                f"In `{format_of}` `%M` stands for minutes and `%m` for the month: "
                f"`{short(call)}` mixes them up, and every date comes out wrong.",
            )


def _mistake(text: str) -> str:
    codes = _CODE.findall(text)
    kinds = set(codes)
    for place, code in enumerate(codes):
        beside = set(codes[max(0, place - 1) : place] + codes[place + 1 : place + 2])
        if code == "M" and not kinds & _HOUR and kinds & _DAY and beside & {"d", "Y", "y"}:
            return "Minutes stand where the month is meant"
        if code == "m" and place and codes[place - 1] in _HOUR and not beside & {"d", "Y", "y"}:
            return "The month stands where minutes are meant"
    return ""


def misfitting_message(view: View) -> Iterator[Spot]:
    """Find messages of a log, and texts before `%`, with more or fewer fields than values."""
    for call in view.touching(ast.Call):
        values = call.args[1:]
        if not values or not _is_logged(view, call) or isinstance(values[0], ast.Dict):
            continue
        fields = _fields(call.args[0])
        if fields is not None and _differs(fields, values):
            yield _misfit(call, fields, len(values), "logging prints an error of its own")
    for node in view.touching(ast.BinOp):
        if isinstance(node.op, ast.Mod) and isinstance(node.right, ast.Tuple):
            fields, values = _fields(node.left), node.right.elts
            expected = view.expects_error(node, "TypeError|Exception")
            if fields is not None and not expected and _differs(fields, values):
                yield _misfit(node, fields, len(values), "TypeError when the line runs")


def _is_logged(view: View, call: ast.Call) -> bool:
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in _LOGS:
        return False
    standard = any(name.partition(".")[0] == "logging" for name in view.imports.values())
    return standard and "log" in ast.unparse(call.func.value).rpartition(".")[2].lower()


def _differs(fields: int, values: list[ast.expr]) -> bool:
    return fields != len(values) and not any(isinstance(each, ast.Starred) for each in values)


def _fields(node: ast.expr) -> int | None:
    """Give how many values a constant text takes; None where that is not plain."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return None
    rest = _FIELD.sub("", node.value)
    found = list(_FIELD.finditer(node.value))
    if "%" in rest or any(each[1] or "*" in each[0] for each in found):
        return None
    return len([each for each in found if each[5] != "%"])


def _misfit(node: ast.Call | ast.BinOp, fields: int, given: int, then: str) -> Spot:
    return spot(
        node,
        f"Message has {fields} fields and gets {given} values",
        f"`{short(node, 60)}`: {then}, and the message is lost. Give each field its value.",
    )
