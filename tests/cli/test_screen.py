"""What a person reads: outputs cut in their middle, prose that fits the terminal."""

from __future__ import annotations

from io import StringIO
from typing import Literal

import click
import pytest

from quire.agent.budget import in_words
from quire.cli.receipts import receipt_lines
from quire.cli.screen import Screen
from quire.protocol import records
from quire.protocol.events import OutputItemDone
from quire.protocol.items import Message, output_text
from quire.protocol.records import CommandEnded, CommandOutput, CommandRun, CommandStarted, Receipt
from quire.protocol.responses import Usage


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def shown(out: StringIO) -> list[str]:
    return click.unstyle(out.getvalue()).splitlines()


def run(out: StringIO, output: str) -> list[str]:
    """Show a command with an output and return the lines below its title."""
    screen = Screen(out)
    screen.show(CommandStarted(call_id="c", index=0, command="pytest"))
    screen.show(CommandOutput(call_id="c", index=0, stream="stdout", text=output))
    screen.show(
        CommandEnded(
            call_id="c", index=0, command="pytest", exit_code=0, timed_out=False, seconds=1.0
        )
    )
    return shown(out)[2:]


def test_a_short_output_is_shown_whole() -> None:
    assert run(StringIO(), "one\ntwo\n") == ["    one", "    two"]


def test_a_long_output_keeps_its_beginning_and_its_end() -> None:
    output = "".join(f"line {number}\n" for number in range(15))
    first = [f"    line {number}" for number in range(3)]
    last = [f"    line {number}" for number in range(11, 15)]
    assert run(StringIO(), output) == [*first, "    … 8 more lines", *last]


def test_an_output_without_a_last_line_break_is_shown() -> None:
    assert run(StringIO(), "one\ntwo") == ["    one", "    two"]


def message(text: str) -> OutputItemDone:
    item = Message(role="assistant", content=(output_text(text),), status="completed")
    return OutputItemDone(output_index=0, item=item)


@pytest.mark.parametrize("summary", ["I cannot: why.", "2 tests fail."])
def test_a_verdict_does_not_repeat_the_answer(summary: str) -> None:
    out = StringIO()
    screen = Screen(out)
    screen.show(message("I cannot:\nwhy."))
    screen.show(Receipt(verdict="refused", summary=summary))
    head = "NOT DONE" if summary == "I cannot: why." else f"NOT DONE  {summary}"
    assert shown(out)[4] == head


def test_what_a_rung_said_is_not_said_again() -> None:
    out = StringIO()
    screen = Screen(out)
    screen.show(message("I cannot:\nwhy."))
    ended = records.RungEnded(
        number=0, model="low", verdict="refused", summary="I cannot: why.", seconds=1.0,
        usage=Usage(),
    )  # fmt: skip
    screen.show(ended)
    assert shown(out)[-1] == "  low did not achieve it."


def test_a_verdict_has_one_word_wherever_a_person_reads_it() -> None:
    out = StringIO()
    rung = records.RungRun(model="low", verdict="refused", seconds=1.0, usage=Usage())
    Screen(out).show(Receipt(verdict="refused", summary="Why.", rungs=(rung,)))
    told = shown(out)
    assert told[1] == "NOT DONE  Why."
    assert told[2].startswith("  low: not done, 1.0 s")


def test_prose_is_wrapped_on_a_terminal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    text = "- a suspect, and why it is one\n    code(that=is, left=alone)"
    terminal, pipe = Terminal(), StringIO()
    Screen(terminal).show(message(text))
    Screen(pipe).show(message(text))
    assert shown(terminal) == [
        "",
        "  - a suspect, and why it is",
        "    one",
        "      code(that=is,",
        "      left=alone)",
    ]
    assert shown(pipe) == [
        "",
        "  - a suspect, and why it is one",
        "      code(that=is, left=alone)",
    ]


def test_the_second_run_stands_below_the_first() -> None:
    out = StringIO()
    screen = Screen(out)
    screen.show(records.TestsRun(when="after", passed=("a",), seconds=0.5))
    screen.show(records.TestsRun(when="repeat", passed=("a",), seconds=0.4))
    assert shown(out) == [
        "",
        "  tests after: 1 passed, 0 failed (0.5 s)",
        "  once more: 1 passed, 0 failed (0.4 s)",
    ]


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ((0, 0), "commands: 2 run, all ended with 0"),
        ((0, 1, None), "commands: 3 run, 2 did not end with 0"),
    ],
)
def test_a_receipt_counts_commands(codes: tuple[int | None, ...], words: str) -> None:
    commands = tuple(CommandRun("make", code) for code in codes)
    receipt = Receipt(verdict="done", summary="Done.", commands=commands)
    assert words in receipt_lines(receipt)


@pytest.mark.parametrize("message", ["No line", "No line."])
def test_a_retry_is_a_sentence_of_its_own(message: str) -> None:
    out = StringIO()
    Screen(out).show(records.Retrying(attempt=2, limit=5, wait=1.5, message=message))
    assert shown(out) == ["  No line. Asking again in 1.5 s (2 of 5)."]


@pytest.mark.parametrize(
    ("limit", "allowed", "used", "words"),
    [
        ("steps", 3, 3, "The budget of 3 steps is used up."),
        ("tokens", 1_500_000, 1_500_001, "The budget of 1,500,000 tokens is used up."),
        ("seconds", 1.5, 2, "The budget of 1.5 seconds is used up."),
        (
            "dollars", 0.000001, 0,
            "What is left of the budget of 0.000001 dollars (0 used) is too little for the next "
            "request.",
        ),
    ],
)  # fmt: skip
def test_a_budget_is_told_in_plain_numbers(
    limit: Literal["steps", "seconds", "tokens", "dollars"], allowed: float, used: float, words: str
) -> None:
    event = records.Exhausted(limit=limit, allowed=allowed, used=used)
    assert in_words(event) == words


def test_tests_that_were_not_run_are_told_in_a_whole_sentence() -> None:
    out = StringIO()
    problem = "no tests were found. What is needed: a test"
    Screen(out).show(records.TestsRun(when="before", problem=problem))
    assert shown(out) == ["", f"  tests before: not run: {problem}."]
