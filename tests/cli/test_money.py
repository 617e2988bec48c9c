"""What requests, tasks and sessions cost, as a script and a person see it."""

from __future__ import annotations

import json
from typing import Any

from tests.cli.line import Line, Serve, events

# 1.25, 0.125 and 10 US dollars a million tokens: 600 + 400 cached in, 100 out.
USAGE = {
    "input_tokens": 1_000, "input_tokens_details": {"cached_tokens": 400}, "output_tokens": 100,
}  # fmt: skip
COST = (600 * 1.25 + 400 * 0.125 + 100 * 10) / 1_000_000


def test_costs_are_told_after_each_request_and_summed_over_the_session(
    line: Line, upstream: Serve
) -> None:
    upstream({"shell": ["true"], "usage": USAGE}, {"text": "Done.", "usage": USAGE, "times": 2})
    flags = ("--model", "gpt-5.1-codex", "--no-verify")
    first = events(line.run("exec", "--json", *flags, "go").stdout)
    told = [event for event in first if event["type"] == "usage.updated"]
    assert [event["cost"] for event in told] == [COST, COST]
    assert [event["turn_cost"] for event in told] == [round(COST, 9), round(2 * COST, 9)]
    assert told[0]["usage"]["cached_input_tokens"] == 400
    assert _costs(first) == [2 * COST, 2 * COST]
    second = line.run("exec", "--json", *flags, "resume", "--last", "again").stdout
    assert _costs(events(second)) == [COST, 3 * COST]


def _costs(lines: list[dict[str, Any]]) -> list[float]:
    receipt = json.loads(json.dumps(lines[-1]["receipt"]))
    return [receipt["usage"]["cost"], receipt["session_usage"]["cost"]]


def test_a_person_sees_what_each_request_costs(line: Line, upstream: Serve) -> None:
    upstream({"shell": ["true"], "usage": USAGE}, {"text": "Done.", "usage": USAGE})
    shown = line.run("--model", "gpt-5.1-codex", "--no-verify", "go on").stdout
    assert "0.0018 USD, task so far 0.0018 USD · 1,000 tokens in (400 cached), 100 out" in shown
    assert "0.0018 USD, task so far 0.0036 USD · 1,000 tokens in (400 cached), 100 out" in shown
    assert " s · 2,000 tokens in (800 cached), 200 out · 0.0036 USD" in shown


def test_an_answer_is_bounded_by_what_is_left_and_no_request_goes_beyond_it(
    line: Line, upstream: Serve
) -> None:
    large = {"input_tokens": 2_000, "output_tokens": 900}
    log = upstream({"shell": ["true"], "usage": large, "times": 9}, {"text": "Done."})
    flags = ("--model", "gpt-5.1-codex", "--no-verify", "--tokens", "8000")
    lines = events(line.run("exec", "--json", *flags, "go").stdout)
    asked = [json.loads(row)["body"] for row in log.read_text().splitlines()]
    bounds = [body["max_output_tokens"] for body in asked]
    assert bounds == sorted(bounds, reverse=True)
    assert len(bounds) == 2 and bounds[0] < 8_000 and 16 <= bounds[1] < 8_000 - 2_900 - 2_000
    (said,) = [line["item"]["message"] for line in lines if _is_error(line)]
    assert said == (
        "What is left of the budget of 8,000 tokens (5,800 used) is too little for the next "
        "request."
    )
    assert lines[-1]["receipt"]["usage"]["input_tokens"] == 4_000


def test_money_bounds_an_answer_by_the_price(line: Line, upstream: Serve) -> None:
    log = upstream({"text": "Done.", "usage": USAGE})
    flags = ("--model", "gpt-5.1-codex", "--no-verify", "--dollars", "0.01")
    assert line.run("exec", *flags, "go").returncode == 0
    (body,) = [json.loads(row)["body"] for row in log.read_text().splitlines()]
    assert 500 < body["max_output_tokens"] < 0.01 * 1_000_000 / 10
    done = line.run("exec", "--model", "gpt-5.1-codex", "--dollars", "0.0001", "go")
    assert done.returncode == 1
    assert "the budget of 0.0001 dollars (0 used) is too little" in done.stderr
    assert len(log.read_text().splitlines()) == 1


def test_the_engine_works_without_a_cent(line: Line, upstream: Serve) -> None:
    log = upstream({"text": "Done."})
    (line.folder / "calc.py").write_text("def add(a, b):\n    return a - b\n")
    (line.folder / "test_calc.py").write_text(
        "from calc import add\n\n\ndef test_add():\n    assert add(2, 3) == 5\n"
    )
    flags = ("--json", "--model", "auto", "--dollars", "0")
    done = line.run("exec", *flags, "make the tests pass")
    assert events(done.stdout)[-1]["receipt"]["verdict"] == "fixed", done.stderr
    held = line.run("exec", *flags, "write a haiku into poem.txt")
    receipt = events(held.stdout)[-1]["receipt"]
    assert (held.returncode, receipt["summary"]) == (
        1, "The budget of 0 dollars is used up before there was an answer."
    )  # fmt: skip
    assert [rung["verdict"] for rung in receipt["rungs"]] == ["refused", "stopped"]
    assert not log.exists() or log.read_text() == ""


def test_a_cap_in_dollars_without_a_price_is_told(line: Line, upstream: Serve) -> None:
    upstream({"text": "Done."})
    lines = events(
        line.run("exec", "--json", "--model", "gpt-4.9-none", "--dollars", "1", "go").stdout
    )
    said = [line["item"]["message"] for line in lines if _is_error(line)]
    assert "The price of gpt-4.9-none is not known: the cap in dollars holds only where" in said[-1]


def _is_error(line: dict[str, Any]) -> bool:
    return bool(line.get("item", {}).get("type") == "error")
