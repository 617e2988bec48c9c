"""The job of writing tests: orders, steps, what is undone, and whole projects."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from quire.engine.program import tidy
from quire.engine.shapes import Verdict
from quire.engine.testgen import advance, recognise
from quire.engine.testgen_findings import READER, told
from quire.engine.testgen_orders import Wish, read_wish
from quire.protocol import items
from quire.protocol.items import Item, Json
from tests.engine.reports import ask, call_of, conversation, output_of, words_of
from tests.engine.scenes import folders, play

FILE: Json = {
    "type": "file",
    "path": "tests/test_m.py",
    "modules": ["m.py"],
    "text": "from m import f\n\n\ndef test_f():\n    assert f(1) == 2\n",
    "tests": ["test_f"],
    "lines": [3, 4],
    "branches": [1, 2],
    "mutants": 5,
    "killed": 4,
    "survivors": [{"path": "m.py", "line": 2, "before": "x > 1", "after": "x >= 1"}],
    "findings": [
        {"kind": "crash", "subject": "f", "line": 3, "call": "f(0)", "told": "IndexError: no"}
    ],
    "untested": {"g": "open", "h": "socket.connect"},
    "unstable": ["test_g"],
    "properties": 0,
    "hurried": False,
}
DONE: Json = {
    "type": "done",
    "outcome": "written",
    "left": ["n.py"],
    "command": ["python", "-m", "pytest"],
    "runner": "pytest",
}
ORDER = items.user("write tests for m.py")
PASSED = "1 passed in 0.01s"
FIGURES = (
    "Wrote 1 test for m.py in tests/test_m.py: 3 of 4 lines and 1 of 2 branches of its functions "
    "covered, 4 of 5 mutants killed.\n"
    "Proof: five fresh runs in random order, and `python -m pytest tests/test_m.py`: 1 passed.\n\n"
    "Suspicious, so no test expects it:\n- m.py:3 `f(0)`: IndexError: no\n\n"
    "Mutants left alive (1; some may not change what the code does):\n"
    "- m.py:2 `x > 1` → `x >= 1`\n\n"
    "Not tested:\n- g: opens files\n- h: reaches outside or asks the clock (socket.connect)\n"
    "- n.py: no time was left; ask for them by name\n- dropped because runs disagreed: test_g"
)


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("write tests for src/foo.py", Wish(("src/foo.py",))),
        ("Please add unit tests for pkg.mod.func", Wish(("pkg.mod.func",))),
        ("generate property tests for shop.cart", Wish(("shop.cart",), properties=True)),
        ("increase coverage of src/a.py", Wish(("src/a.py",), more=True)),
        ("improve test coverage", Wish(more=True)),
        ("write integration tests for pkg", Wish(("pkg",), across=True)),
        ("cover src/foo.py with tests", Wish(("src/foo.py",))),
        ("test src/foo.py", Wish(("src/foo.py",))),
        ("create tests for `clamp`", Wish(("clamp",))),
        ("write tests for the crash in src/a.py", Wish(("src/a.py",))),
        ("Write pytest tests for Stack in shop/stack.py and make sure they pass",
         Wish(("shop/stack.py::Stack",))),
        ("can you add a few more unit tests for parse_date()?", Wish(("parse_date",))),
        ("write tests", Wish()),
    ],
)  # fmt: skip
def test_an_order_names_what_to_test(text: str, wish: Wish) -> None:
    assert read_wish(text) == wish
    assert recognise(conversation(items.user(text)))


@pytest.mark.parametrize(
    "text",
    [
        "make the tests pass",
        "fix the tests",
        "add a test that reproduces the bug",
        "write a regression test for the crash",
        "write a function that tests the input",
        "document the tests",
        "test the website",
        "review the tests",
    ],
)
def test_other_orders_are_left_to_others(text: str) -> None:
    assert read_wish(text) is None
    assert not recognise(conversation(items.user(text)))


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("write unit tests for app/models.py", Wish(("app/models.py",))),
        ("add some tests for the Cart class", Wish(("Cart",))),
        ("tests for parse_config please", Wish(("parse_config",))),
        ("unit tests for `Stack`", Wish(("Stack",))),
        ("more tests for shop/cart.py", Wish(("shop/cart.py",))),
        ("please add missing tests", Wish(more=True)),
        ("improve the tests of pricing.py", Wish(("pricing.py",))),
        ("get coverage of billing.py to 95%", Wish(("billing.py",), more=True)),
        ("boost code coverage", Wish(more=True)),
        ("our coverage is too low, please raise it", Wish(more=True)),
        ("cover `validate` with unit tests", Wish(("validate",))),
        ("test coverage for utils/strings.py please", Wish(("utils/strings.py",), more=True)),
        ("make sure every function in geometry.py is tested", Wish(("geometry.py",))),
        ("ensure parse_row() has tests", Wish(("parse_row",))),
        ("There are no tests for the Ledger class. Write some.", Wish(("Ledger",))),
        ("`slugify` has no tests yet, add some", Wish(("slugify",))),
        (
            "can you pls write a few tests covering the edge cases in date_utils.py",
            Wish(("date_utils.py",)),
        ),
        ("write me a test suite for the tokenizer module", Wish(("tokenizer",))),
        ("test parse_args()", Wish(("parse_args",))),
        ("unit test the function normalize_name", Wish(("normalize_name",))),
        ("unit-test Account.withdraw", Wish(("Account.withdraw",))),
        (
            "property-based tests for sort_keys and merge_sorted",
            Wish(("sort_keys", "merge_sorted"), properties=True),
        ),
        ("use hypothesis to test codec.py", Wish(("codec.py",), properties=True)),
        ("Use hypothesis for testing `roundtrip`", Wish(("roundtrip",), properties=True)),
        ("fuzz parse_header", Wish(("parse_header",), properties=True)),
        ("add pytest cases for invalid inputs to `parse_amount`", Wish(("parse_amount",))),
        ("I'd love to have tests for the inventory package", Wish(("inventory",))),
        ("we need more coverage in core/engine.py", Wish(("core/engine.py",), more=True)),
        ("increase the test coverage from 60% to 80%", Wish(more=True)),
        ("bring cov of stats.py up to 90 percent", Wish(("stats.py",), more=True)),
        ("write testcases for class Matrix", Wish(("Matrix",))),
        ("wrte tests for cart.py", Wish(("cart.py",))),
        ("write tets for cart.py", Wish(("cart.py",))),
        ("Before we release 2.0 I want the payment module covered by tests.", Wish(("payment",))),
        ("I just finished src/queue.py. Can you write tests for it?", Wish(("src/queue.py",))),
        (
            "I wrote a new class RateLimiter in net/limits.py, please add tests",
            Wish(("net/limits.py::RateLimiter",)),
        ),
        ("the error paths in loader.py are untested, fix that", Wish(("loader.py",), more=True)),
        ("write tests for everything in src/utils/", Wish(("src/utils/",))),
        ("Add tests for all public functions of the mathx module", Wish(("mathx",))),
        ("Generate tests for every module", Wish()),
        ("write tests for the whole package", Wish()),
        ("write smoke tests for the api", Wish(("api",))),
        ("add a parametrized test for is_leap", Wish(("is_leap",))),
        (
            "add integration tests between orders.py and billing.py",
            Wish(("orders.py", "billing.py"), across=True),
        ),
        ("add a test class for Vector", Wish(("Vector",))),
        ("Write tests: utils.py, io.py", Wish(("utils.py", "io.py"))),
        (
            "tests/test_cart.py is nearly empty. Fill it with tests for shop/cart.py.",
            Wish(("shop/cart.py",)),
        ),
        ("write tests for foo.py, but don't touch bar.py", Wish(("foo.py",))),
        ("write tests for foo.py, bar.py and baz.py", Wish(("foo.py", "bar.py", "baz.py"))),
        ("write tests for a.py in the style of tests/test_b.py", Wish(("a.py",))),
        ("write tests for shop.cart.Cart.total", Wish(("shop.cart.Cart.total",))),
        ("Add tests for Cart.add and Cart.remove", Wish(("Cart.add", "Cart.remove"))),
        ("add a test for `Cart.total()` when the cart is empty", Wish(("Cart.total",))),
        ("strengthen the tests for parser.py", Wish(("parser.py",))),
        ("write tests which document the current behaviour of legacy.py", Wish(("legacy.py",))),
        ("pin down the behaviour of legacy.py with tests", Wish(("legacy.py",))),
        ("extend tests/test_cart.py with cases for discounts", Wish(("discounts",))),
        ("add tests to tests/test_utils.py", Wish(("utils.py",))),
        ("write tests/test_cart.py for shop/cart.py", Wish(("shop/cart.py",))),
        ("create test_cart.py", Wish(("cart.py",))),
        ("write parser tests", Wish(("parser",))),
        ("add unit and integration tests for the orders package", Wish(("orders",), across=True)),
        (
            "Hi! Could you generate some unit tests for the `Invoice` class? Thanks a lot",
            Wish(("Invoice",)),
        ),
        ("For m.py, write tests", Wish(("m.py",))),
        ("I want 90% coverage for src/shop", Wish(("src/shop",), more=True)),
        ("aim for 90% coverage in src/shop/", Wish(("src/shop/",), more=True)),
        ("Please write tests for the following modules:\n- a.py\n- b.py", Wish(("a.py", "b.py"))),
        ("utils.py needs more tests", Wish(("utils.py",))),
        ("write tests for the method `total` of Cart", Wish(("Cart.total",))),
        ("add regression tests for parse_date", Wish(("parse_date",))),
        (
            "write tests for encode/decode in codec.py",
            Wish(("codec.py::encode", "codec.py::decode")),
        ),
        ("close the coverage gaps in app/rules.py", Wish(("app/rules.py",), more=True)),
        ("write tests for the failing parser", Wish(("parser",))),
        ("increase cov", Wish(more=True)),
        ("cover the uncovered branches in `app/rules.py`", Wish(("app/rules.py",), more=True)),
        (
            "There are no tests for geo/distance.py yet. Please add some, in pytest style, "
            "and put them into tests/geo/.",
            Wish(("geo/distance.py",)),
        ),
        ("test the Matrix class thoroughly", Wish(("Matrix",))),
        ("add a regression test for issue 12", Wish(("issue 12",))),
        (
            "make sure that parse_header is tested with empty and malformed input",
            Wish(("parse_header",)),
        ),
        (
            "I'd like parametrised tests for every function in conversions.py",
            Wish(("conversions.py",)),
        ),
        ("bring the test coverage of this package up", Wish(more=True)),
        ("please write som tests for the scheduler", Wish(("scheduler",))),
        (
            "Our coverage report says that storage/backends.py is at 34 %. The boss wants "
            "80. Write the missing tests; don't alter the code under test.",
            Wish(("storage/backends.py",), more=True),
        ),
        (
            "could you come up with boundary-value tests for `tax_rate(income)`?",
            Wish(("tax_rate",)),
        ),
        ("cover the error handling in `fetch_all` with tests", Wish(("fetch_all",))),
        (
            "write an end-to-end test of the command line `invoicer export`",
            Wish(("invoicer",), across=True),
        ),
        (
            "The refactor of discount.py isn't protected by tests. Write characterization "
            "tests before I go on.",
            Wish(("discount.py",)),
        ),
        (
            "add tests to test_utils.py for the functions that dont have any",
            Wish(("utils.py",), more=True),
        ),
        ("create unittest TestCase classes for models/user.py", Wish(("models/user.py",))),
        ("generate integration tests for the orders package", Wish(("orders",), across=True)),
        (
            "write property tests for encode/decode in codec.py",
            Wish(("codec.py::encode", "codec.py::decode"), properties=True),
        ),
        ("raise coverage of utils.py to 90%", Wish(("utils.py",), more=True)),
        (
            "Can you write hypothesis tests for the Interval class?",
            Wish(("Interval",), properties=True),
        ),
        ("add test for migrate_user()", Wish(("migrate_user",))),
        ("add edge case tests for split_amount", Wish(("split_amount",))),
    ],
)
def test_tests_are_asked_for_in_many_words(text: str, wish: Wish) -> None:
    asked = conversation(items.user(text))
    assert read_wish(asked.order.text) == wish
    assert recognise(asked)


@pytest.mark.parametrize(
    "text",
    [
        "run the tests for cart.py",
        "fix the tests for cart.py",
        "delete the tests for cart.py",
        "do we have tests for cart.py?",
        "how do I write tests for cart.py?",
        "explain how to write tests with hypothesis",
        "review the tests",
        "convert tests to pytest",
        "make test_x pass",
        "make the tests for cart.py pass",
        "get the tests for cart.py green",
        "update the tests after the rename",
        "write a test plan",
        "write a test server",
        "create a test database",
        "add a test user to the fixtures",
        "add a test command to the Makefile",
        "add test dependencies to pyproject.toml",
        "add the tests to CI",
        "add a coverage badge to README.md",
        "lower the coverage threshold in CI to 50",
        "I'd like all tests in tests/unit to pass.",
        "I need the tests to run faster",
        "can you write a tutorial on how to use the property tests?",
        "write jest tests for app.js",
        "write playwright tests",
        "write load tests for the api",
        "test the website",
        "test that it works",
        "test everything",
        "add a test that reproduces the bug",
        "write a regression test for the crash",
        "add a failing test for the bug",
        "write a test that fails when x is None",
        "write a function that tests the input",
        "document the tests",
        "parse('x') returns None instead of 1. Please add tests.",
        "Feature: export to CSV. Implement the writer. Write tests.",
        "what tests cover cart.py?",
        "tests for cart.py fail",
        "why are there no tests for cart.py?",
        "write the code and tests for a new cart",
        "speed up the tests",
        "mark the flaky tests as xfail",
        "I wrote tests for foo.py. Why do they fail?",
        "utils.py has no tests, so be careful. Rename foo to bar in it.",
        "write a test that checks whether the login works",
        "the tests should be fixed",
        "skip test_upload so that CI is green",
        "Change the tests so that they expect the wrong result that calc_vat returns now.",
        "list all tests",
        "move the tests for cart to tests/shop",
        "add type hints to the tests",
        "rename test_a to test_b",
        "test tests/test_api.py",
    ],
)
def test_what_only_speaks_of_tests_is_left_to_others(text: str) -> None:
    assert not recognise(conversation(items.user(text)))


def test_the_program_runs_on_the_targets() -> None:
    call = call_of(ask(ORDER))
    first = call.action.commands[0].splitlines()[0]
    assert first == "# quire-workbench generate --seconds 180 --target=m.py --seed 0"


def create(output: tuple[Item, ...]) -> items.ApplyPatchCall:
    [call] = [item for item in output if isinstance(item, items.ApplyPatchCall)]
    return call


def patched(call: items.ApplyPatchCall, *, well: bool = True) -> Item:
    return items.ApplyPatchCallOutput(
        call_id=call.call_id, status="completed" if well else "failed", output="disk is full"
    )


def printed(call: items.ShellCall, text: str, exit_code: int) -> Item:
    result = items.ShellResult(stdout=text, stderr="", outcome=items.Exit(exit_code=exit_code))
    return items.ShellCallOutput(call_id=call.call_id, output=(result,))


def written(done: Json = DONE) -> tuple[Item, ...]:
    """Return a conversation up to the written file."""
    run = call_of(ask(ORDER))
    past = (ORDER, run, output_of(run, FILE, done))
    patch = create(ask(*past))
    return (*past, patch, patched(patch))


def test_the_file_is_made_and_proven() -> None:
    past = written()
    patch = past[3]
    assert isinstance(patch, items.ApplyPatchCall)
    diff = "+from m import f\n+\n+\n+def test_f():\n+    assert f(1) == 2\n"
    assert patch.operation == items.CreateFile(path="tests/test_m.py", diff=diff)
    proof = call_of(ask(*past))
    assert proof.action.commands == (tidy("python -m pytest tests/test_m.py"),)
    assert words_of(ask(*past, proof, printed(proof, PASSED, 0))) == FIGURES


@pytest.mark.parametrize(
    ("command", "proof"),
    [
        (["python", "manage.py", "test"], "python manage.py test tests.test_m"),
        (["python", "tests/manage.py", "test", "tests"], "python tests/manage.py test test_m"),
    ],
)
def test_django_proves_the_new_tests_by_their_names(command: list[Json], proof: str) -> None:
    past = written({**DONE, "command": command, "runner": "django"})
    assert call_of(ask(*past)).action.commands == (tidy(proof),)


def test_a_second_opinion_counts_where_the_command_cannot_run() -> None:
    past = written()
    proof = call_of(ask(*past))
    past = (*past, proof, printed(proof, "python: no module named pytest", 1))
    again = call_of(ask(*past))
    old = {"id": "tests/test_old.py::test_x", "error": "no", "where": ""}
    report: Json = {"type": "tests", "passed": ["tests/test_m.py::test_f"], "failed": [old]}
    told = words_of(ask(*past, again, output_of(again, report)))
    assert "`python -m pytest tests/test_m.py`: the new tests pass." in told


def test_tests_that_do_not_hold_are_removed() -> None:
    past = written()
    proof = call_of(ask(*past))
    past = (*past, proof, printed(proof, "1 failed in 0.01s", 1))
    again = call_of(ask(*past))
    failing = {"id": "tests/test_m.py::test_f", "error": "no", "where": ""}
    past = (*past, again, output_of(again, {"type": "tests", "passed": [], "failed": [failing]}))
    undo = create(ask(*past))
    assert undo.operation == items.DeleteFile(path="tests/test_m.py")
    told = words_of(ask(*past, undo, patched(undo)))
    assert told == (
        "No tests written: `python -m pytest tests/test_m.py` says: 1 of the new tests fail. "
        "Nothing is left of them."
    )


def test_a_file_that_cannot_be_written_is_told() -> None:
    run = call_of(ask(ORDER))
    past = (ORDER, run, output_of(run, FILE, DONE))
    patch = create(ask(*past))
    told = words_of(ask(*past, patch, patched(patch, well=False)))
    assert told == (
        "No tests written: a test file could not be written: disk is full. Nothing is left of them."
    )


def test_a_report_without_files_is_told() -> None:
    run = call_of(ask(ORDER))
    nothing = {**FILE, "type": "nothing", "text": "", "tests": [], "findings": [], "unstable": []}
    told = words_of(ask(ORDER, run, output_of(run, nothing, {**DONE, "left": []})))
    assert told.startswith("No tests written.\n\nNot tested:\n- g: opens files")


def test_a_module_that_cannot_be_loaded_is_not_done() -> None:
    run = call_of(ask(ORDER))
    line = {"type": "untestable", "path": "m.py", "reason": "ImportError: no g"}
    steps = conversation(ORDER, run, output_of(run, line, {**DONE, "left": []}))
    verdict = advance(steps).verdict
    words = "No tests written.\n\nNot tested:\n- m.py: ImportError: no g"
    assert verdict == Verdict(text=words, outcome="refused")


def test_what_the_tests_ran_before_is_told() -> None:
    file = READER.decode(json.dumps({**FILE, "before": 2}))
    assert "3 of 4 lines (before: 2) of its functions covered, 4 of 5" in told([file], "")


def test_a_path_outside_the_project_is_not_written() -> None:
    run = call_of(ask(ORDER))
    outside = {**FILE, "path": "../test_m.py"}
    told = words_of(ask(ORDER, run, output_of(run, outside, DONE)))
    assert told.startswith("No tests written.")


@pytest.mark.parametrize("scenario", folders("testgen"), ids=lambda path: path.name)
def test_a_scenario_ends_as_it_should(scenario: Path, tmp_path: Path) -> None:
    play(scenario, tmp_path)
