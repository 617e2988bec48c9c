"""`quire config`: what is set, by whom, and what could be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

from quire import config as settings

_HIDDEN = "(hidden)"


@click.group("config")
def command() -> None:
    """Show the settings, where they come from, and their schema."""


@command.command("show")
@click.option(
    "-C", "--cd", "directory", default=".",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
)  # fmt: skip
@click.option("-c", "--config", "overrides", multiple=True, metavar="KEY=VALUE")
@click.option("--json", "as_json", is_flag=True, help="The settings as one JSON object.")
def show(directory: Path, overrides: tuple[str, ...], as_json: bool) -> None:
    """Print every setting, and for those that are not defaults who set them."""
    found = settings.load(directory, overrides)
    plain = msgspec.to_builtins(_without_secrets(found.settings), enc_hook=str)
    if as_json:
        click.echo(msgspec.json.encode(plain).decode())
        return
    for key, value in _leaves(plain):
        source = found.sources.get(key)
        click.echo(
            f"{key} = {msgspec.json.encode(value).decode()}" + (f"  # {source}" * bool(source))
        )


@command.command("schema")
def schema() -> None:
    """Print the JSON Schema of config.toml."""
    click.echo(msgspec.json.format(msgspec.json.encode(settings.schema()), indent=2).decode())


@command.command("path")
def path() -> None:
    """Print where settings, data and caches lie."""
    for name, place in msgspec.structs.asdict(settings.places()).items():
        click.echo(f"{name}  {place}")


def _without_secrets(found: settings.Settings) -> settings.Settings:
    """Return settings in which the values that an MCP server is handed are not told."""
    servers = {
        name: msgspec.structs.replace(
            server,
            env=dict.fromkeys(server.env, _HIDDEN),
            http_headers=dict.fromkeys(server.http_headers, _HIDDEN),
        )
        for name, server in found.mcp_servers.items()
    }
    return msgspec.structs.replace(found, mcp_servers=servers)


def _leaves(table: dict[str, object], above: str = "") -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        if isinstance(value, dict) and value:
            yield from _leaves(value, f"{above}{key}.")
        else:
            yield f"{above}{key}", value
