"""What the test writer takes care of: borrowed calls, blame, odd values, layout, limits."""

from __future__ import annotations

import ast
import os
import random
import signal
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any, cast

import pytest

from quire.workbench import limits
from quire.workbench.forks import last_message
from quire.workbench.testgen_blame import Blame, is_exact
from quire.workbench.testgen_borrow import borrowed
from quire.workbench.testgen_cases import Case
from quire.workbench.testgen_choice import chosen
from quire.workbench.testgen_draws import Drawing, Parameter
from quire.workbench.testgen_guesses import Function, guessed, remembered
from quire.workbench.testgen_layout import WIDTH, indented
from quire.workbench.testgen_pools import Pools
from quire.workbench.testgen_properties import strategy
from quire.workbench.testgen_recipes import Made, Names, source
from quire.workbench.testgen_resolve import NONE, Resolver
from quire.workbench.testgen_scripts import Script, Seen, Stage, Step, perform
from quire.workbench.testgen_subjects import _KEPT_DUNDERS, Plan, Subject
from quire.workbench.testgen_write import Writer, _operation

TESTS = """
import datetime as dt
from fractions import Fraction

start = dt.date(2024, 1, 2)
"""


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("[1, ('a', -2)]", '[1, ("a", -2)]'),
        ("{'a': Fraction(1, 2)}", '{"a": Fraction(1, 2)}'),
        ("dt.date(2024, 1, 2)", "date(2024, 1, 2)"),
        ("start", "start"),
        ("lambda x: x + 1", "lambda x: x + 1"),
        ("'ab' * 2", '"abab"'),
        ("dict(a=[len])", "dict(a=[len])"),
        ("unknown(1)", None),
        ("lambda x: unknown", None),
        ("open('x')", None),
        ("f'{start}'", None),
        ("2 ** 9999", None),
    ],
)
def test_expressions_of_tests_are_borrowed(expression: str, text: str | None) -> None:
    resolver = Resolver(ast.parse(TESTS), Names(), "shop")
    node = ast.parse(expression, mode="eval").body
    found = resolver.recipe(node, {"start": Made("start")})
    assert (None if found is NONE else source(found).removesuffix("()")) == text


CODE = """
def get(self, key):
    return self.held[key - 1]
def share(total, count):
    return total / count
def mean(values):
    return sum(values) / len(values)
def first(text):
    return text[0]
"""


@pytest.mark.parametrize(
    ("name", "error", "line", "given", "expected"),
    [
        ("share", IndexError(), 3, [], True),
        ("share", ZeroDivisionError(), 5, [], True),
        ("mean", ZeroDivisionError(), 7, [], False),
        ("first", IndexError(), 9, [], True),  # looks something up
        ("initial", IndexError(), 9, [], False),
        ("pop", KeyError("a"), 1, [], True),
        ("colour", KeyError("a"), 1, [["a"]], True),
        ("colour", KeyError("b"), 1, ["a"], False),
        ("colour", OverflowError(), 1, [], True),
    ],
)
def test_an_error_that_any_caller_expects_is_no_finding(
    name: str, error: Exception, line: int, given: list[object], expected: bool
) -> None:
    blame = Blame({"m.py": ast.parse(CODE)})
    subject = Subject(name, "function", None, None, [])
    assert blame.callers(Seen(error=error, frame=("m.py", line)), subject, given) is expected


@pytest.mark.parametrize(
    ("hint", "exact"),
    [
        (int, True),
        (list[int], True),
        (dict[str, list[int]], True),
        (list, False),
        (Any, False),
        (dict[str, Any], False),
        (Callable[[int], int], False),
    ],
)
def test_a_crash_counts_only_where_annotations_say_what_fits(hint: object, exact: bool) -> None:
    assert is_exact(hint) is exact


def _parameter(code: str, default: object = None) -> Parameter:
    function = cast("Function", ast.parse(code).body[0])
    parameter = Parameter(function.args.args[0].arg, "positional", False, [], [])
    guessed(parameter, function, Drawing(Names(), Pools()), default)
    return parameter


def test_values_that_nobody_would_pass_are_odd() -> None:
    parameter = _parameter("def f(month):\n    return 31 if month in (1, 3, 5) else 30")
    values: tuple[object, ...] = (1, 1.5, {}, "a", (1, 1))
    assert [value for value in values if parameter.is_odd(value)] == [{}, "a", (1, 1)]
    parameter.known.append("a")
    assert not parameter.is_odd("a")
    assert not _parameter("def f(thing):\n    return thing").is_odd({})


def test_values_unlike_those_that_existing_calls_pass_are_odd() -> None:
    parameter = _parameter("def f(thing):\n    return thing")
    remembered(parameter, [2])
    values: tuple[object, ...] = (5, 1.5, None, [7], "a")
    assert [value for value in values if parameter.is_odd(value)] == [[7], "a"]


def test_objects_of_one_kind_within_another_have_an_end() -> None:
    parameter = Parameter("left", "positional", False, [], [])
    parameter.options = [lambda chance, depth: 1, lambda chance, depth: Made("Tree")]
    parameter.weights, parameter.plain = [0.0, 1.0], 1
    assert parameter.draw(random.Random(1), 1) == (1, Made("Tree"))
    parameter.weights = [0.1, 1.0]
    assert {parameter.draw(random.Random(seed), 0)[1] for seed in range(20)} == {1}


def test_texts_can_be_written_to_files() -> None:
    pools = Pools()
    pools.samplers.append(lambda chance: "a\udddf")
    texts = [pools.text(random.Random(seed)) for seed in range(40)]
    assert "a" in texts
    assert "".join(texts).encode()


def test_parameters_of_callables_have_no_strategy() -> None:
    assert strategy(Callable[[int], int]) == ""


def _case(number: int, arcs: set[tuple[int, int, int]]) -> Case:
    script = Script((Step("f", Made("f", (number,))),))
    return Case(number, script, (("result", "1"),), "", "", "", frozenset(arcs), None)


def test_only_the_wanted_goals_are_chosen_for() -> None:
    cases = [_case(0, {(0, 1, 2), (0, 2, 9)}), _case(1, {(0, 1, 3), (0, 3, 9)})]
    assert len(chosen(cases)) == 2
    assert len(chosen(cases, lambda case: {arc for arc in case.arcs if arc[2] == 9})) == 2
    assert [c.number for c in chosen(cases, lambda case: {a for a in case.arcs if a[2] == 3})] == [
        1
    ]


@pytest.mark.parametrize(
    "line",
    [
        f"assert f({'1, ' * 40}) == {['word'] * 30!r}",
        f"self.assertEqual(f({{'key': {['word'] * 30!r}}}), 'short')",
        f"with pytest.raises(ValueError, match=r'{'x' * 70}'):",
        f"stack = Stack({'g(1, 2), ' * 20})",
    ],
)
def test_long_lines_are_broken_at_brackets(line: str) -> None:
    lines = indented([line], 4)
    assert max(map(len, lines)) <= WIDTH
    end = " pass" if line.endswith(":") else ""
    ast.parse("def test():\n" + "\n".join(lines) + end)


def test_a_comparison_is_compared_in_brackets() -> None:
    writer = Writer(cast("Stage", None), Names(), "pytest")
    assert writer._equal("left == 1", "False") == "assert (left == 1) is False"
    assert writer._equal("f(1)", "2") == "assert f(1) == 2"


def test_variables_are_no_words_of_the_language() -> None:
    writer = Writer(cast("Stage", None), Names(), "pytest")
    script = Script((Step("f", Made("f")),))
    assert [writer._free(name, script) for name in ("and", "dict", "stack")] == [
        "a_and",
        "a_dict",
        "stack",
    ]


class Endless:
    def __iter__(self) -> Endless:
        return self

    def __next__(self) -> int:
        return 1


def test_an_object_without_end_is_read_as_far_as_it_was_seen() -> None:
    form = _KEPT_DUNDERS["__iter__"]
    subject = Subject("__iter__", "method", None, None, [], owner="Endless", form=form)
    seen = perform(subject, Endless(), [], {})
    assert _operation(form, "endless", []) == f"list(islice(endless, {len(seen)}))"


def test_a_signal_that_comes_late_is_ignored() -> None:
    assert limits.limited(lambda: None, 1.0, 1.0) is None
    limits._on_signal(signal.SIGPROF, None)


def test_work_that_cannot_be_interrupted_ends_its_process() -> None:
    def work(send: Callable[[object], None]) -> None:
        send("begun")
        limits.catch_alarms()
        limits.limited(lambda: sum(range(10**12)), 0.1, 0.2, 0.3)
        send("survived")
        os._exit(0)

    assert last_message(work, 60.0) == "begun"


class Stack(list[int]):
    def add(self, value: int) -> None:
        self.append(value)


BORROWED = """
import pytest
from shop.stack import Stack

@pytest.mark.parametrize("first, second", [(1, 2), pytest.param(3, 4)])
def test_add(first, second):
    stack = Stack([first])
    stack.add(second)
    stack.add(5)
    with pytest.raises(ValueError):
        stack.add(unknown)
"""


def test_calls_are_borrowed_with_the_object_and_the_calls_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    module = ModuleType("shop.stack")
    module.__dict__["Stack"] = Stack
    monkeypatch.setitem(sys.modules, "shop.stack", module)
    maker = Subject("Stack", "class", Stack, None, [])
    add = Subject("add", "method", Stack.add, None, [], owner="Stack")
    plan = Plan([maker, add], {"Stack": maker}, {"Stack": [add]})
    found = list(borrowed([ast.parse(BORROWED)], plan, Names(), "shop"))
    assert [script.text for _, script in found] == [
        ";Stack([1])Stack",
        "Stack([1]);add(2)Stack.add",
        "Stack([1]);add(2)Stack.add;add(5)Stack.add",
        ";Stack([3])Stack",
        "Stack([3]);add(4)Stack.add",
        "Stack([3]);add(4)Stack.add;add(5)Stack.add",
    ]


def test_an_object_that_equals_a_plain_container_is_compared_with_it() -> None:
    stage = Stage(Names(), Pools(), Plan(), lambda: None)
    assert list(stage._result(Stack([1, 2]))) == [("result", "[1, 2]")]
