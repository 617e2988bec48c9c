"""An MCP server of the tests: `python mcp_shop.py` speaks over its streams, `http PORT` on one."""

from __future__ import annotations

import base64
import os
import sys
import time
from pathlib import Path

from mcp.server.mcpserver import Context, Image, MCPServer
from pydantic import BaseModel

server = MCPServer("shop", log_level="ERROR")
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


class Price(BaseModel):
    """A price."""

    cents: int
    currency: str


@server.tool()
def price(item: str) -> Price:
    """Return the price of an item."""
    return Price(cents=100 * len(item), currency="EUR")


@server.tool()
def echo(text: str, times: int = 1) -> str:
    """Return a text, as often as asked."""
    return text * times


@server.tool()
def picture() -> Image:
    """Return a picture."""
    return Image(data=DOT, format="png")


@server.tool()
def fails() -> str:
    """Fail."""
    raise ValueError("out of stock")


@server.tool()
def hangs() -> str:
    """Take long."""
    time.sleep(60)
    return "late"


@server.tool()
def dies() -> str:
    """End the server."""
    print("the till is empty", file=sys.stderr, flush=True)
    os._exit(3)


def added() -> str:
    """Answer from a tool that was not there at first."""
    return "added"


@server.tool()
async def changes(ctx: Context) -> str:
    """Offer another tool instead of the picture, and say so."""
    server.add_tool(added)
    server.remove_tool("picture")
    await ctx.session.send_tool_list_changed()
    return "changed"


@server.tool()
def look(path: str) -> str:
    """Return whether a file can be read and whether its folder can be written to."""
    try:
        text = Path(path).read_text()
    except OSError as error:
        text = type(error).__name__
    try:
        Path(path).with_name("planted.txt").write_text("x")
        return f"{text}; written"
    except OSError as error:
        return f"{text}; {type(error).__name__}"


@server.tool()
def variables() -> list[str]:
    """Return the names of the variables that the server sees."""
    return sorted(os.environ)


if __name__ == "__main__":
    if sys.argv[1:2] == ["http"]:
        server.run("streamable-http", port=int(sys.argv[2]))
    else:
        server.run("stdio")
