"""Names of tests after behaviour: what comes out, and under which condition."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

from .testgen_cases import Case
from .testgen_recipes import Made, Named, Recipe, Stored, source
from .testgen_subjects import Subject

MOST = 79
_NOT = {
    ast.Lt: ast.GtE, ast.LtE: ast.Gt, ast.Gt: ast.LtE, ast.GtE: ast.Lt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_WORDS = {
    ast.Lt: "is_below", ast.LtE: "is_at_most", ast.Gt: "is_above", ast.GtE: "is_at_least",
    ast.Eq: "is", ast.NotEq: "is_not", ast.Is: "is", ast.IsNot: "is_not", ast.In: "is_in",
    ast.NotIn: "is_not_in",
}  # fmt: skip
_METHODS = {
    "startswith": "starts_with", "endswith": "ends_with", "isdigit": "is_digits",
    "isalpha": "is_letters", "isspace": "is_blank", "isupper": "is_upper", "islower": "is_lower",
    "isalnum": "is_alphanumeric",
}  # fmt: skip
_RESULTS = {
    "None": "none", "True": "true", "False": "false", "[]": "empty_list", "{}": "empty_dict",
    '""': "empty_text", "()": "empty_tuple", "set()": "empty_set", "0": "zero", "-1": "minus_one",
    "0.0": "zero", "1": "one",
}  # fmt: skip


_EMPTY: dict[object, str] = {None: "missing_{}", "": "empty_{}", (): "empty_{}"}
_TIMES = {2: "_twice", 3: "_three_times", 4: "_four_times"}


def snake(name: str) -> str:
    """Give a class's name as words joined by underscores."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower().strip("_")


def slug(text: str, most: int = 24) -> str:
    """Give a text as part of a name, or nothing where too little of it is left."""
    words = re.sub(
        r"[^a-z0-9]+", "_", text.lower().replace("-", "minus_" if text[:1] == "-" else "_")
    )
    return words.strip("_") if len(words) <= most else ""


class Namer:
    """Names tests so that no two are the same."""

    def __init__(self) -> None:
        self.used: set[str] = set()

    def names(self, subject: Subject, cases: list[Case]) -> list[str]:
        """Name the tests of one subject, each by what sets it apart from the others."""
        conditions = {case.number: list(_conditions(subject, case)) for case in cases}
        return [self._name(subject, case, cases, conditions) for case in cases]

    def _name(
        self,
        subject: Subject,
        case: Case,
        cases: list[Case],
        conditions: dict[int, list[tuple[Any, bool]]],
    ) -> str:
        head = f"test_{_subject_words(subject)}_{_outcome(subject, case)}".rstrip("_")
        options = list(_telling(case, cases, conditions))
        options += [
            words if words.startswith("after_") else f"for_{words}"
            for words in _inputs(subject, case)
        ]
        options = [option for option in options if len(head) + len(option) < MOST]
        for option in options:
            name = f"{head}_{option}"
            if name not in self.used:
                self.used.add(name)
                return name
        plain = [head, *(f"{head}_{option}" for option in options[:1])]
        name = next((each for each in plain if each not in self.used), "")
        number = 2
        while not name or name in self.used:
            name = f"{plain[-1]}_{number}"
            number += 1
        self.used.add(name)
        return name


def _subject_words(subject: Subject) -> str:
    name = subject.name.strip("_").lower() if subject.kind != "class" else f"{snake(subject.name)}"
    return f"{snake(subject.owner)}_{name}" if subject.owner else name


def _outcome(subject: Subject, case: Case) -> str:
    if case.error:
        return f"raises_{snake(case.error)}"
    if case.facts[0][0].startswith("called:"):
        return "returns_a_function"
    returned = _returned(subject, case)
    what, text = case.facts[0]
    kept = [fact[0].split(":") for fact in case.facts if fact[0].startswith(("file:", "gone:"))]
    if kept and text == "None":
        return f"{'removes' if kept[0][0] == 'gone' else 'writes'}_{kept[0][1]}"
    if what.startswith("argument") or (text == "None" and len(case.facts) > 1):
        changed = [fact for fact in case.facts if fact[0].startswith(("argument", "attribute"))]
        names = [fact[0].split(":")[1].strip(".") for fact in changed]
        return f"changes_{names[0]}" if names and not names[0].isdigit() else "changes_it"
    if subject.kind == "class":
        return "keeps_its_values"
    if returned in {each.name for each in subject.parameters}:
        return f"returns_{returned}"
    if what == "result" and text in _RESULTS:
        return f"{'is' if subject.kind == 'property' else 'returns'}_{_RESULTS[text]}"
    return f"returns_{returned}" if returned else ""


def _returned(subject: Subject, case: Case) -> str:
    """Give the name that the executed return statement returns."""
    last = {arc[1] for arc in case.arcs if arc[2] == 0}
    for node in ast.walk(subject.node) if subject.node is not None else ():
        if isinstance(node, ast.Return) and node.lineno in last:
            if isinstance(node.value, ast.Name):
                return "" if node.value.id in ("result", "found", "value") else node.value.id
            if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
                return slug(node.value.value)
    return ""


def _conditions(subject: Subject, case: Case) -> Iterator[tuple[Any, bool]]:
    """Yield the tests of the subject's branches that the case decided, with how."""
    if subject.node is None:
        return
    after: dict[int, set[int]] = {}
    for _, line, following in case.arcs:
        after.setdefault(abs(line), set()).add(following)
    for node in ast.walk(subject.node):
        if (
            isinstance(node, ast.If)
            and node.test.lineno in after
            and node.body[0].lineno != node.lineno
        ):
            ways = after.get(node.lineno, set())
            into = node.body[0].lineno in ways
            if into != bool(ways - {node.body[0].lineno, node.lineno}):
                yield node.test, into


def _telling(
    case: Case, cases: list[Case], conditions: dict[int, list[tuple[Any, bool]]]
) -> Iterator[str]:
    """Yield the case's conditions in words, the rarest among its siblings first."""

    def commonness(pair: tuple[Any, bool]) -> tuple[int, bool]:
        return sum(pair in conditions[other.number] for other in cases), not pair[1]

    for test, way in sorted(conditions[case.number], key=commonness):
        words = phrase(test, way)
        if words and len(words) < 48:
            yield f"when_{words}"


def phrase(test: ast.AST, way: bool) -> str:
    """Give a condition in words, or nothing where it is too intricate."""
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return phrase(test.operand, not way)
    if isinstance(test, ast.Compare) and len(test.ops) == 1:
        return _comparison(test, way)
    if isinstance(test, ast.BoolOp):
        if isinstance(test.op, ast.And) == way and len(test.values) == 2:
            parts = [phrase(value, way) for value in test.values]
            return "_and_".join(parts) if all(parts) else ""
        return ""
    if isinstance(test, ast.Call):
        return _question(test, way)
    word = operand(test)
    return word and (word if way else f"not_{word}")


def _comparison(test: ast.Compare, way: bool) -> str:
    kind = type(test.ops[0]) if way else _NOT[type(test.ops[0])]
    left, right = operand(test.left), operand(test.comparators[0])
    if left == right:
        return ""  # attributes of the same name, of two objects
    return f"{left}_{_WORDS[kind]}_{right}" if left and right else ""


def _question(test: ast.Call, way: bool) -> str:
    if isinstance(test.func, ast.Name) and test.func.id == "isinstance" and len(test.args) == 2:
        left, right = operand(test.args[0]), operand(test.args[1])
        return f"{left}_{'is' if way else 'is_not'}_{right}" if left and right else ""
    if isinstance(test.func, ast.Attribute) and test.func.attr in _METHODS:
        left = operand(test.func.value)
        right = f"_{operand(test.args[0])}" if test.args else ""
        if not left or right == "_":
            return ""
        return f"{left}_{'' if way else 'not_'}{_METHODS[test.func.attr]}{right}"
    return ""


def operand(node: ast.AST) -> str:
    """Give a short expression as part of a name, or nothing."""
    if isinstance(node, ast.Name):
        return node.id.strip("_").lower()
    if isinstance(node, ast.Constant):
        return "empty" if node.value == "" else slug(str(node.value))
    if isinstance(node, ast.Attribute):
        return node.attr.strip("_").lower()
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = operand(node.operand)
        return inner and f"minus_{inner}"
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 1:
        inner = operand(node.args[0])
        word = "length" if node.func.id == "len" else node.func.id.strip("_")
        return inner and f"{word}_of_{inner}"
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        left, right = operand(node.left), operand(node.right)
        return f"{left}_mod_{right}" if left and right else ""
    return ""


def _inputs(subject: Subject, case: Case) -> Iterator[str]:
    """Yield the arguments in words: the telling ones alone, then all of them."""
    call = case.script.steps[-1].call
    ways = [each.name for each in subject.parameters if each.way != "named"]
    pairs = [*zip(ways, call.arguments), *call.named]
    told = [words for name, value in pairs if (words := _notable(name, value))]
    set_to = [f"{name.lower()}_{slug(value) or 'empty'}" for name, value in case.script.settings]
    yield from (words for words in ("_and_".join(set_to), *set_to) if words)
    yield from told[:2]
    if len(told) > 1:
        yield "_and_".join(told[:2])
    plain = [_value(value) for _, value in pairs]
    if plain and all(plain) and len("_and_".join(plain)) < 36:
        yield "_and_".join(plain)
    if case.script.receiver is not None:
        told = [_notable(name, value) for name, value in case.script.receiver.named]
        yield from (words for words in told if words)
    if case.script.receiver is not None and len(case.script.steps) > 1:
        names = [step.call.name for step in case.script.steps[:-1]]
        counts = ((name, names.count(name)) for name in dict.fromkeys(names))
        calls = (f"{name.strip('_')}{_TIMES.get(count, '')}" for name, count in counts)
        yield "after_" + "_and_".join(calls)


def _notable(name: str, value: Recipe) -> str:
    name = name.strip("_").lower()
    if isinstance(value, Stored):
        return _EMPTY.get(value.content, "").format(name)
    if value is None or isinstance(value, bool):
        return f"{name}_{str(value).lower()}"
    if isinstance(value, (str, bytes, list, tuple, set, dict)) and not value:
        return f"empty_{name}"
    if isinstance(value, (int, float)) and value <= 0:
        return f"zero_{name}" if value == 0 else f"negative_{name}"
    if isinstance(value, (list, tuple, set, dict)) and len(value) == 1:
        return f"single_item_in_{name}"
    if isinstance(value, Named) and "." in value.text:
        return slug(value.text.split(".")[-1])
    if isinstance(value, str) and not value.strip():
        return f"blank_{name}"
    return ""


def _value(value: Recipe) -> str:
    if isinstance(value, (Made, Stored, dict)):
        return ""
    return slug(source(value).replace(".", "_"), 20)
