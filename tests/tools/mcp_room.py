"""A room with MCP servers to test: real walls, the servers of the tests, a toolbox."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from quire.cli.servers import serving
from quire.config import Settings
from quire.protocol.events import Event
from quire.protocol.items import FunctionCall, FunctionCallOutput, text_of
from quire.protocol.records import ItemAdded
from quire.sandbox.policy import Policy
from quire.sandbox.runner import Sandbox
from quire.sandbox.settings import Settings as Walls
from quire.tools.mcp import Servers
from quire.tools.mcp_settings import Server
from quire.tools.settings import Settings as Limits
from quire.tools.toolbox import Toolbox

SHOP = Path(__file__).parent / "servers" / "mcp_shop.py"
LOCKED = SHOP.with_name("mcp_locked.py")
PATIENCE = 30.0


def shop(**fields: object) -> Server:
    """Return the settings of the shop as a program."""
    given = {"command": sys.executable, "args": (str(SHOP),), "startup_timeout_sec": PATIENCE}
    return Server(**{**given, **fields})  # type: ignore[arg-type]


def settings(**servers: Server) -> Settings:
    """Return settings with servers, whose walls show the folder of the servers."""
    return Settings(mcp_servers=servers, sandbox=Walls(readable=(SHOP.parent,)))


def call(name: str, **arguments: object) -> FunctionCall:
    """Return a call of a tool."""
    return FunctionCall(call_id=f"call_{name}", name=name, arguments=json.dumps(arguments))


@asynccontextmanager
async def room(workspace: Path, given: Settings) -> AsyncIterator[tuple[Toolbox, Servers]]:
    """Open a toolbox with servers."""
    outputs = workspace.parent / "outputs"
    async with await Sandbox.open(Policy(workspace)) as sandbox, serving(given, workspace) as open_:
        toolbox = Toolbox(sandbox, workspace, outputs, Limits())
        toolbox.connect(open_)
        yield toolbox, open_
        await toolbox.close()


def told(workspace: Path, given: Settings, *calls: FunctionCall) -> list[list[Event]]:
    """Return the events of calls, one after the other."""

    async def all_of() -> list[list[Event]]:
        async with room(workspace, given) as (toolbox, _):
            return [[event async for event in toolbox.run(one)] for one in calls]

    return asyncio.run(all_of())


def output(events: Sequence[Event]) -> str:
    """Return what the model reads of a call."""
    last = events[-1]
    assert isinstance(last, ItemAdded)
    assert isinstance(last.item, FunctionCallOutput)
    return text_of(last.item.output)


@contextmanager
def over_http(program: Path = SHOP, *words: str) -> Iterator[str]:
    """Run the shop, or another server, over streamable HTTP and give its address."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    mode = () if words else ("http",)
    running = subprocess.Popen([sys.executable, str(program), *mode, str(port), *words])
    try:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1.0).close()
                break
            except OSError:
                assert time.monotonic() < until
                time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/mcp"
    finally:
        running.terminate()
        running.wait()
