"""Setting a project up: which orders, which steps, what is said when the network is off."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.engine.setup import recognise
from quire.engine.setup_orders import Wish, read_wish
from quire.engine.setup_telling import passing
from quire.protocol import items
from quire.protocol.items import Item, Json
from tests.engine.reports import ask, call_of, conversation, output_of, words_of
from tests.engine.scenes import folders, play

SCENARIOS = folders("setup")
INSTALL = ".venv/bin/python -m pip install -e ."
TEST = ".venv/bin/python -m pytest"
PLAN: Json = {
    "type": "plan",
    "sources": ["pyproject.toml"],
    "steps": [
        {"kind": "environment", "command": "python3 -m venv .venv"},
        {"kind": "install", "command": INSTALL, "source": "pyproject.toml"},
    ],
    "test": TEST,
    "here": "python -m pytest",
    "network": "proxy",
    "agents_text": "# For coding agents\n",
    "known": True,
}
BLOCK = f"    python3 -m venv .venv\n    {INSTALL}\n    {TEST}"
PASSED = "3 passed in 0.1s"


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.name)
def test_a_scenario_ends_as_it_should(scenario: Path, tmp_path: Path) -> None:
    play(scenario, tmp_path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("set up this project", True),
        ("set up the project", True),
        ("prepare the project for development", True),
        ("setup", True),
        ("please set up", True),
        ("How do I build and test this?", True),
        ("what are the commands to test this project", True),
        ("please install the dependencies", True),
        ("write the build commands to AGENTS.md", True),
        ("set up a test suite", False),
        ("how do I fix this bug in install.py", False),
        ("how can I test whether the parser works", False),
        ("setup.py fails with KeyError", False),
        ("make the tests pass", False),
        ("install numpy", False),
    ],
)
def test_orders_to_set_up_are_recognised(text: str, expected: bool) -> None:
    assert recognise(conversation(items.user(text))) is expected


@pytest.mark.parametrize(
    ("text", "wish"),
    [
        ("set this project up", Wish()),
        ("set the project up", Wish()),
        ("get me started", Wish()),
        ("set up this project", Wish()),
        ("prepare the project for development", Wish()),
        ("setup", Wish()),
        ("please set up", Wish()),
        ("please install the dependencies", Wish()),
        ("set up the dev environment", Wish()),
        ("install everything that's needed", Wish()),
        ("install deps", Wish()),
        ("pip install the requirements", Wish()),
        ("install all requirements and dev dependencies", Wish()),
        ("get the project up and running", Wish()),
        ("get it up and running on my laptop", Wish()),
        ("help me get started with this repo", Wish()),
        ("I'm new here, get me going", Wish()),
        ("make the project runnable on my machine", Wish()),
        ("prepare my machine for working on this code", Wish()),
        ("create a virtualenv and install the project", Wish()),
        ("create a venv with all dependencies", Wish()),
        ("make a virtual environment for this project", Wish()),
        ("set everything up", Wish()),
        ("set it all up", Wish()),
        ("set it up", Wish()),
        ("set me up", Wish()),
        ("please get this set up", Wish()),
        ("bring the environment up", Wish()),
        ("build this project", Wish()),
        ("build the package", Wish()),
        ("compile it", Wish()),
        ("build and test the project", Wish()),
        ("install this package in editable mode", Wish()),
        ("pip install -e . please", Wish()),
        ("install the project with its test extras", Wish()),
        ("instal the project", Wish()),
        ("setup the repo", Wish()),
        ("set-up the project", Wish()),
        ("set up this repo on my machine please, I have python 3.12", Wish()),
        ("get this repo running on my machine", Wish()),
        (
            "I'm new on the team and only have a fresh clone. Please install the project "
            "so that I can run its tests.",
            Wish(),
        ),
        ("please set up the dev env, python 3.11 if possible", Wish()),
        ("bootstrap the repo after clone", Wish()),
        ("build it", Wish()),
        (
            "Can you get this thing to install? I've tried pip install -e . but I'm not "
            "sure about the extras.",
            Wish(),
        ),
        ("instal the requirements pls", Wish()),
        ("get the environment ready so that pytest works", Wish()),
        ("make this checkout work: install, build, test", Wish()),
        ("We need the dev dependencies installed", Wish()),
        ("I've just checked this out. Could you set everything up?", Wish()),
        ("onboard me", Wish()),
        ("install the missing dependencies", Wish()),
        ("Set up a development environment for me", Wish()),
        ("set up project", Wish()),
        ("setup project", Wish()),
        ("install", Wish()),
        ("ok, install it", Wish()),
        ("prepare the environment", Wish()),
        ("Let's get this project set up on a fresh machine", Wish()),
        ("How do I build and test this?", Wish(asks=True)),
        ("what are the commands to test this project", Wish(asks=True)),
        ("what do I type to run the tests?", Wish(asks=True)),
        ("how are the tests run?", Wish(asks=True)),
        ("how is this project built?", Wish(asks=True)),
        ("how can I install this locally?", Wish(asks=True)),
        ("How does one start developing here?", Wish(asks=True)),
        ("what steps are needed to build this?", Wish(asks=True)),
        ("what's the command to run the test suite", Wish(asks=True)),
        ("which command runs the tests?", Wish(asks=True)),
        ("what commands do I need for installing and testing?", Wish(asks=True)),
        ("tell me how to run this project", Wish(asks=True)),
        ("show me how to set up a dev environment", Wish(asks=True)),
        ("explain how to build this", Wish(asks=True)),
        ("find out how to run the tests and tell me", Wish(asks=True)),
        ("where do I start with this repo?", Wish(asks=True)),
        ("what are the prerequisites for this project", Wish(asks=True)),
        ("I want to contribute, how do I set up my environment?", Wish(asks=True)),
        ("how to run tests?", Wish(asks=True)),
        ("how do you run the tests here", Wish(asks=True)),
        ("how do I run it locally", Wish(asks=True)),
        ("how to install?", Wish(asks=True)),
        ("installation instructions?", Wish(asks=True)),
        ("how do I build this?", Wish(asks=True)),
        ("how do i run the tests in this project", Wish(asks=True)),
        ("I just cloned this. What do I have to do to get it working?", Wish(asks=True)),
        ("Which command installs the dev dependencies?", Wish(asks=True)),
        ("figure out how to build and test this repo", Wish(asks=True)),
        ("What's the right way to install this package for development?", Wish(asks=True)),
        (
            "What do I need before I can run the test suite here (system packages, "
            "services, env vars)?",
            Wish(asks=True),
        ),
        (
            "is there a Makefile or tox or something? how are tests supposed to be run here",
            Wish(asks=True),
        ),
        ("what is the command for running the tests", Wish(asks=True)),
        ("list the setup steps", Wish(asks=True)),
        ("write the build commands to AGENTS.md", Wish(file=True)),
        ("write it to AGENTS.md", Wish(file=True)),
        ("write an AGENTS.md", Wish(file=True)),
        ("generate AGENTS.md for this repo", Wish(file=True)),
        ("document the setup in AGENTS.md", Wish(file=True)),
        ("put the commands for building and testing into AGENTS.md", Wish(file=True)),
        ("add a section on testing to AGENTS.md", Wish(file=True)),
        ("please refresh AGENTS.md", Wish(file=True)),
        ("save the set-up commands in AGENTS.md", Wish(file=True)),
        ("set up this project and write it to AGENTS.md", Wish(file=True)),
        ("create an AGENTS.md with how to install, build and test", Wish(file=True)),
        ("update AGENTS.md with the correct test command", Wish(file=True)),
        ("note down in AGENTS.md how one sets up and tests the project", Wish(file=True)),
        ("write build and test instructions into AGENTS.md", Wish(file=True)),
        (
            "Find out how this repo is installed and tested and write that into AGENTS.md",
            Wish(file=True),
        ),
        ("I need an AGENTS.md with the setup steps", Wish(file=True)),
    ],
)
def test_what_an_order_wants_is_read(text: str, wish: Wish) -> None:
    asked = conversation(items.user(text))
    assert read_wish(asked.order.text) == wish
    assert recognise(asked)


@pytest.mark.parametrize(
    "text",
    [
        "set up a test suite",
        "how do I fix this bug in install.py",
        "how can I test whether the parser works",
        "setup.py fails with KeyError",
        "make the tests pass",
        "install numpy",
        "set up GitHub Actions for us",
        "set up logging",
        "set up the database",
        "set up pre-commit",
        "build the docs",
        "build a docker image",
        "build the docker image for this project",
        "build a web ui",
        "update all dependencies to their latest versions",
        "upgrade the dependencies",
        "document how to install this in README",
        "how does the caching work in this project?",
        "what does the function `resolve` do?",
        "how do I write tests for cart.py?",
        "explain how to write tests with hypothesis",
        "get test_migrate_db to work again",
        "get it working again",
        "get CI green again",
        "run the tests",
        "does the build pass",
        "make the project faster",
        "add our naming conventions to AGENTS.md",
        "add a rule to AGENTS.md that we use tabs",
        "review AGENTS.md",
        "get this test working",
        "how do I rename a function?",
        "how do I build a regex for phone numbers",
        "create a new package",
        "set the version to 1.3.0",
        "set timeout to 30 in client.py",
        "set up a new package named ledgerlite, src layout, pytest",
        "move from setup.py to pyproject.toml",
        "can you convert our setup.cfg into pyproject.toml",
        "make this project run on Python 3.11, at the moment it only works with 3.8",
        "build a command line program that prints the nth fibonacci number",
        "bootstrap a cli app `dusage` that shows disk usage per folder",
        "what can you do",
        "help",
        "explain the failure in tests/test_auth.py",
        "why does installing fail?",
        "how do the tests stand?",
        "install the login button on the page",
        "make it pass",
        "make it compatible with Python 3.13",
        "make it faster",
        "get it green",
        "fix the build",
        "make the code more readable",
        "prepare the release",
        "configure ruff",
        "start the server",
        "how do I deploy this",
        "what is the way to speed up the tests",
        "publish the package",
        "I want the project to run on 3.12",
        "what is in AGENTS.md",
    ],
)
def test_what_is_set_up_otherwise_is_left_to_others(text: str) -> None:
    assert not recognise(conversation(items.user(text)))


def test_a_file_that_is_ruled_out_is_not_written() -> None:
    assert read_wish("set up this project, but do not touch AGENTS.md") == Wish()


def said(text: str, code: int = 0) -> items.ShellResult:
    """Return what a command printed and how it ended."""
    return items.ShellResult(stdout=text, stderr="", outcome=items.Exit(exit_code=code))


def talk(order: str, *outputs: items.ShellResult | Json) -> tuple[list[str], tuple[Item, ...]]:
    """Return the commands that the engine asked for, and its answer after the last output."""
    past: tuple[Item, ...] = (items.user(order),)
    commands: list[str] = []
    for output in outputs:
        call = call_of(ask(*past))
        commands.append(call.action.commands[0].splitlines()[0])
        answered = (
            items.ShellCallOutput(call_id=call.call_id, output=(output,))
            if isinstance(output, items.ShellResult)
            else output_of(call, output)
        )
        past = (*past, call, answered)
    return commands, ask(*past)


def test_every_command_is_run_and_told() -> None:
    commands, output = talk("set up this project", PLAN, said(""), said(""), said(PASSED))
    assert commands == [
        "# quire-workbench setup --seconds 60", "python3 -m venv .venv", INSTALL, f"# {TEST}",
    ]  # fmt: skip
    assert words_of(output) == (
        f"Set up: every command ran to its end.\n\nFrom a fresh clone:\n\n{BLOCK}\n\n"
        f"Read from: pyproject.toml.\n\nThe tests pass: 3 passed (`{TEST}`).\n\n"
        '"write it to AGENTS.md" keeps these commands there.'
    )


def test_failing_tests_are_told() -> None:
    text = "FAILED tests/test_a.py::test_b - assert 1 == 2\n1 failed, 2 passed in 0.1s"
    _, output = talk("set up this project", PLAN, said(""), said(""), said(text, 1))
    assert "The tests do not all pass: 2 passed, 1 failed" in words_of(output)


def test_where_no_test_passes_nothing_is_set_up() -> None:
    text = (
        "ERROR at setup of test_a\nE       fixture 'mocker' not found\n"
        "FAILED tests/test_a.py::test_a - fixture 'mocker' not found\n1 error in 0.1s"
    )
    order = "set up this project and write it to AGENTS.md"
    commands, output = talk(order, PLAN, said(""), said(""), said(text, 1))
    assert commands[-1] == f"# {TEST}"
    told = words_of(output)
    assert told.startswith(
        "Not set up to its end: no test passes. The commands that install ran to their end.\n\n"
    )
    assert told.endswith(
        f"The tests do not all pass: 1 error (`{TEST}`).\n\n"
        "    ERROR at setup of test_a\n    E       fixture 'mocker' not found"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 passed, 1 failed in 1s", True),
        ("1 error in 0.1s", False),
        ("Ran 3 tests in 0.1s\n\nFAILED (failures=1, errors=1)", True),
        ("Ran 1 test in 0.1s\n\nFAILED (errors=1)", False),
        ("Ran 0 tests in 0.0s\n\nOK", False),
        ("No module named pytest", False),
    ],
)
def test_whether_a_test_passes_is_read_from_the_output(text: str, expected: bool) -> None:
    assert passing(text) is expected


def test_what_a_command_leaves_is_tidied_up_and_not_told() -> None:
    build: Json = {"kind": "build", "command": "pip wheel .", "after": "rm -rf ./build"}
    plan: Json = {**PLAN, "venv": True, "steps": [build]}
    commands, output = talk("set up this project", plan, said(""), said(PASSED))
    assert commands[1] == "pip wheel . && rm -rf ./build"
    assert f"    pip wheel .\n    {TEST}" in words_of(output)


def test_the_last_words_say_why() -> None:
    lost = (
        "Could not fetch URL https://pypi.org/simple/pip/: There was a problem confirming the ssl "
        "certificate: SSLError(CERTIFICATE_VERIFY_FAILED)"
    )
    error = "ERROR: No matching distribution found for setuptools"
    around = "error: subprocess-exited-with-error\nnote: This error originates from a subprocess."
    text = f"Collecting shop\n{lost}\n{error}\n{around}\n{error}\n{around}"
    _, output = talk("set up this project", PLAN, said(""), said(text, 1), said(""))
    assert words_of(output).endswith(
        f"Its last words:\n\n    {lost}\n    {error}\n\n"
        "Its certificate is not known in the walls: put the names of your variables (PIP_CERT, "
        "PIP_INDEX_URL) into sandbox.environment. I took away the environment that I had begun. "
        "Read from: pyproject.toml."
    )
    walls = "[sandbox: network refused: pypi.org:443: an inner address]"
    _, output = talk("set up this project", PLAN, said(""), said(f"{walls}\n{walls}", 1), said(""))
    assert words_of(output).count(walls) == 1


def test_an_environment_that_is_there_is_used() -> None:
    commands, _ = talk("set up this project", {**PLAN, "venv": True}, said(""), said(PASSED))
    assert commands[1:] == [INSTALL, f"# {TEST}"]


def test_a_command_that_fails_leaves_no_half_environment() -> None:
    error = "Collecting shop\nERROR: No matching distribution found for shop"
    commands, output = talk("set up this project", PLAN, said(""), said(error, 1), said(""))
    assert commands[-1] == "python3 -c 'import shutil; shutil.rmtree(\".venv\")'"
    told = words_of(output)
    assert told.startswith(f"Not set up. This command failed:\n\n    {INSTALL}")
    assert "    ERROR: No matching distribution found for shop" in told


def test_without_a_network_it_says_what_to_pass() -> None:
    off: Json = {**PLAN, "network": "off", "missing": ["left-pad"]}
    commands, output = talk("set up this project", off)
    assert len(commands) == 1
    assert words_of(output) == (
        "Not set up. left-pad is not installed, and the network is off in these walls. "
        "Let the package index through:\n\n"
        '    quire exec -c sandbox.network=proxy "set up this project"\n\n'
        f"Not tried, from a fresh clone:\n\n{BLOCK}\n\nRead from: pyproject.toml."
    )


def test_a_question_changes_nothing() -> None:
    commands, output = talk("how do I build and test this", PLAN, said(PASSED))
    assert commands[1:] == ["# python -m pytest"]
    assert words_of(output).endswith(
        "The tests run with what is installed here: 3 passed (`python -m pytest`)."
    )
    commands, output = talk("how do I build and test this", {**PLAN, "missing": ["click"]})
    assert len(commands) == 1
    assert 'Not tried: click is not installed here. "set up this project" does it.' in words_of(
        output
    )


def test_the_commands_are_written_down_on_request() -> None:
    order = "set up this project and write it to AGENTS.md"
    _, output = talk(order, {**PLAN, "network": "off"}, said(PASSED))
    [patch] = [item for item in output if isinstance(item, items.ApplyPatchCall)]
    assert patch.operation == items.CreateFile(path="AGENTS.md", diff="+# For coding agents\n")


def test_a_project_of_another_kind_is_named() -> None:
    _, output = talk(
        "set up this project",
        {"type": "plan", "known": False, "others": ["Cargo.toml: cargo build, cargo test"]},
    )
    assert words_of(output) == (
        "Not set up. I find no Python project here. I name what I see and run none of it:\n"
        "- Cargo.toml: cargo build, cargo test\n\n"
        "Other languages are beyond me; a model could: set --model and OPENAI_API_KEY."
    )


def test_without_a_tool_it_is_told() -> None:
    assert "Offer a shell tool." in words_of(ask(items.user("set up this project"), tools=[]))
