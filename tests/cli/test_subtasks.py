"""A sub-task on the command line: offered where it is set, told in lines, listed under its task."""

from __future__ import annotations

import json
import time

from tests.cli.line import Line, Serve, events

USED = {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15, "cost": 0.01}
ASKED = {"name": "run_task", "arguments": {"task": "say hello", "steps": 3}}


def test_a_task_with_a_sub_task(line: Line, upstream: Serve) -> None:
    log = upstream(
        {"calls": [ASKED], "usage": USED},
        {"text": "Hello.", "usage": USED},
        {"text": "Done.", "usage": USED},
    )
    setting = ("-c", "agent.subtasks=2", "-c", "agent.seconds=60")
    done = line.run("exec", "--json", "--no-verify", *setting, "--model", "gpt-5.2", "work")
    assert done.returncode == 0, done.stderr
    lines = events(done.stdout)
    (started,) = (told for told in lines if told["type"] == "item.started")
    call = started["item"]
    assert (call["type"], call["server"], call["tool"]) == ("mcp_tool_call", "quire", "run_task")
    assert call["arguments"]["task"] == "say hello"
    assert call["arguments"]["limits"]["steps"] == 3
    (ended,) = (t for t in lines if t["type"] == "item.completed" and t["item"]["id"] == call["id"])
    assert ended["item"]["status"] == "completed"
    assert ended["item"]["result"]["content"][0]["text"].endswith("Hello.")
    costs = [told["turn_cost"] for told in lines if told["type"] == "usage.updated"]
    assert costs == [0.01, 0.02, 0.03]
    assert lines[-1]["receipt"]["usage"]["cost"] == 0.03

    offered = [
        [tool.get("name") for tool in json.loads(row)["body"]["tools"]]
        for row in log.read_text().splitlines()
    ]
    assert [("run_task" in names) for names in offered] == [True, False, True]

    child = call["arguments"]["session"]
    first, second = line.run("sessions").stdout.splitlines()
    assert first.startswith(lines[0]["thread_id"])
    assert second.startswith(f"  └ {child}")
    rows = [json.loads(row) for row in line.run("sessions", "--json").stdout.splitlines()]
    assert [row["within"] for row in rows] == [None, lines[0]["thread_id"]]


def test_without_the_setting_none_is_offered(line: Line, upstream: Serve) -> None:
    log = upstream({"text": "Done."})
    assert line.run("exec", "--no-verify", "--model", "gpt-5.2", "work").returncode == 0
    assert "run_task" not in log.read_text()


def test_a_sub_task_that_was_cut_off_goes_on_in_lines(line: Line, upstream: Serve) -> None:
    upstream(
        {"calls": [ASKED]},
        {"shell": ["touch begun; sleep 60"]},
        {"text": "Hello."},
        {"text": "Done."},
    )
    words = ("exec", "--json", "--no-verify", "-c", "agent.subtasks=2", "--model", "gpt-5.2")
    process = line.start(*words, "work")
    until = time.monotonic() + 60
    while not (line.folder / "begun").exists():
        assert time.monotonic() < until and process.poll() is None
        time.sleep(0.02)
    process.kill()
    process.communicate()
    done = line.run(*words, "resume", "--last")
    assert done.returncode == 0, done.stderr
    rows = [row for row in events(done.stdout) if row.get("item", {}).get("tool") == "run_task"]
    assert [(row["type"], row["item"]["status"]) for row in rows] == [
        ("item.started", "in_progress"),
        ("item.completed", "completed"),
    ]
    assert rows[1]["item"]["result"]["content"][0]["text"].endswith("Hello.")
