"""What can be set about an MCP server; the fields have the names that Codex gives them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct

from quire.errors import SettingsError

Source = Literal["user", "project"]

_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")
_ADDRESS = re.compile(r"https?://[^/\s]+\S*")
PERSONAL = ("bearer_token_env_var", "env_http_headers", "env_vars")
"""Fields that hand on the caller's own variables: a project may not set them."""


class Server(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One server: a program (`command`) or an address (`url`); times in seconds.

    `sandbox` is what a program may write: nothing but its own folders, the workspace as commands
    may, or anything, without walls. `env_vars` and `env_http_headers` name variables of the
    caller. With `enabled_tools` only these are offered.
    """

    command: str = ""
    args: tuple[str, ...] = ()
    env: dict[str, str] = {}
    env_vars: tuple[str, ...] = ()
    cwd: Path | None = None
    url: str = ""
    bearer_token_env_var: str = ""
    http_headers: dict[str, str] = {}
    env_http_headers: dict[str, str] = {}
    startup_timeout_sec: float = 10.0
    tool_timeout_sec: float = 60.0
    enabled_tools: tuple[str, ...] | None = None
    disabled_tools: tuple[str, ...] = ()
    enabled: bool = True
    sandbox: Literal["read-only", "workspace-write", "off"] = "read-only"
    source: Source = "user"

    def offers(self, tool: str) -> bool:
        """Tell whether a tool of the server is offered to the model."""
        chosen = self.enabled_tools is None or tool in self.enabled_tools
        return chosen and tool not in self.disabled_tools


def check(servers: Mapping[str, Server]) -> None:
    """Raise SettingsError for a server that may not be, or that cannot be reached as it stands."""
    for name, server in servers.items():
        wrong = _fault(name, server)
        if wrong:
            field, message, hint = wrong
            where = ".".join(part for part in ("mcp_servers", name, field) if part)
            raise SettingsError(message, hint=hint, param=where)


def _fault(name: str, server: Server) -> tuple[str, str, str] | None:
    """Return the field, what is wrong with it and the next step; None for a sound server."""
    if not _NAME.fullmatch(name):
        letters = "Use at most 40 letters, digits, - and _."
        return "", f"{name!r} cannot be the name of an MCP server.", letters
    if bool(server.command) == bool(server.url):
        return "command", f"The MCP server {name} needs either 'command' or 'url'.", "Set one."
    if server.url and not _ADDRESS.fullmatch(server.url):
        return "url", f"{server.url!r} is not an address.", "For example https://example.org/mcp"
    for field in ("startup_timeout_sec", "tool_timeout_sec"):
        if getattr(server, field) <= 0:
            return field, f"'{field}' of the MCP server {name} must be above 0.", "In seconds."
    return _presumption(name, server) if server.source == "project" else None


def _presumption(name: str, server: Server) -> tuple[str, str, str] | None:
    """Return what a server of the project may not have."""
    if server.sandbox == "off":
        wish = f"The project's MCP server {name} wants to run without walls."
        return "sandbox", wish, 'Only your own servers may set sandbox = "off".'
    asked = next((field for field in PERSONAL if getattr(server, field)), None)
    if asked:
        wish = f"The project's MCP server {name} asks for variables of yours ({asked})."
        return asked, wish, "Move the server to your own config.toml."
    return None
