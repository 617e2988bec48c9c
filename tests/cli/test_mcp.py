"""MCP servers from the command line: listed, offered to a model, called, and none before trust."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from tests.cli.line import Line, Serve, events
from tests.tools.mcp_room import SHOP

MODEL = ("--model", "gpt-5.1-codex", "--no-verify")
CALL = {"calls": [{"name": "shop__price", "arguments": {"item": "tea"}}]}


def server(tools: str = '["price", "echo"]', **more: str) -> str:
    """Return the settings of the shop as TOML."""
    further = "".join(f"{name} = {value}\n" for name, value in more.items())
    return (
        f'[mcp_servers.shop]\ncommand = "{sys.executable}"\nargs = ["{SHOP}"]\n'
        f"startup_timeout_sec = 30\nenabled_tools = {tools}\n{further}"
    )


def write(folder: Path, text: str) -> None:
    """Write a config.toml."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.toml").write_text(f"{text}\n")


def walls(line: Line) -> str:
    """Return the setting that shows the shop to commands."""
    line.environment["QUIRE_SANDBOX__READABLE"] = f'["{SHOP.parent}"]'
    return ""


def tools_of(log: Path) -> list[list[Any]]:
    """Return the names of the tools that each request offered."""
    requests = [json.loads(text) for text in log.read_text().splitlines()]
    bodies = [r.get("body", r) for r in requests]
    return [[tool.get("name", tool["type"]) for tool in body["tools"]] for body in bodies]


def test_a_model_calls_a_tool_and_resuming_offers_the_same(line: Line, upstream: Serve) -> None:
    walls(line)
    write(line.home / "quire", server())
    log = upstream(CALL, {"text": "Three euros."}, {"text": "Yes."})
    first = line.run("exec", "--json", *MODEL, "what is tea?")
    assert first.returncode == 0, first.stderr
    told = events(first.stdout)
    done = [e["item"] for e in told if e["type"] == "item.completed"]
    (called,) = [item for item in done if item["type"] == "mcp_tool_call"]
    text = '{\n  "cents": 300,\n  "currency": "EUR"\n}'
    assert called == {
        "id": called["id"], "type": "mcp_tool_call", "server": "shop", "tool": "price",
        "arguments": {"item": "tea"}, "error": None, "status": "completed",
        "result": {"content": [{"type": "text", "text": text}], "structured_content": None},
    }  # fmt: skip
    write(line.home / "quire", server(enabled="true").replace("mcp_shop.py", "no_shop.py"))
    again = line.run("exec", "--json", *MODEL, "resume", told[0]["thread_id"], "sure?")
    assert again.returncode == 0, again.stderr
    said = [e["item"]["message"] for e in events(again.stdout) if e.get("item", {}).get("message")]
    assert any("The MCP server shop is not there: it ended" in text for text in said)
    before, _, after = tools_of(log)
    assert before[-2:] == ["shop__echo", "shop__price"]
    assert after == before


def test_nothing_starts_before_trust(line: Line) -> None:
    walls(line)
    write(line.folder / ".quire", server())
    listed = line.run("mcp", "list", "--json")
    assert (listed.returncode, listed.stdout) == (0, "")
    assert "not trusted" in listed.stderr
    listed = line.run("mcp", "list", "--json", "--trust")
    assert (listed.returncode, json.loads(listed.stdout)) == (
        0,
        {"name": "shop", "where": sys.executable, "state": "ready", "problem": "",
         "tools": ["shop__echo", "shop__price"]},
    )  # fmt: skip


def test_a_project_widens_nothing(line: Line) -> None:
    write(line.folder / ".quire", server(sandbox='"off"'))
    refused = line.run("mcp", "list", "--trust")
    assert refused.returncode == 2
    assert "The project's MCP server shop wants to run without walls." in refused.stderr
    write(line.home / "quire", '[mcp_servers.shop]\ncommand = "mine"\nsandbox = "off"')
    mine = json.loads(line.run("mcp", "list", "--trust", "--json").stdout)
    assert (mine["where"], mine["problem"]) == ("mine", "there is no program 'mine'")


def test_secrets_are_not_shown(line: Line) -> None:
    write(line.home / "quire", '[mcp_servers.shop]\ncommand = "x"\nenv = { TOKEN = "s3cret" }')
    shown = line.run("config", "show")
    assert "mcp_servers.shop.env.TOKEN" in shown.stdout
    assert "s3cret" not in shown.stdout + line.run("config", "show", "--json").stdout
