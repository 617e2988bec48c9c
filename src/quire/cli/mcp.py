"""`quire mcp`: the MCP servers that are set, whether they start, and what they offer."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import click
import msgspec

from quire import config
from quire.cli.servers import serving
from quire.sandbox.display import visible
from quire.tools.mcp import Told

_FOLDER = click.Path(path_type=Path, file_okay=False, exists=True)


@click.group("mcp")
def command() -> None:
    """Show the MCP servers, their state and their tools."""


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


async def _asked(settings: config.Settings, project: Path) -> tuple[Told, ...]:
    async with serving(settings, project) as servers:
        return servers.told()


def _row(server: Told) -> str:
    told = server.problem or ", ".join(server.tools) or "no tools"
    return f"{server.name:16}  {server.state:8}  {server.where}  {told}"
