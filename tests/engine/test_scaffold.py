"""Skeletons: what an order asks for, what is made of it, and that their tests pass at once."""

from __future__ import annotations

import ast
import sys
import tomllib
from pathlib import Path

import pytest

from quire.engine.scaffold_files import Facts, names, skeleton, template
from quire.engine.scaffold_orders import Wish, read_wish, sanitized
from quire.protocol import items
from quire.protocol.items import Item, Json
from tests.engine.reports import ask, call_of, output_of, words_of
from tests.engine.scenes import Place, folders, play

SCENARIOS = folders("scaffold")
STDLIB = frozenset(sys.stdlib_module_names)
EMPTY = Facts(root="shop", installed=("pytest",))
WISHES = (
    Wish(kind="package", name="foo"),
    Wish(kind="cli", name="foo"),
    Wish(kind="cli", name="foo", framework="click"),
    Wish(kind="web", name="foo"),
    Wish(kind="web", name="foo", framework="starlette"),
)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.name)
def test_a_scenario_ends_as_it_should(scenario: Path, tmp_path: Path) -> None:
    play(scenario, tmp_path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("create a package called foo", Wish(kind="package", name="foo")),
        ('Can you scaffold a library named "my lib"?', Wish(kind="package", name="my lib")),
        ("make a CLI that counts words", Wish(kind="cli", more="counts words")),
        ("create a click CLI `greet` that works",
         Wish(kind="cli", name="greet", framework="click", more="works")),
        ("build me a rest api called shop-api for orders",
         Wish(kind="web", name="shop-api", more="orders")),
        ("create a flask app called x", Wish(kind="web", name="x", framework="flask")),
        ("set up a test suite with pytest", Wish(kind="suite")),
        ("set up tests", Wish(kind="suite")),
        ("set up this project", None),
        ("set up the project", None),
        ("create a python package called foo with a cli", Wish(kind="cli", name="foo")),
        (
            "create a package foo with a cli that greets",
            Wish(kind="cli", name="foo", more="greets"),
        ),
        ("create a django project", Wish(kind="web", framework="django")),
        ("start a new project with click", Wish(kind="cli", framework="click")),
        ("prepare my project for development", None),
        ("write tests for src/foo.py", None),
        ("add a library", None),
        ("create a function called foo", None),
        ("make the tests pass", None),
        ("review the package called foo", None),
    ],
)  # fmt: skip
def test_orders_for_a_skeleton_are_read(text: str, expected: Wish | None) -> None:
    assert read_wish(text) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("foo", ("foo", "foo")),
        ("My Cool-App 2!", ("my-cool-app-2", "my_cool_app_2")),
        ("../../etc", ("etc", "etc")),
        ("2fast", ("app-2fast", "app_2fast")),
        ("json", ("json-app", "json_app")),
        ("class", ("class-app", "class_app")),
        ("Größe", ("grosse", "grosse")),
        ("тест", ("app", "app")),
    ],
)
def test_names_are_made_importable(name: str, expected: tuple[str, str]) -> None:
    assert sanitized(name, STDLIB) == expected


@pytest.mark.parametrize("installed", [("pytest", "click", "starlette"), ()])
@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: f"{wish.kind} {wish.framework}")
def test_every_file_parses(wish: Wish, installed: tuple[str, ...]) -> None:
    made = {file.path: file.text for file in skeleton(wish, Facts(installed=installed)).files}
    assert set(tomllib.loads(made["pyproject.toml"])) >= {"project", "build-system", "tool"}
    assert "src/foo/__init__.py" in made
    for path, text in made.items():
        assert "{{" not in text and text.endswith("\n") and not text.startswith("\n")
        if path.endswith(".py"):
            ast.parse(text)
            assert max(map(len, text.splitlines())) <= 100


def test_every_template_is_used() -> None:
    assert names() == (
        "cli_argparse", "cli_click", "package", "project", "suite", "web_starlette", "web_wsgi",
    )  # fmt: skip
    assert all(template(name) for name in names())


def test_what_is_there_stands_in_the_way() -> None:
    facts = Facts(
        files=("src/foo/__init__.py", "README.md", "tests/test_bar.py"), installed=("pytest",)
    )
    plan = skeleton(Wish(kind="package", name="foo"), facts)
    assert plan.taken == ("src/foo/__init__.py",)
    assert "README.md" not in [file.path for file in plan.files]


def test_a_project_keeps_its_settings() -> None:
    facts = Facts(
        files=("pyproject.toml", "bar/__init__.py"), tests=("checks/test_bar.py",),
        installed=("pytest",),
    )  # fmt: skip
    plan = skeleton(Wish(kind="cli", name="foo"), facts)
    assert [file.path for file in plan.files] == [
        "foo/__init__.py", "foo/__main__.py", "foo/cli.py", "checks/test_foo_cli.py",
    ]  # fmt: skip
    assert 'add foo = "foo.cli:main" to its scripts' in plan.notes[0]


def test_a_library_that_is_missing_is_told() -> None:
    plan = skeleton(Wish(kind="cli", name="foo", framework="click"), EMPTY)
    assert plan.notes == (
        "click is not installed here, where tests with click need it: I took argparse.",
    )
    plan = skeleton(Wish(kind="web", name="foo", framework="django"), EMPTY)
    assert plan.notes == ("I have no template for django: I took wsgiref.",)


def steps(order: str, *reports: Json) -> tuple[Item, ...]:
    """Return the last answer after files were written and commands printed reports."""
    past: tuple[Item, ...] = (items.user(order),)
    for report in reports:
        output = ask(*past)
        writing = [item for item in output if isinstance(item, items.ApplyPatchCall)]
        if writing:
            outputs = [items.ApplyPatchCallOutput(call_id=each.call_id, status="completed")
                       for each in writing]  # fmt: skip
            past = (*past, *writing, *outputs)
            output = ask(*past)
        call = call_of(output)
        past = (*past, call, output_of(call, report))
    return ask(*past)


FACTS: Json = {"type": "facts", "root": "shop", "installed": ["pytest"]}


def test_a_skeleton_whose_tests_fail_is_not_done() -> None:
    red: Json = {"type": "tests", "failed": [{"id": "tests/test_foo.py::test_x"}]}
    assert words_of(steps("create a package called foo", FACTS, red)) == (
        "Not done. The skeleton's own tests do not pass here: tests/test_foo.py::test_x."
    )


def test_other_failing_tests_are_told() -> None:
    report: Json = {
        "type": "tests", "passed": ["tests/test_foo.py::test_x"], "failed": [{"id": "old.py::t"}],
        "command": ["python", "-m", "pytest"],
    }  # fmt: skip
    told = words_of(steps("create a package called foo", FACTS, report))
    assert told.endswith("Tests: 1 passed, 1 test failing as before (`python -m pytest`).")


def test_without_facts_nothing_is_written() -> None:
    told = words_of(steps("create a package called foo", {"type": "progress"}))
    assert told == "Not done. I could not see what is in the folder."


def test_without_a_tool_it_is_told() -> None:
    assert "Offer a shell tool." in words_of(ask(items.user("create a package"), tools=[]))


def test_a_suite_that_is_there_is_left_alone() -> None:
    facts: Json = {**FACTS, "tests": ["tests/test_a.py"], "modules": ["a"]}
    told = words_of(steps("set up a test suite", facts))
    assert told.startswith("There is a test suite already: 1 file (tests/test_a.py).")


def test_a_shell_is_enough(tmp_path: Path) -> None:
    (tmp_path / "shop").mkdir()
    place = Place(tmp_path / "shop")
    told = place.ask("create a package", {"type": "shell"})
    assert told.startswith("Done. The package shop is laid out:")
    assert (place.folder / "src/shop/__init__.py").read_text().startswith('"""The Python package')
