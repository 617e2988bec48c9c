"""Setting a project up: which orders, which steps, what is said when the network is off."""

from __future__ import annotations

from pathlib import Path

import pytest

from quire.engine.setup import recognise
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
