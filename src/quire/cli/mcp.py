"""`quire mcp`: the MCP servers that are set, what they offer, and the logins to them."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path

import click
import msgspec
from msgspec import Struct

from quire import config
from quire.cli.servers import NO_SDK, serving, tokens_of
from quire.errors import SettingsError
from quire.sandbox.display import visible
from quire.tools.mcp import Told
from quire.tools.mcp_settings import Server

_Server = tuple[str, Server]
_FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)


@click.group("mcp")
def command() -> None:
    """Show the MCP servers, their state and their tools; log in to one, or out."""


@command.command("list")
@click.option("-C", "--cd", "directory", type=_FOLDER, default=".", help="For this folder.")
@click.option(
    "-c", "--config", "overrides", multiple=True, metavar="KEY=VALUE", help="Set one setting."
)
@click.option("--trust", is_flag=True, help="Also the servers of the folder, this time.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def listing(directory: Path, overrides: tuple[str, ...], trust: bool, as_json: bool) -> None:
    """Start every server once, as a task would, and list its tools.

    Ends with 1 when one that is enabled does not start.
    """
    project = directory.resolve()
    settings = config.load(project, overrides, trust=trust).settings
    if not trust and config.is_trusted(project) is None:
        click.echo("The folder is not trusted: its own servers are left out.", err=True)
    servers = asyncio.run(_asked(settings, project))
    for server in servers:
        click.echo(msgspec.json.encode(server).decode() if as_json else visible(_row(server)))
    if not servers and not as_json:
        click.echo("There is no MCP server; set one as [mcp_servers.NAME].", err=True)
    sys.exit(any(server.state == "failed" for server in servers))


_SETTINGS = (
    click.argument("name"),
    click.option("-C", "--cd", "directory", type=_FOLDER, default=".", help="For this folder."),
    click.option(
        "-c", "--config", "overrides", multiple=True, metavar="KEY=VALUE", help="Set one setting."
    ),
    click.option("--trust", is_flag=True, help="Also the servers of the folder, this time."),
)


def _of_one_server(function: Callable[..., None]) -> Callable[..., None]:
    for option in reversed(_SETTINGS):
        function = option(function)
    return function


@command.command("login")
@_of_one_server
@click.option("--scopes", default="", metavar="A,B", help="What to ask for, instead of all.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Come back to this port.")
def login(scopes: str, port: int, **which: object) -> None:
    """Log in to a server over HTTP (OAuth): open the address that is shown in a browser.

    The browser comes back to a port of this machine. Over SSH, choose it with --port and forward
    it: ssh -L PORT:127.0.0.1:PORT HOST.
    """
    name, server = _named(msgspec.convert(which, _Which))
    if importlib.util.find_spec("mcp") is None:
        raise SettingsError(f"{name}: {NO_SDK}.", param=f"mcp_servers.{name}")
    from quire.tools.mcp_login import logged_in

    told = " ".join(scopes.replace(",", " ").split())
    found = asyncio.run(logged_in(server.url, _show, scope=told, port=port))
    if found is None:
        click.echo(f"{name} wants no login.", err=True)
        return
    tokens_of(name, server).keep(found)
    click.echo(f"Logged in to {name}.", err=True)


@command.command("logout")
@_of_one_server
def logout(**which: object) -> None:
    """Forget the login to a server."""
    name, server = _named(msgspec.convert(which, _Which))
    gone = tokens_of(name, server).forget()
    click.echo(f"Logged out of {name}." if gone else f"There is no login to {name}.", err=True)


def _show(address: str) -> None:
    click.echo(
        f"Open this address in a browser, and log in there:\n\n{visible(address)}\n", err=True
    )


class _Which(Struct, frozen=True):
    """Which server is meant, and where it is set."""

    name: str
    directory: Path
    overrides: tuple[str, ...]
    trust: bool


def _named(which: _Which) -> _Server:
    """Return a server over HTTP by its name. Raises SettingsError."""
    found = config.load(which.directory.resolve(), which.overrides, trust=which.trust)
    name, servers = which.name, found.settings.mcp_servers
    server = servers.get(name)
    if server is None:
        known = ", ".join(sorted(each for each in servers if servers[each].url)) or "none"
        raise SettingsError(
            f"There is no MCP server {name!r}.",
            hint=f"Those over HTTP are: {known}.",
            param="mcp_servers",
        )
    if not server.url:
        raise SettingsError(
            f"The MCP server {name} is a program; only one with 'url' has a login.",
            hint="Give a program its key with 'env_vars'.",
            param=f"mcp_servers.{name}.url",
        )
    return name, server


async def _asked(settings: config.Settings, project: Path) -> tuple[Told, ...]:
    async with serving(settings, project) as servers:
        return servers.told()


def _row(server: Told) -> str:
    told = server.problem or ", ".join(server.tools) or "no tools"
    return f"{server.name:16}  {server.state:8}  {server.where}  {told}"
