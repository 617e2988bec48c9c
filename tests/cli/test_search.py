"""The web search of an upstream: offered where it is set, and shown."""

from __future__ import annotations

import json

from tests.cli.line import Line, Serve, events

FOUND = {
    "type": "web_search_call", "id": "ws_1", "status": "completed",
    "action": {"type": "search", "query": "httptools upgrade"},
}  # fmt: skip
TASK = ("exec", "--no-verify", "--model", "gpt-5.1-codex")


def test_a_search_is_offered_shown_and_kept_in_the_conversation(
    line: Line, upstream: Serve
) -> None:
    log = upstream(
        {"items": [FOUND], "shell": ["true"]}, {"text": "Found."},
        {"items": [FOUND], "text": "Found."},
    )  # fmt: skip
    done = line.run(*TASK, "--json", "-c", "tools.search=cached", "look it up")
    assert done.returncode == 0, done.stderr
    shown = [told["item"] for told in events(done.stdout) if "item" in told]
    (search,) = [item for item in shown if item["type"] == "web_search"]
    assert (search["query"], search["action"]) == ("httptools upgrade", FOUND["action"])
    first, second = (json.loads(row)["body"] for row in log.read_text().splitlines())
    assert first["tools"][-1] == {"type": "web_search", "external_web_access": False}
    assert FOUND in second["input"]
    again = line.run(*TASK, "-c", "tools.search=live", "look it up")
    assert "web: search httptools upgrade" in again.stderr
    third = json.loads(log.read_text().splitlines()[-1])["body"]
    assert third["tools"][-1] == {"type": "web_search", "external_web_access": True}


def test_where_it_is_not_set_or_not_known_none_is_offered(line: Line, upstream: Serve) -> None:
    log = upstream({"text": "Hello."}, {"text": "Hello."})
    line.run(*TASK, "hello")
    chat = ("-c", "models.dialect=chat", "-c", "tools.search=live")
    done = line.run(*TASK, *chat, "hello")
    assert "no web search is offered" in done.stderr
    assert "web_search" not in log.read_text()
