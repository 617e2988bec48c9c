"""Every shell example of the documentation is run, or at least parsed by the real commands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import click
import pytest

from quire import cli
from quire.cli.jsonl import usage_line
from quire.protocol.records import Receipt
from quire.protocol.responses import Usage
from tests.docs.pages import PAGES, ROOT, code_of, commands_of, fences, lines_of
from tests.docs.place import Place, events, laid_out

# Programs of others that an example may call.
FOREIGN = {"cp", "curl", "echo", "export", "git", "npm", "pip", "pytest"}
# Beginnings of lines that are not run here: they install, serve, or have tests of their own.
PARSED_ONLY = (
    "pip ", "scripts/", "export ", "curl ", "quire serve", "quire sandbox --network",
    "AI_GATEWAY_API_KEY=", "quire apply-patch", "quire sessions import --codex",
    "python -m quire.models.scripted_server",
)  # fmt: skip
# Lines that differ in a flag alone from one that is run.
ALIKE = {
    'quire --effort high "make the tests pass"',
    'quire --model quire/max --minutes 20 "make the tests pass"',
    "quire review --base main",
    "quire review --base main --json --fail-on P1",
    "quire review --security",
}
RUN_PAGES = ("README.md", "docs/guides/", "docs/concepts/")
# Lines that end otherwise than with 0 where there is nothing left to do, or no terminal.
ENDINGS = {"quire resume": 2, "quire": 2, "quire tui --model gpt-5.1-codex -a untrusted": 2}

# What the scripted upstream says: an answer to any order, and a review where one is asked for.
ANSWER = (
    '{"findings": [], "overall_correctness": "patch is correct",'
    ' "overall_explanation": "Done.", "overall_confidence_score": 0.9}'
)

LINES = list(
    dict.fromkeys((fence.page, line) for fence in fences("sh") for line in lines_of(fence))
)
# Each line once, whatever page it stands on.
RUN = list(
    dict.fromkeys(
        command
        for page, line in LINES
        if page.as_posix().startswith(RUN_PAGES) and not line.startswith(PARSED_ONLY)
        if (command := line.partition(" #")[0].strip()) not in ALIKE
    )
)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    script = f"[[answer]]\ntext = '{ANSWER}'\ntimes = 99\n"
    with laid_out(tmp_path_factory.mktemp("docs"), script) as found:
        begun = found.run('quire "make the tests pass"')
        assert "FIXED" in begun.stdout, begun.stdout + begun.stderr
        yield found


def parsed(words: list[str]) -> None:
    """Parse the words after `quire` with the real commands, running nothing.

    What is no command must be an order, and an order has more than one word.
    """
    if not words or words[0] in ("--version", "--help") or words == ["task"]:
        return
    if words[0] not in cli.COMMANDS:
        assert any(" " in word for word in words), f"{words} is neither a command nor an order"
        words = ["run", *words]
    command: click.Command = cli.quire
    context = click.Context(command, info_name="quire")
    while isinstance(command, click.Group) and words:
        if command.invoke_without_command and words[0].startswith("-"):
            break
        name, *words = words
        found = command.get_command(context, name)
        assert found is not None, f"there is no command {name!r}"
        context, command = click.Context(command, parent=context, info_name=name), found
    try:
        command.make_context(command.name, words, parent=context)
    except click.BadParameter as error:
        # A file or folder of the reader's own.
        if error.param is None or not isinstance(error.param.type, click.Path | click.File):
            raise


@pytest.mark.parametrize(("page", "line"), LINES, ids=str)
def test_a_shell_line_names_what_exists(page: Path, line: str) -> None:
    for program, *words in commands_of(line):
        if program == "quire":
            parsed(words)
        elif program == "python":
            assert find_spec(words[1]), f"{page}: {words}"
        elif "/" in program:
            assert (ROOT / program).exists(), f"{page}: {program}"
        else:
            assert program in FOREIGN, f"{page}: {program}"


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_a_command_in_prose_exists(page: Path) -> None:
    for code in code_of(page):
        if code.startswith("quire ") and "|" not in code:
            ((_, *words),) = commands_of(re.sub(r"[\[\]]", "", code))
            parsed(words)


def test_what_does_not_exist_is_found() -> None:
    with pytest.raises(click.NoSuchOption):
        parsed(["exec", "--jsn", "make the tests pass"])
    with pytest.raises(click.BadParameter):
        parsed(["--effort", "enormous", "make the tests pass"])
    with pytest.raises(AssertionError, match="there is no command 'shwo'"):
        parsed(["config", "shwo"])
    with pytest.raises(AssertionError, match="neither a command nor an order"):
        parsed(["frobnicate"])


@pytest.mark.parametrize("line", RUN)
def test_a_shell_line_runs(place: Place, line: str) -> None:
    done = place.run(line)
    told = done.stdout + done.stderr
    assert done.returncode == ENDINGS.get(line, 0), told


def test_the_events_of_a_run_have_the_fields_of_the_page(place: Place) -> None:
    done = place.run('quire exec --json "make the tests pass" > page.jsonl')
    assert done.returncode == 0, done.stderr
    last = events(place.project / "page.jsonl")[-1]
    assert set(last) == {"type", "usage", "receipt"}
    usage, receipt = last["usage"], last["receipt"]
    assert isinstance(usage, dict) and isinstance(receipt, dict)
    assert set(usage) == set(usage_line(Usage()))
    assert set(receipt) == {"type", *Receipt.__struct_fields__}
