"""`quire exec` against a scripted upstream: events, faults, exit codes, files, signals."""

from __future__ import annotations

import json
import signal
import subprocess
from typing import Any

import pytest

from tests.cli.line import Line, Serve, events, words_of

MODEL = ("--model", "gpt-5.1-codex")


def patch(path: str, diff: str, kind: str = "create_file") -> dict[str, Any]:
    operation = {"type": kind, "path": path, "diff": diff}
    call = {"type": "apply_patch_call", "call_id": f"patch_{path}", "operation": operation}
    return {"items": [call]}


def test_events_follow_the_schema_of_codex(line: Line, upstream: Serve) -> None:
    upstream(
        {"reasoning": "Look first.", "shell": ["echo hello; exit 3"]},
        patch("note.txt", "+hello\n"),
        {"text": "All written.", "usage": {"input_tokens": 9, "output_tokens": 2}},
    )
    done = line.run("exec", "--json", *MODEL, "write a note")
    seen = events(done.stdout)
    kinds = [event.get("item", {}).get("type", event["type"]) for event in seen]
    assert kinds == [
        "thread.started",
        "turn.started",
        "reasoning",
        "command_execution",
        "command_execution",
        "file_change",
        "agent_message",
        "usage.updated",
        "turn.completed",
    ]
    command = seen[4]["item"]
    assert command == {
        "id": command["id"],
        "type": "command_execution",
        "command": "echo hello; exit 3",
        "aggregated_output": "hello\n",
        "exit_code": 3,
        "status": "failed",
    }
    assert seen[5]["item"]["changes"] == [{"path": "note.txt", "kind": "add"}]
    assert seen[-1]["usage"]["input_tokens"] == 9
    assert seen[-1]["receipt"]["verdict"] == "unverified"
    assert (line.folder / "note.txt").read_text() == "hello\n"
    assert done.returncode == 0


def test_the_answer_goes_to_standard_output_alone(line: Line, upstream: Serve) -> None:
    upstream({"reasoning": "Easy.", "text": "42"})
    done = line.run("exec", *MODEL, "-o", "answer.txt", "what is it?")
    assert (done.returncode, done.stdout) == (0, "42\n")
    assert (line.folder / "answer.txt").read_text() == "42\n"
    assert "what is it?" in done.stderr


def test_piped_text_is_the_task_or_its_context(line: Line, upstream: Serve) -> None:
    log = upstream({"text": "one"}, {"text": "two"})
    line.run("exec", *MODEL, stdin="the whole task")
    line.run("exec", *MODEL, "explain this", stdin="Traceback: boom")
    asked = [json.loads(row)["body"] for row in log.read_text().splitlines()]
    texts = [body["input"][-1]["content"] for body in asked]
    assert texts == ["the whole task", "explain this\n\n<stdin>\nTraceback: boom\n</stdin>"]


def test_an_output_schema_reaches_the_upstream(line: Line, upstream: Serve) -> None:
    log = upstream({"text": '{"a":1}'})
    schema = {"type": "object", "properties": {"a": {"type": "integer"}}}
    (line.folder / "schema.json").write_text(json.dumps(schema))
    line.run("exec", *MODEL, "--output-schema", "schema.json", "give a")
    (body,) = [json.loads(row)["body"] for row in log.read_text().splitlines()]
    assert body["text"]["format"] == {
        "type": "json_schema",
        "name": "codex_output_schema",
        "strict": True,
        "schema": schema,
    }


@pytest.mark.parametrize(
    "fault",
    ["rate_limit", "server_error", "cut", "garbage", "html", "empty_body", "empty", "error_event"],
)
def test_a_passing_fault_is_asked_again_and_no_command_runs_twice(
    line: Line, upstream: Serve, fault: str
) -> None:
    upstream(
        {"shell": ["echo ran >> count.txt"]},
        {"fault": fault, "message": "try later"},
        {"text": "Done."},
    )
    done = line.run("exec", "--json", *MODEL, "count")
    assert done.returncode == 0, done.stderr
    assert (line.folder / "count.txt").read_text() == "ran\n"
    assert events(done.stdout)[-1]["type"] == "turn.completed"


def test_a_call_of_a_cut_stream_runs_once(line: Line, upstream: Serve) -> None:
    upstream(
        {"shell": ["echo ran >> count.txt"], "fault": "cut_after_call"},
        {"text": "Done."},
    )
    done = line.run("exec", "--json", *MODEL, "count")
    assert done.returncode == 0, done.stderr
    assert (line.folder / "count.txt").read_text() == "ran\n"


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("server_error", "the disk is on fire"),
        ("rate_limit", "the disk is on fire"),
        ("context_length", "the disk is on fire"),
        ("unauthorized", "the disk is on fire"),
        ("failed", "the disk is on fire"),
        ("empty", ""),
        ("garbage", ""),
        ("cut", ""),
    ],
)
def test_a_lasting_fault_is_told_in_its_own_words(
    line: Line, upstream: Serve, fault: str, words: str
) -> None:
    upstream({"fault": fault, "message": "the disk is on fire", "times": 20})
    done = line.run("exec", "--json", *MODEL, "hello")
    end = events(done.stdout)[-1]
    assert (done.returncode, end["type"]) == (4, "turn.failed")
    assert words in end["error"]["message"]
    assert words in done.stderr
    assert "sk-test-canary" not in done.stdout + done.stderr


def test_the_key_is_in_no_command_and_no_file(line: Line, upstream: Serve) -> None:
    upstream({"shell": ["env; cat /proc/*/environ; ps axe || true"]}, {"text": "Done."})
    done = line.run("exec", "--json", *MODEL, "show the environment")
    assert done.returncode == 0
    found = [
        path
        for path in line.home.rglob("*")
        if path.is_file() and b"sk-test-canary" in path.read_bytes()
    ]
    assert found == []
    assert "sk-test-canary" not in done.stdout + done.stderr


def test_commands_see_the_variables_that_settings_name(line: Line) -> None:
    line.environment |= {"PIP_CERT": "/etc/ours.pem", "PIP_INDEX_URL": "https://index.example"}
    line.environment["QUIRE_SANDBOX__ENVIRONMENT"] = '["PIP_CERT", "PIP_PROXY"]'
    done = line.run("sandbox", "--", "sh", "-c", "env | grep ^PIP_")
    assert (done.returncode, done.stdout) == (0, "PIP_CERT=/etc/ours.pem\n")


def test_no_key_of_quire_comes_into_the_walls_by_its_name(line: Line) -> None:
    line.environment |= {"OPENROUTER_API_KEY": "sk-canary"}
    line.environment["QUIRE_SANDBOX__ENVIRONMENT"] = '["OPENROUTER_API_KEY"]'
    done = line.run("sandbox", "--", "env")
    assert (done.returncode, done.stdout) == (2, "")
    assert "sandbox.environment names OPENROUTER_API_KEY" in done.stderr
    assert "sk-canary" not in done.stderr


def test_ctrl_c_stops_the_command_and_keeps_the_session(line: Line, upstream: Serve) -> None:
    upstream({"shell": ["echo begun > begun.txt; sleep 600"]}, {"text": "Went on."})
    process = line.start("exec", "--json", *MODEL, "wait")
    assert process.stdout is not None
    for text in process.stdout:
        if "command_execution" in text and "sleep" in text:
            break
    while not (line.folder / "begun.txt").exists():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate()
    assert process.returncode == 130
    assert events(rest)[-1]["receipt"]["verdict"] == "stopped"
    assert subprocess.run(["pgrep", "-f", "sleep 600"], capture_output=True).returncode == 1

    resumed = line.run("exec", "--json", *MODEL, "resume", "--last", "go on")
    assert resumed.returncode == 0, resumed.stderr
    assert events(resumed.stdout)[-2]["item"]["text"] == "Went on."


def test_a_session_goes_on_with_what_was_said(line: Line, upstream: Serve) -> None:
    log = upstream({"text": "I am Bob."}, {"text": "Bob."})
    first = events(line.run("exec", "--json", *MODEL, "who are you?").stdout)
    thread = first[0]["thread_id"]
    second = events(line.run("exec", "--json", "resume", thread, "again?").stdout)
    assert second[0] == {"type": "thread.started", "thread_id": thread}
    body = json.loads(log.read_text().splitlines()[-1])["body"]
    said = [words_of(item) for item in body["input"] if item.get("role") != "developer"]
    assert said == ["who are you?", "I am Bob.", "again?"]


def test_budgets_are_said_when_they_are_hit(line: Line, upstream: Serve) -> None:
    upstream({"shell": ["true"], "times": 50})
    done = line.run("exec", "--json", *MODEL, "--steps", "3", "loop")
    messages = [
        event["item"]["message"]
        for event in events(done.stdout)
        if event.get("item", {}).get("type") == "error"
    ]
    assert messages == ["The budget of 3 steps is used up."]
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("exec",), "There is no task"),
        (("sesions",), "Did you mean 'sessions'"),
        (("exec", "--model", "gpt-9", "hi"), "OPENAI_API_KEY"),
        (("exec", "-c", "agent.steps=many", "hi"), "agent.steps"),
        (("exec", "-c", "nonsense=1", "hi"), "nonsense"),
        (("exec", "-C", "/nowhere", "hi"), "/nowhere"),
        (("exec", "--effort", "huge", "hi"), "huge"),
        (("exec", "--model", "quire/huge", "hi"), "quire/mini"),
        (("resume", "0000"), "0000"),
        (("undo",), "session"),
    ],
)
def test_what_cannot_be_used_is_named(line: Line, arguments: tuple[str, ...], words: str) -> None:
    done = line.run(*arguments)
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode in (1, 2)


def test_a_data_folder_that_cannot_be_written_is_named(line: Line) -> None:
    (line.home / "quire").mkdir()
    (line.home / "quire" / "cache").write_text("no folder")
    done = line.run("exec", "fix it")
    assert "quire/cache/workbench cannot be used: Not a directory" in done.stderr
    assert "free space" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 1


def test_a_session_can_go_on_with_another_model(line: Line, upstream: Serve) -> None:
    log = upstream({"text": "one"}, {"text": "two"})
    first = events(line.run("exec", "--json", *MODEL, "begin").stdout)
    line.run("exec", "--json", "--model", "gpt-5.2", "resume", first[0]["thread_id"], "go on")
    asked = [json.loads(row)["body"]["model"] for row in log.read_text().splitlines()]
    assert asked == ["gpt-5.1-codex", "gpt-5.2"]


def test_a_ladder_leaves_an_order_to_the_rung_that_can_do_all_of_it(
    line: Line, upstream: Serve
) -> None:
    ladder = 'agent.ladder=["quire/standard", "gpt-5.1-codex"]'
    upstream({"text": "Both are done."})
    order = "write tests for cart.py and update the README"
    done = line.run("exec", "--json", "--model", "auto", "-c", ladder, order)
    receipt = events(done.stdout)[-1]["receipt"]
    assert [(rung["model"], rung["verdict"]) for rung in receipt["rungs"]] == [
        ("quire/standard", "refused"),
        ("gpt-5.1-codex", "answered"),
    ]


def test_the_ladder_asks_the_next_model_with_what_was_learned(line: Line, upstream: Serve) -> None:
    upstream({"text": "A haiku:\nOld pond.", "usage": {"input_tokens": 9, "output_tokens": 2}})
    done = line.run("exec", "--json", "--model", "auto", "write a haiku")
    receipt = events(done.stdout)[-1]["receipt"]
    assert [(rung["model"], rung["verdict"]) for rung in receipt["rungs"]] == [
        ("quire/standard", "refused"),
        ("gpt-5.1-codex-mini", "answered"),
    ]
    assert done.returncode == 0
