"""Refactorings: the orders that ask for one, what is asked for, projects before and after."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.engine.findings import Failure, Tests
from quire.engine.refactor_changes import Verified, verified
from quire.engine.refactor_orders import read_wish
from quire.protocol import items
from quire.protocol.items import Item, Json
from tests.engine.reports import ask, call_of, output_of, words_of
from tests.engine.scenes import folders, play

ORDER = items.user("rename function total to amount")
PLAN: Json = {"type": "plan", "told": "Renamed the function total to amount", "changes": 1,
              "places": 2}  # fmt: skip
CHANGE: Json = {"type": "change", "how": "update", "path": "a.py", "diff": "@@\n-a\n+b\n"}
_SHELL = ({"type": "shell"},)
GREEN: Json = {"type": "tests", "command": ["pytest"], "passed": ["t.py::test_a"], "failed": []}
RED: Json = {**GREEN, "passed": [], "failed": [{"id": "t.py::test_a"}]}


@pytest.mark.parametrize("scenario", folders("refactor"), ids=lambda path: path.name)
def test_a_scenario_ends_as_it_should(scenario: Path, tmp_path: Path) -> None:
    play(scenario, tmp_path)


def target(name: str, kind: str = "", place: str = "") -> Json:
    """Return the part of an order that names a thing."""
    return {"name": name, "kind": kind, "place": place}


def signature(name: str, step: Json, kind: str = "", place: str = "") -> Json:
    """Return the order for one change of parameters."""
    return {"do": "signature", **target(name, kind, place), "steps": [step]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rename total to amount", {"do": "rename", **target("total"), "to": "amount"}),
        ("rename Purse.add into Purse.put",
         {"do": "rename", **target("Purse.add"), "to": "put"}),
        ("Could you rename `parse_date()` to `read_date`, please?",
         {"do": "rename", **target("parse_date"), "to": "read_date"}),
        ("In src/foo.py, rename total to amount",
         {"do": "rename", **target("total", place="src/foo.py"), "to": "amount"}),
        ("rename class Foo in shop/cart.py to Bar everywhere",
         {"do": "rename", **target("Foo", "class", "shop/cart.py"), "to": "Bar"}),
        ("rename foo to bar in src/x.py and update all callers",
         {"do": "rename", **target("foo", place="src/x.py"), "to": "bar"}),
        ("rename a.py::C::go to run and also in the docs",
         {"do": "rename", **target("C.go", place="a.py"), "to": "run", "docs": True}),
        ("rename parameter qty of Item.cost to number",
         {"do": "rename", **target("qty", "parameter", "Item.cost"), "to": "number"}),
        ("rename shop/cart.py to shop/basket.py",
         {"do": "rename", **target("cart", "module", "shop/cart.py"), "to": "basket"}),
        ("move shop/cart.py to shop/inner/",
         {"do": "move", **target("cart", "module", "shop/cart.py"), "to": "shop/inner/"}),
        ("move area from shop.fns to shop.other",
         {"do": "move", **target("area", place="shop.fns"), "to": "shop.other"}),
        ("extract lines 5 to 7 of shop/ex.py into a function called price_of",
         {"do": "extract", "place": "shop/ex.py", "first": 5, "last": 7, "to": "price_of"}),
        ("extract function price_of from line 5 of shop/ex.py",
         {"do": "extract", "place": "shop/ex.py", "first": 5, "last": 5, "to": "price_of"}),
        ("inline variable tmp in user", {"do": "inline", **target("tmp", "variable", "user")}),
        ("add a parameter unit: str = \"m\" to function area in a.py",
         signature("area", {"add": "unit", "default": '"m"', "annotation": "str"},
                   "function", "a.py")),
        ("add parameter unit with default None to area",
         signature("area", {"add": "unit", "default": "None", "annotation": ""})),
        ("remove the unused parameter rate from total", signature("total", {"remove": "rate"})),
        ("reorder the parameters of area to h, w and unit",
         signature("area", {"order": ["h", "w", "unit"]})),
    ],
)  # fmt: skip
def test_an_order_says_what_to_change(text: str, expected: Json) -> None:
    wish = read_wish(text)
    assert wish is not None and wish.order == expected


@pytest.mark.parametrize(
    "text",
    [
        "refactor the failing module",
        "rename things so that they are nice",
        "move the cursor to the left",
        "inline the styles of the page",
        "extract the archive",
        "extract lines 9 to 3 of a.py as f",
        "add a parameter to the search form",
        "rename total to 3",
        "rename Purse.add to Wallet.put",
    ],
)
def test_an_unclear_order_is_left_to_others(text: str) -> None:
    assert read_wish(text) is None


def test_the_program_runs_where_its_libraries_are() -> None:
    [command] = call_of(ask(ORDER)).action.commands
    assert 'for p in "$QUIRE_PYTHON" .venv/bin/python' in command
    assert "libcst jedi rope" in command
    assert 'refactor \'{"do":"rename"' in command


def test_a_missing_library_is_named_with_the_command_that_installs_it() -> None:
    call = call_of(ask(ORDER))
    told = words_of(ask(ORDER, call, output_of(call, {"type": "missing"})))
    assert "libcst, jedi and rope" in told
    assert "pip install 'quire[refactor]'" in told


def test_a_plan_that_was_cut_short_is_not_carried_out() -> None:
    call = call_of(ask(ORDER))
    told = words_of(ask(ORDER, call, output_of(call, CHANGE, {**PLAN, "changes": 2})))
    assert told.startswith("Not done: the plan did not reach me whole.")


def shell_story(*reports: Json | tuple[Json, ...]) -> tuple[list[str], str]:
    """Return the commands and the last words of an order where a shell is all there is."""
    past: list[Item] = [ORDER]
    commands: list[str] = []
    for report in reports:
        call = call_of(ask(*past, tools=_SHELL))
        commands.append(call.action.commands[0].split("\n")[0])
        lines = report if isinstance(report, tuple) else (report,)
        past += [call, output_of(call, *lines)]
    return commands, words_of(ask(*past, tools=_SHELL))


def test_what_breaks_a_test_is_undone() -> None:
    commands, told = shell_story((CHANGE, PLAN), GREEN, {}, RED, {})
    assert [each.split(" ")[2] for each in commands if each.startswith("# quire")] == [
        "refactor", "tests", "tests"]  # fmt: skip
    assert told == "Not done. The change breaks t.test_a. I have undone it."


def test_what_breaks_no_test_is_kept() -> None:
    _, told = shell_story((CHANGE, PLAN), GREEN, {}, GREEN)
    assert "Proof: 1 passed before, 1 passed after." in told


def ran(*passed: str, failed: tuple[str, ...] = ()) -> Tests:
    """Return a run of tests."""
    return Tests(passed=passed, failed=tuple(Failure(id=name) for name in failed))


@pytest.mark.parametrize(
    ("before", "after", "broken"),
    [
        (ran("t/test_a.py::A::test_x"), ran("t/test_a.py::A::test_x"), ()),
        (ran("test_a.ATest.test_x"), ran("t/test_a.py::TestA::test_x"), ()),
        (ran("t/test_a.py::test_old"), ran("t/test_a.py::test_new"), ()),
        (ran("t/test_a.py::test_x"), ran("t/test_b.py::test_x"), ("t.test_a.test_x",)),
        (ran("a.py::test_x", failed=("a.py::test_y",)),
         ran("a.py::test_x", failed=("a.py::test_y",)), ()),
        (ran("a.py::test_x"), ran(failed=("a.py::test_x",)), ("a.test_x",)),
        (ran("a.py::test_x"), ran("a.py::test_x", failed=("a.py::test_z",)), ("a.test_z",)),
    ],
)  # fmt: skip
def test_two_runs_are_compared_by_name(
    before: Tests, after: Tests, broken: tuple[str, ...]
) -> None:
    result = verified(before, after, (("test_old", "test_new"),))
    assert isinstance(result, Verified)
    assert result.broken == broken
