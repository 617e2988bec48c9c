"""Logins to MCP servers on the command line: made with a browser, used, forgotten."""

from __future__ import annotations

import json
import stat
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from tests.cli.line import Line
from tests.tools.mcp_room import LOCKED, over_http

WANTED = "it wants a login (401): quire mcp login locked"


def listed(line: Line) -> dict[str, Any]:
    """Return what is listed of the one server."""
    told: dict[str, Any] = json.loads(line.run("mcp", "list", "--json").stdout)
    return told


def test_a_login_is_asked_for_made_used_and_forgotten(line: Line, tmp_path: Path) -> None:
    home = line.home / "quire"
    home.mkdir()
    with over_http(LOCKED, str(tmp_path)) as url:
        settings = f'[mcp_servers.locked]\nurl = "{url}"\nstartup_timeout_sec = 30\n'
        (home / "config.toml").write_text(settings)
        before = listed(line)
        assert (before["state"], before["problem"]) == ("failed", WANTED)
        running = line.start("mcp", "login", "locked")
        assert running.stderr is not None
        words = iter(running.stderr.readline, "")
        address = next(text.strip() for text in words if "/authorize?" in text)
        with urllib.request.urlopen(address) as page:
            assert page.read().startswith(b"This page can be closed")
        _, said = running.communicate()
        assert (running.returncode, said.strip()) == (0, "Logged in to locked."), said
        kept = home / "logins/locked.json"
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
        after = listed(line)
        assert (after["state"], after["tools"]) == ("ready", ["locked__secret"])
    assert line.run("mcp", "logout", "locked").stderr == "Logged out of locked.\n"
    assert not kept.exists()
    assert line.run("mcp", "logout", "locked").stderr == "There is no login to locked.\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nope",), "There is no MCP server 'nope'. (mcp_servers)\n  Those over HTTP are: far."),
        (
            ("own", "-c", 'mcp_servers.own.command="x"'),
            "The MCP server own is a program; only one with 'url' has a login.",
        ),
        (("far",), "The login to http://127.0.0.1:9/mcp failed: "),
    ],
)
def test_where_there_is_no_login_it_says_why(line: Line, words: tuple[str, ...], said: str) -> None:
    far = 'mcp_servers.far.url="http://127.0.0.1:9/mcp"'
    done = line.run("mcp", "login", *words, "-c", far)
    assert done.returncode != 0
    assert said in done.stderr
