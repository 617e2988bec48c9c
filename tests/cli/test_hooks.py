"""Hooks from the settings: whose they are, where they run, what they can see."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.line import Line, Serve, events

MODEL = ("--model", "gpt-5.1-codex")


def configure(line: Line, text: str, name: str = "config.toml") -> Path:
    """Write a file of the person's own settings."""
    path = line.home / "quire" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


def test_hooks_of_both_files_run_and_a_script_beside_them_can_be_read(
    line: Line, upstream: Serve
) -> None:
    script = line.home / "quire" / "hooks" / "after.sh"
    script.parent.mkdir(parents=True)
    script.write_text("echo from the script\n")
    configure(
        line,
        f"""
[[hooks.PostToolUse]]
matcher = "Bash"
hooks = [{{ type = "command", command = "sh {script} >> log.txt", timeout = 20 }}]
""",
    )
    group = {"matcher": "Bash", "hooks": [{"type": "command", "command": "echo json >> log.txt"}]}
    configure(line, json.dumps({"hooks": {"PostToolUse": [group]}}), "hooks.json")
    upstream({"shell": ["true"]}, {"text": "Done."})
    done = line.run("exec", *MODEL, "go")
    assert done.returncode == 0, done.stderr
    assert (line.folder / "log.txt").read_text() == "from the script\njson\n"


def test_only_the_persons_own_hooks_may_run_without_walls(line: Line, upstream: Serve) -> None:
    hook = "hooks = [{{ command = 'touch ~/{name}', sandbox = \"{walls}\" }}]"
    configure(line, "".join(
        f"[[hooks.PreToolUse]]\n{hook.format(name=name, walls=walls)}\n"
        for name, walls in (("inside", "on"), ("outside", "off"))
    ))  # fmt: skip
    upstream({"shell": ["true"]}, {"text": "Done."})
    done = line.run("exec", *MODEL, "go")
    assert done.returncode == 0, done.stderr
    assert (line.home / "outside").exists()
    assert not (line.home / "inside").exists()


def test_what_a_hook_did_is_told_in_json_lines(line: Line, upstream: Serve) -> None:
    configure(line, '[[hooks.PreToolUse]]\nhooks = [{ command = "echo no >&2; exit 2" }]\n')
    upstream({"shell": ["true"]}, {"text": "Done."})
    done = line.run("exec", "--json", *MODEL, "go")
    items = [event["item"] for event in events(done.stdout) if "item" in event]
    told = [item["message"] for item in items if item["type"] == "error"]
    assert told == ["hook PreToolUse (user) blocked: no"]
    refused = [item for item in items if item["type"] == "command_execution"]
    assert [item["status"] for item in refused] == ["declined"]
