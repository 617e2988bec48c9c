"""What a person and a script see of a compaction, and that the work goes on after it."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import click
import pytest

from quire.cli.screen import Screen
from quire.protocol.records import Compacted
from tests.cli.line import Line, Serve, events
from tests.gateway.conftest import serving

SAID = "The conversation was compacted from about 9,000 to 4,000 tokens; the log keeps all of it."


def test_the_screen_says_it_in_one_line() -> None:
    out = StringIO()
    Screen(out).show(Compacted(items=(), through=7, reason="asked", before=9_000, after=4_000))
    assert click.unstyle(out.getvalue()) == f"  {SAID}\n"


def test_a_task_outgrows_its_window_twice_and_is_finished(line: Line, upstream: Serve) -> None:
    log = upstream(
        *({"shell": [f"seq {n}000 {n}999"]} for n in range(1, 6)),
        {"fault": "context_length"},
        {"calls": [{"name": "read_output", "arguments": {"id": "0000000000.out", "page": 1}}]},
        {"text": "All counted."},
    )
    line.environment["QUIRE_AGENT__WINDOW"] = "8000"
    done = line.run("exec", "--json", "--model", "gpt-5.1-codex", "count for me")
    seen = events(done.stdout)
    warned = [event["item"]["message"] for event in seen if _is_warning(event)]
    assert done.returncode == 0
    assert len(warned) >= 2
    assert all("was compacted from about" in words for words in warned)
    asked = [json.loads(row)["body"]["input"] for row in log.read_text().splitlines()]
    page = asked[-1][-1]["output"]
    assert "Page 1 of " in page
    assert "count for me" in page
    assert "seq 1000 1999" in json.dumps(asked[-2])
    assert [json.dumps(each).count("count for me") for each in asked[:-1]] == [1] * 7


def _is_warning(event: dict[str, Any]) -> bool:
    return bool(event.get("item", {}).get("type") == "error")


@pytest.mark.parametrize("form", ["server", "endpoint", "inline"])
def test_our_own_gateway_compacts_as_well(line: Line, upstream: Serve, form: str) -> None:
    log = upstream(
        *({"shell": [f"seq {n}000 {n}999"]} for n in range(1, 6)),
        {"text": "All counted."},
    )
    line.environment["QUIRE_AGENT__WINDOW"] = "9000"
    address = line.environment["OPENAI_BASE_URL"]
    with serving(line.home / "serve", environment={"OPENAI_BASE_URL": address}) as gateway:
        line.environment["OPENAI_API_KEY"] = gateway.key
        line.environment["OPENAI_BASE_URL"] = gateway.address
        words = ("--no-verify", "-c", f"agent.compaction={form}", "--model", "gpt-5.1-codex")
        done = line.run("exec", "--json", *words, "count for me")
    seen = events(done.stdout)
    assert done.returncode == 0, done.stderr
    said = [event["item"]["message"] for event in seen if _is_warning(event)]
    assert said and all("was compacted from about" in words for words in said), said
    asked = [json.loads(row)["body"]["input"] for row in log.read_text().splitlines()]
    assert len(asked) == 6
    (kept,) = line.home.rglob(f"{seen[0]['thread_id']}/*.jsonl")
    assert '"type":"compaction"' in kept.read_text()
    assert all("count for me" in json.dumps(each) for each in asked)
    assert "seq 1000 1999" in json.dumps(asked[-1])
    assert "compaction" not in {item["type"] for item in asked[-1]}
    calls = [item["call_id"] for item in asked[-1] if item["type"] == "shell_call"]
    assert calls and len(calls) == len(set(calls))
