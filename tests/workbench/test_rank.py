"""What speaks for one change that passes the tests, and against another."""

from __future__ import annotations

import ast
import pickle
from pathlib import Path
from types import FunctionType
from typing import cast

import pytest

from quire.workbench.behaviour import Behaviour
from quire.workbench.candidates import Candidate
from quire.workbench.confidence import sure, undecide
from quire.workbench.fitted import crossed, fitted, written
from quire.workbench.inputs import frozen, inputs, parameters, shown
from quire.workbench.rank import mark_gone
from quire.workbench.source import Edit, SourceFile, Span
from quire.workbench.survivor import Survivor
from quire.workbench.trace import Traces
from quire.workbench.units import FUNCTIONS, Unit
from tests.workbench.trees import Finding, lay, run

UNIQUE = """def unique(items, key):
    seen = []
    for item in items:
        k = item
        if k not in seen:
            seen.append(k)
    return seen
"""
CALL = {"items": ["a", "bb", "c"], "key": len}


def unique() -> Unit:
    source = SourceFile("m.py", UNIQUE.encode())
    names: dict[str, object] = {}
    exec(compile(UNIQUE, "m.py", "exec"), names)
    node = source.tree.body[0]
    assert isinstance(node, FUNCTIONS)
    return Unit(source, node, (), [cast("FunctionType", names["unique"])])


def against(old: str, new: str) -> float:
    """Give the bits against an edit of `unique`, which a failing test calls with `CALL`."""
    start = UNIQUE.index(old)
    edit = Edit("m.py", (Span(start, start + len(old), new),), "change", 1.0)
    traces = Traces(
        types={("m.py", 1): {"item": {"str"}}}, calls={("m.py", 1): [("test_m", frozen(CALL))]}
    )
    return fitted(Candidate((edit,), (unique(),), 1.0), traces, {"test_m"})


@pytest.mark.parametrize(
    ("words", "new", "told"),
    [
        ("0.0 for an empty list", "0", True),
        ("0.0 for an empty list", "False", False),
        ("At most -2.5 or 3", "-2.5", True),
        ("Its index, or -1", "-1", True),
        ("Its index, or -1", "1", False),
        ("At most 2.5, or 3.", "3", True),
        ("Version 1.3.2 of v2", "2", False),
        ("Give 1 or 2", "x + 1", False),
        ("Give 1 or 2", "x[1]", False),
        ("Give 1 or 2", "x + 2", True),
    ],
)
def test_a_number_of_the_documentation_is_known(words: str, new: str, told: bool) -> None:
    text = f'def f(x):\n    """{words}"""\n    return x\n'
    source = SourceFile("m.py", text.encode())
    node = source.tree.body[0]
    assert isinstance(node, FUNCTIONS)
    value = ast.parse(new, mode="eval").body
    assert written([*ast.walk(value)], Unit(source, node, (), [])) is told


@pytest.mark.parametrize(
    ("old", "new", "lost"),
    [
        ("x % 11 == 0", "x % 12 == 0", True),
        ("x % 11 == 0", "x % 11 == 1", False),
        ("x % 9 == 0", "x % 10 == 0", False),
        ("x % 11 == 0", "x - 11 * (", False),
    ],
)
def test_a_number_of_the_documentation_is_missed(old: str, new: str, lost: bool) -> None:
    text = f'def f(x):\n    """Say whether x is a multiple of 11."""\n    return {old}\n'
    source = SourceFile("m.py", text.encode())
    node = source.tree.body[0]
    assert isinstance(node, FUNCTIONS)
    start = source.text.index(old)
    edit = Edit("m.py", (Span(start, start + len(old), new),), "change", 1.0)
    unit = Unit(source, node, (), [])
    assert crossed(Candidate((edit,), (unit,), 1.0), unit) is lost


@pytest.mark.parametrize(
    ("old", "new", "bits"),
    [
        ("k = item", "k = key(item)", 0.0),
        ("k = item", "k = len(item)", 4.0),
        ("seen.append(k)", "seen.extend(item)", 4.0),
        ("seen.append(k)", "seen.append(k + 3)", 0.0),
        ("seen.append(k)", "seen.append(k << 3)", 1.0),
    ],
)
def test_what_fits_only_the_tests_counts_against_an_edit(old: str, new: str, bits: float) -> None:
    assert against(old, new) == bits


@pytest.mark.parametrize(
    ("old", "new", "bits"), [("range(low, high)", "range(low, high + 1)", 0.0),
                             ("g(high)", "g(high + 1)", 2.5)]
)  # fmt: skip
def test_one_more_is_odd_only_of_what_nothing_counts(old: str, new: str, bits: float) -> None:
    text = f"def f(low, high, g):\n    return [n for n in {old}]\n"
    source = SourceFile("m.py", text.encode())
    node = source.tree.body[0]
    assert isinstance(node, FUNCTIONS)
    start = text.index(old)
    edit = Edit("m.py", (Span(start, start + len(old), new),), "change", 1.0)
    unit = Unit(source, node, (), [])
    assert fitted(Candidate((edit,), (unit,), 1.0), Traces(), {"test_m"}) == bits


def test_functions_without_a_name_travel_with_what_they_hold() -> None:
    step = 2
    back = pickle.loads(frozen({"f": lambda x: x + step, "g": len}))
    assert (back["f"](1), back["g"]("ab")) == (3, 2)


def test_parameters_keep_their_stars() -> None:
    def each(a: int, *rest: int, b: int = 0, **more: int) -> None: ...

    assert parameters(each.__code__) == ["a", "b", "*rest", "**more"]


def made(*calls: dict[str, object]) -> list[dict[str, object]]:
    found = inputs([("test_m", frozen(call)) for call in calls], seed=0)
    return [pickle.loads(data) for data, real in found if not real]


def test_texts_come_in_either_case() -> None:
    texts = [str(call["text"]) for call in made({"text": "abc"})]
    assert any(text.upper() != text != text.lower() for text in texts)
    assert "ABC" in texts


def test_arguments_of_different_calls_are_mixed() -> None:
    one, other = {"f": len, "n": None}, {"f": sum, "n": None}
    calls = made({**one, "items": [1]}, {**other, "items": [2, 3]})
    assert any(call["f"] is sum and call["items"] == [1] for call in calls)


def test_an_iterable_is_given_as_an_iterator_too() -> None:
    assert any(hasattr(call["iterable"], "__next__") for call in made({"iterable": [1, 2]}))
    assert not any(hasattr(call["items"], "__next__") for call in made({"items": [1, 2]}))


def test_the_number_of_starred_arguments_varies() -> None:
    assert {
        len(cast("tuple[str, ...]", call["*words"])) for call in made({"*words": ("a", "b")})
    } > {
        1,
        3,
    }


def test_inputs_depend_on_the_seed_alone() -> None:
    calls = [("test_m", frozen({"text": "abc", "n": 4}))]
    assert inputs(calls, 5) == inputs(calls, 5) != inputs(calls, 6)


class Box:
    def __init__(self) -> None:
        self.size = 2
        self.key = ord


def test_values_are_shown_without_addresses() -> None:
    assert shown([Box(), iter("ab")][0]) == "Box(size=2, key=<built-in function ord>)"
    assert shown(iter([1, 2])) == "iter([1, 2])"
    assert shown(lambda: 0).endswith("<lambda>>")


def findings(program: Path, root: Path) -> list[Finding]:
    return run(program, "repair", "--root", str(root), "--seconds", "30").findings


def test_a_branch_that_the_tests_take_stays_alive(program: Path, tmp_path: Path) -> None:
    code = """class Hits:
    def __init__(self, hits, misses):
        self.hits = hits
        self.misses = misses

    def ratio(self):
        total = self.hits + self.misses
        if total >= 0:
            return 0.0
        return self.hits / total


def ratio(hits, misses):
    return round(Hits(hits, misses).ratio(), 2)
"""
    test = """from hits import ratio

def test_one():
    assert ratio(1, 0) == 1.0

def test_some():
    assert ratio(1, 3) == 0.25

def test_none():
    assert ratio(0, 1) == 0.0
"""
    root = lay(tmp_path, {"hits.py": code, "test_hits.py": test})
    reported = findings(program, root)
    shown = [f for f in reported if f["type"] in ("fix", "undecided")]
    assert "`<=` instead of `>=`" in str(shown) or "`==` instead of `>=`" in str(shown)


def test_changes_between_which_nothing_decides_are_shown_not_made(
    program: Path, tmp_path: Path
) -> None:
    code = "def adult(age):\n    return age < 18\n"
    test = "from adult import adult\n\ndef test_adult():\n    assert adult(30)\n"
    root = lay(tmp_path, {"adult.py": code, "test_adult.py": test})
    reported = findings(program, root)
    assert reported[-1]["outcome"] == "none"
    assert [f for f in reported if f["type"] == "fix"] == []
    shown = next(f for f in reported if f["type"] == "undecided")
    first, second, *_ = cast("list[dict[str, str]]", shown["candidates"])
    assert first["files"] != second["files"]
    assert first["differs_on"] == ""
    assert second["differs_on"].startswith("adult(age=")


def test_a_changed_default_is_told_from_other_changes(program: Path, tmp_path: Path) -> None:
    code = """def quarter(month, first=4):
    \"\"\"Return the quarter of the fiscal year that begins in month `first`.\"\"\"
    months = (month - first) % 12
    return months // 4 + 1
"""
    test = """from fiscal import quarter

def test_quarter():
    assert quarter(4) == 1
    assert quarter(7) == 2
"""
    reported = findings(program, lay(tmp_path, {"fiscal.py": code, "test_fiscal.py": test}))
    assert [f for f in reported if f["type"] == "fix"] == []
    shown = next(f for f in reported if f["type"] == "undecided")
    assert "first=4" in str(shown)


@pytest.mark.parametrize(
    ("kind", "group", "bits"),
    [("delete `x`", "delete", 0.5), ("`if` instead of `while`", "", 3.5), ("change", "", 0.0)],
)
def test_what_behaves_as_if_something_were_gone_is_doubted(
    kind: str, group: str, bits: float
) -> None:
    def survivor(kind: str, group: str, result: str) -> Survivor:
        edit = Edit("m.py", (Span(0, 0, ""),), kind, 1.0, group)
        return Survivor(Candidate((edit,), (), 1.0), 1.0, Behaviour([result]))

    found = [survivor(kind, group, "1"), survivor("+", "", "1"), survivor("+", "", "2")]
    mark_gone(found)
    assert [each.odd for each in found] == [bits, bits, 0.0]
    assert [each.bits for each in found] == [1.0 + bits, 1.0 + bits, 1.0]


@pytest.mark.parametrize(
    ("other", "bits", "confidences", "kept"),
    [
        ("2", 1.0, (0.44, 0.44), [0.349, 0.349]),
        ("2", 1.05, (0.44, 0.42), [0.349, 0.349]),
        ("2", 1.7, (0.44, 0.44), [0.44, 0.44]),
        ("2", 1.0, (0.7, 0.2), [0.7, 0.2]),
        ("1", 1.0, (0.44, 0.44), [0.44, 0.44]),
    ],
)
def test_two_behaviours_that_are_as_sure_are_both_not(
    other: str, bits: float, confidences: tuple[float, float], kept: list[float]
) -> None:
    candidate = Candidate((), (unique(),), 1.0)
    found = [
        Survivor(candidate, cost, Behaviour([result]), confidence=confidence)
        for result, cost, confidence in zip(("1", other), (1.0, bits), confidences, strict=True)
    ]
    assert undecide(found) is (kept[0] < 0.44)
    assert [each.confidence for each in found] == kept


@pytest.mark.parametrize(
    ("likely", "taken"),
    [((0.8, 0.7, 0.1), [0.8, 0.7]), ((0.5, 0.7), []), ((), []), ((0.6,), [0.6])],
)
def test_nothing_is_taken_where_the_best_is_not_sure(
    likely: tuple[float, ...], taken: list[float]
) -> None:
    found = [
        Survivor(Candidate((), (unique(),), 1.0), 1.0, Behaviour(), likelihood=each)
        for each in likely
    ]
    assert [survivor.likelihood for survivor in sure(found)] == taken
