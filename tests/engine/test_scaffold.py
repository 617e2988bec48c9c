"""Skeletons: what an order asks for, what is made of it, and that their tests pass at once."""

from __future__ import annotations

import ast
import sys
import tomllib
from pathlib import Path

import pytest

from quire.engine.scaffold import recognise
from quire.engine.scaffold_files import Facts, names, skeleton, template
from quire.engine.scaffold_orders import Wish, read_wish, sanitized
from quire.protocol import items
from quire.protocol.items import Item, Json
from tests.engine.reports import ask, call_of, conversation, output_of, words_of
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
        ("create a package called 2fast", Wish(kind="package", name="2fast")),
        ("create a package called ../evil.", Wish(kind="package", name="../evil")),
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
    ("text", "expected"),
    [
        ("create a python library called quickmath", Wish(kind="package", name="quickmath")),
        ("new python package: tinydb2", Wish(kind="package", name="tinydb2")),
        ("Start a fresh project named hello-world", Wish(kind="package", name="hello-world")),
        ("start a new cli project called `logtail`", Wish(kind="cli", name="logtail")),
        ("bootstrap a FastAPI app", Wish(kind="web", framework="fastapi")),
        (
            "scaffold a Flask application named blog",
            Wish(kind="web", name="blog", framework="flask"),
        ),
        ("I need a REST API for managing books", Wish(kind="web", more="managing books")),
        (
            "please build me a small command-line utility which resizes images",
            Wish(kind="cli", more="resizes images"),
        ),
        ("generate a project skeleton", Wish(kind="package")),
        ("generate a new Python project with src layout", Wish(kind="package")),
        ("create a skeleton of a web server", Wish(kind="web")),
        ("set up a new library `geo`", Wish(kind="package", name="geo")),
        ("kick off a new package called sensorhub", Wish(kind="package", name="sensorhub")),
        (
            "spin up a microservice named mailer with starlette",
            Wish(kind="web", name="mailer", framework="starlette"),
        ),
        ("init a python package", Wish(kind="package")),
        ("initialize a new cli app called tick", Wish(kind="cli", name="tick")),
        (
            "make a new argparse tool named renamer",
            Wish(kind="cli", name="renamer", framework="argparse"),
        ),
        (
            "write a click application that greets people",
            Wish(kind="cli", framework="click", more="greets people"),
        ),
        (
            "Let's start a new project called atlas. It should be a library for map tiles.",
            Wish(kind="package", name="atlas", more="map tiles"),
        ),
        (
            "We have an empty repo. Please create a package skeleton in it, src layout, "
            "with pytest.",
            Wish(kind="package"),
        ),
        ("create a python package in this folder", Wish(kind="package")),
        ("I'd like to have a new web service called pingpong", Wish(kind="web", name="pingpong")),
        ("i want a cli that tails logs", Wish(kind="cli", more="tails logs")),
        ("add a test suite", Wish(kind="suite")),
        ("add a tests folder with pytest config", Wish(kind="suite")),
        ("create the tests directory", Wish(kind="suite")),
        ("bootstrap testing for this project", Wish(kind="suite")),
        ("set up pytest", Wish(kind="suite")),
        ("set up pytest for this repo", Wish(kind="suite")),
        ("creat a new package called foo", Wish(kind="package", name="foo")),
        ("could you whip up a small http service?", Wish(kind="web")),
        (
            "put together a minimal django site called shop",
            Wish(kind="web", name="shop", framework="django"),
        ),
        ("create an empty package `foo_bar`", Wish(kind="package", name="foo_bar")),
        ("new library colorlib", Wish(kind="package", name="colorlib")),
        ("new cli tool: wordfreq", Wish(kind="cli", name="wordfreq")),
        ("a new python package called pathfinder please", Wish(kind="package", name="pathfinder")),
        (
            "start from scratch: a library for roman numerals",
            Wish(kind="package", more="roman numerals"),
        ),
        ("create a package named 'my tool'", Wish(kind="package", name="my tool")),
        ("create a hello world cli", Wish(kind="cli", name="hello-world", more="hello world")),
        (
            "build a todo web app with flask",
            Wish(kind="web", name="todo", framework="flask", more="todo"),
        ),
        (
            "generate a python command line app, call it `sift`, that filters csv rows",
            Wish(kind="cli", name="sift", more="filters csv rows"),
        ),
        (
            "Write a new command line program named primes which prints prime numbers",
            Wish(kind="cli", name="primes", more="prints prime numbers"),
        ),
        (
            "Create a console application that plays tic-tac-toe",
            Wish(kind="cli", more="plays tic-tac-toe"),
        ),
        ("create a terminal tool for taking notes", Wish(kind="cli", more="taking notes")),
        ("develop a JSON API for a guestbook", Wish(kind="web", more="a guestbook")),
        (
            "I am starting a new project. Could you lay out a python package called `kiwi` "
            "with tests and pyproject?",
            Wish(kind="package", name="kiwi"),
        ),
        ("hey quire, give me a package skeleton called nova", Wish(kind="package", name="nova")),
        ("create a python project template", Wish(kind="package")),
        (
            "build a backend service with fastapi for orders",
            Wish(kind="web", framework="fastapi", more="fastapi for orders"),
        ),
        ("Create a new package foo in src/", Wish(kind="package", name="foo")),
        ("set up project skeleton", Wish(kind="package")),
        ("create project structure for a cli", Wish(kind="cli")),
        ("lay out a new src-layout package called lumen", Wish(kind="package", name="lumen")),
        ("I want to make a library for parsing logs", Wish(kind="package", more="parsing logs")),
        ("make me a python pkg named zed", Wish(kind="package", name="zed")),
        ("create a billing package", Wish(kind="package", name="billing")),
        ("create a new package called `textkit`", Wish(kind="package", name="textkit")),
        (
            "new project: a CLI that converts csv to json",
            Wish(kind="cli", more="converts csv to json"),
        ),
        (
            "scaffold a web service with one endpoint /health",
            Wish(kind="web", more="one endpoint /health"),
        ),
        (
            "start a new python package for unit conversions with tests",
            Wish(kind="package", more="unit conversions with tests"),
        ),
        (
            "make me a small FastAPI service that stores notes",
            Wish(kind="web", framework="fastapi", more="stores notes"),
        ),
        (
            "set up a new package named ledgerlite, src layout, pytest",
            Wish(kind="package", name="ledgerlite"),
        ),
        (
            "bootstrap a cli app `dusage` that shows disk usage per folder",
            Wish(kind="cli", name="dusage", more="shows disk usage per folder"),
        ),
        (
            "Generate a skeleton for a library that parses INI files",
            Wish(kind="package", more="parses INI files"),
        ),
        (
            "I want to begin a new project from scratch: a command line tool which renames "
            "photos by their EXIF date. Please create the structure.",
            Wish(kind="cli", more="renames photos by their EXIF date. Please create the structure"),
        ),
        ("create a test suite skeleton for this project", Wish(kind="suite")),
        (
            'new flask web service "shortlink", url shortener',
            Wish(kind="web", name="shortlink", framework="flask"),
        ),
        ('spin up a fresh python package "geo-tools"', Wish(kind="package", name="geo-tools")),
        ("init a new project here", Wish(kind="package")),
        ("write a new CLI tool: `passgen --length 20`", Wish(kind="cli", name="passgen")),
        (
            "Create a web API for a todo list with add, list and delete",
            Wish(kind="web", more="a todo list with add, list and delete"),
        ),
        (
            "i need a new little tool on the command line that removes duplicate lines from a file",
            Wish(kind="cli", more="removes duplicate lines from a file"),
        ),
        (
            "start a project skeleton named orbit, with pyproject and tests dir",
            Wish(kind="package", name="orbit"),
        ),
        (
            "generate boilerplate for a new REST microservice called invoice-api",
            Wish(kind="web", name="invoice-api"),
        ),
        (
            "The folder is empty. Put a package in it that validates IBANs, with a CLI and tests.",
            Wish(kind="cli", more="validates IBANs, and tests"),
        ),
        (
            'lay the groundwork for a library "colorconv" (rgb/hsv/hex)',
            Wish(kind="package", name="colorconv"),
        ),
        (
            "create a tool that migrates bookmarks from html to json, as a new cli project",
            Wish(kind="cli", more="migrates bookmarks from html to json, as a new cli project"),
        ),
        ("scaffold tests dir with conftest, there's none yet", Wish(kind="suite")),
    ],
)
def test_a_skeleton_is_asked_for_in_many_words(text: str, expected: Wish) -> None:
    asked = conversation(items.user(text))
    assert read_wish(asked.order.text) == expected
    assert recognise(asked)


@pytest.mark.parametrize(
    "text",
    [
        "create a class called Package",
        "create a package.json",
        "build the package",
        "build the project",
        "build it",
        "build a docker image for the service",
        "start the web server",
        "start a server on port 8000",
        "create a new branch called foo",
        "create a release",
        "make the cli faster",
        "make the api return json",
        "make the API faster",
        "add a cli flag",
        "add a command line option --verbose",
        "add a cli",
        "add a --json flag to the CLI",
        "write docs for the package",
        "publish the package",
        "rename the package foo to bar",
        "move package foo to bar",
        "generate API docs with sphinx",
        "create an api key",
        "create a service account",
        "create a project board",
        "set up a project board on GitHub",
        "build the web ui",
        "create a rust cli",
        "create a react app",
        "set up a test database",
        "set up CI",
        "create a new test for cart.py",
        "write a test suite for the tokenizer",
        "create a test suite for the tokenizer",
        "create a new module in the package",
        "make the test suite deterministic",
        "Make the test suite deterministic, CI fails at random about once in ten runs",
        "add project metadata to pyproject.toml",
        "start the project",
        "write a package docstring",
        "create an API client",
        "prepare a package release",
        "make a package out of this",
        "convert project to package",
        "add a library",
        "write a Go client for our API",
        "set up this project",
        "set up the project",
        "set up project",
        "prepare my project for development",
        "setup the repo",
        "set up unit tests for cart.py",
        "write tests for the api",
        "i'd like retries with exponential backoff in the http client",
        "make this project run on Python 3.11",
        "I want the project to run on 3.12",
        "document the API",
        "write a client for the service",
        "put the function in the package",
        "put parse_date into the library",
        "add logging to the service",
        "i need the tests of the package fixed",
        "give me a project overview",
        "i want to know what the service does",
        "add an endpoint to the api",
        "implement caching in the service",
        "implement OAuth login",
        "build and test the project",
        "create a function called foo",
        "create a virtual environment for this project",
        "generate integration tests for the orders package",
        "write a changelog for the project",
        "design a database schema for the booking system",
        "add type hints to the whole project",
    ],
)
def test_what_is_no_skeleton_is_left_to_others(text: str) -> None:
    assert not recognise(conversation(items.user(text)))


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
        ("pytest", ("pytest-app", "pytest_app")),
        ("None", ("none-app", "none_app")),
    ],
)
def test_names_are_made_importable(name: str, expected: tuple[str, str]) -> None:
    assert sanitized(name, STDLIB) == expected


def untyped(text: str) -> list[str]:
    """Return the functions of a file that leave a type out, as mypy's strict mode would see it."""
    return [
        node.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (
            node.returns is None
            or any(each.annotation is None for each in node.args.args if each.arg != "self")
        )
    ]


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
            assert max(map(len, text.splitlines())) <= 88
            assert untyped(text) == []


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
