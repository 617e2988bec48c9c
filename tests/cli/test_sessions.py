"""Which sessions there are, and how they are listed."""

from __future__ import annotations

import json

import pytest

from tests.cli.line import Line, events


@pytest.mark.parametrize(
    "words",
    [
        ("--model", "gpt-5.1", "go"),
        ("--model", "quire/huge", "go"),
        ("--model", "auto", "-c", 'agent.ladder=["gpt-5.1"]', "go"),
        ("-c", 'sandbox.environment=["OPENAI_API_KEY"]', "go"),
        ("explain @/etc/hostname",),
        ("-i", "/etc/hostname", "explain"),
    ],
)
def test_a_start_that_is_refused_leaves_no_session(line: Line, words: tuple[str, ...]) -> None:
    begun = events(line.run("exec", "--json", "hello").stdout)[0]["thread_id"]
    assert line.run("exec", *words).returncode in (2, 3)
    assert line.run("exec", "--json", *words).returncode in (2, 3)
    rows = events(line.run("sessions", "--json").stdout)
    assert [row["id"] for row in rows] == [begun]
    assert (
        events(line.run("exec", "--json", "resume", "--last", "thanks").stdout)[0]["thread_id"]
        == begun
    )


def test_an_order_is_listed_in_one_line_of_the_terminal(line: Line) -> None:
    order = "hello there\n" + "and so on " * 40
    line.run("exec", "-s", "read-only", order)
    line.environment["COLUMNS"] = "120"
    (row,) = line.run("sessions").stdout.splitlines()
    assert len(row) <= 120
    assert "hello there and so on" in row
    assert row.endswith("…")
    (row,) = line.run("sessions", "--all").stdout.splitlines()
    assert row.endswith(f"…  {line.folder}")
    (plain,) = line.run("sessions", "--json").stdout.splitlines()
    assert json.loads(plain)["prompt"] == order.strip()
