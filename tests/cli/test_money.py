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
