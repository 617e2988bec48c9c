"""Compute the value of a formula."""

import math
import operator

from calc.parser import Parser


class EvaluationError(Exception):
    """A name or a function that is not known, or an impossible operation."""


OPERATORS = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": operator.pow,
}

FUNCTIONS = {
    "abs": abs,
    "min": min,
    "max": max,
    "sqrt": math.sqrt,
    "round": round,
    "hypot": math.hypot,
}


def evaluate(text, names=None):
    """Return the value of one formula; an assignment also changes `names`."""
    if names is None:
        names = {}
    return compute(Parser(text).parse(), names)


def compute(tree, names):
    kind = tree[0]
    if kind == "num":
        return tree[1]
    if kind == "name":
        if tree[1] not in names:
            raise EvaluationError(f"unknown name {tree[1]}")
        return names[tree[1]]
    if kind == "neg":
        return -compute(tree[1], names)
    if kind == "let":
        names[tree[1]] = compute(tree[2], names)
        return names[tree[1]]
    if kind == "call":
        return call(tree[1], [compute(argument, names) for argument in tree[2]])
    _, symbol, left, right = tree
    try:
        return OPERATORS[symbol](compute(left, names), compute(right, names))
    except ZeroDivisionError:
        raise EvaluationError("division by zero") from None


def call(name, arguments):
    if name not in FUNCTIONS:
        raise EvaluationError(f"unknown function {name}")
    try:
        return FUNCTIONS[name](*arguments)
    except (TypeError, ValueError) as error:
        raise EvaluationError(f"{name}: {error}") from error


def run(program):
    """Evaluate each line; return the values. Empty lines and # comments are skipped."""
    names = {}
    values = []
    for line in program.splitlines():
        code = line.split("#")[0].strip()
        if code:
            values.append(evaluate(code, names))
    return values
