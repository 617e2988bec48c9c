"""The MCP servers of a task: each program behind walls of its own, nothing before trust."""

from __future__ import annotations

import asyncio
import importlib.util
import shutil
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from msgspec.structs import replace

from quire import config
from quire.agent.enclosing import hidden_in, readable_around
from quire.agent.projection import Profile
from quire.agent.session import Session
from quire.cli.wiring import ENGINE
from quire.errors import RefusedError
from quire.protocol.events import Event
from quire.protocol.items import Json
from quire.protocol.records import ToolsOffered
from quire.sandbox.policy import Limits, Policy, toolchain_roots
from quire.sandbox.runner import Command, Sandbox
from quire.tools.mcp import Opened, Servers
from quire.tools.mcp_settings import Server
from quire.tools.mcp_tokens import Tokens
from quire.tools.replies import said
from quire.tools.toolbox import Toolbox

_FOR_GOOD = 30 * 86_400.0
"""Seconds that a server may run: longer than any session."""

_KEPT_OUTPUT = 1 << 16
NO_SDK = "it needs the MCP SDK: pip install 'quire[mcp]'"
REFUSED = "it wants a login (401): quire mcp login {name}"
OWN_REFUSED = "it refuses the Authorization header that is set for it (401)"


@asynccontextmanager
async def serving(
    settings: config.Settings, workspace: Path, *, unsafe: bool = False
) -> AsyncIterator[Servers]:
    """Start the servers of the settings at the same time, and end them after.

    With `unsafe` there are no walls. One that does not start is told of by `Servers.faults`.
    """
    async with AsyncExitStack() as stack:
        opening = partial(_opened, settings, workspace, stack, unsafe)
        every = settings.mcp_servers
        opened = await asyncio.gather(*(opening(*each) for each in every.items()))
        servers = Servers(dict(zip(every, opened, strict=True)))
        stack.push_async_callback(servers.close)
        await servers.start()
        yield servers


@asynccontextmanager
async def offering(
    session: Session,
    settings: config.Settings,
    toolbox: Toolbox,
    models: Sequence[str],
    *,
    unsafe: bool,
) -> AsyncIterator[Callable[[Profile], Profile]]:
    """Offer the tools of the servers to a session; give what adds them to another profile.

    The engine calls no such tools, so for it nothing is started. Tools of a server that is not
    there stay in their place, so that the requests of a session go on alike.
    """
    if not settings.mcp_servers or all(model.startswith(ENGINE) for model in models):
        yield lambda profile: profile
        return
    async with serving(settings, session.workspace, unsafe=unsafe) as servers:
        toolbox.connect(servers)
        earlier = [event for event in session.events if isinstance(event, ToolsOffered)]
        remembered = earlier[-1].tools if earlier else ()
        tools = servers.definitions(remembered)
        if tools != remembered:
            session.record(ToolsOffered(tools=tools))
        for notice in servers.faults():
            session.say(notice.text)
        offer = _Offer(session, servers, tools)
        session.ask_as(offer.added(session.profile))
        session.news = offer.news
        yield offer.added


@dataclass
class _Offer:
    """The tools of servers that a session is offered, as they are now."""

    session: Session
    servers: Servers
    tools: tuple[Json, ...]

    def added(self, profile: Profile) -> Profile:
        """Return a profile with these tools behind its own; the engine calls none of them."""
        if profile.model.startswith(ENGINE):
            return profile
        names = {tool["name"] for tool in self.tools}
        own = (tool for tool in profile.tools if tool.get("name") not in names)
        return replace(profile, tools=(*own, *self.tools))

    def news(self) -> Sequence[Event]:
        """Offer from here on what servers have changed; return what is to be recorded."""
        told = self.servers.changes()
        tools = self.servers.definitions(self.tools)
        if tools == self.tools:
            return told
        self.tools = tools
        self.session.ask_as(self.added(self.session.profile))
        return (ToolsOffered(tools=tools), *told)


async def _opened(
    settings: config.Settings,
    workspace: Path,
    stack: AsyncExitStack,
    unsafe: bool,
    name: str,
    server: Server,
) -> Opened:
    """Open the walls of a server, without starting it."""
    if not server.enabled:
        return Opened(server)
    if importlib.util.find_spec("mcp") is None:
        return Opened(server, problem=NO_SDK)
    from quire.tools.mcp_connection import Connection, address, program

    if server.url:
        missing = _missing(server)
        problem = f"the variable {missing} is not set" if missing else ""
        headers = _headers(server)
        own = "authorization" in {key.lower() for key in headers}
        login = (None, OWN_REFUSED) if own else (tokens_of(name, server), REFUSED.format(name=name))
        return Opened(server, Connection(address(server.url, headers, *login), server), problem)
    path = shutil.which(server.command, path=dict(_variables(server)).get("PATH"))
    if path is None:
        return Opened(server, problem=f"there is no program {server.command!r}")
    try:
        sandbox = await _walls(settings, workspace, server, Path(path), unsafe=unsafe)
    except RefusedError as error:
        return Opened(server, problem=said(error))
    stack.push_async_callback(sandbox.close)
    command = Command(
        argv=(path, *server.args), cwd=server.cwd, seconds=_FOR_GOOD, interactive=True, endless=True
    )
    return Opened(server, Connection(program(sandbox, command), server))


async def _walls(
    settings: config.Settings, workspace: Path, server: Server, path: Path, *, unsafe: bool
) -> Sandbox:
    """Open the walls around one server: it has private folders and its own variables.

    Only bubblewrap lets it write to the workspace: the other walls put protected files back when
    a command ends, and a server ends hours after it began.
    """
    walls = settings.sandbox
    bare = unsafe or server.sandbox == "off"
    writes = server.sandbox == "workspace-write" and walls.mode == "workspace-write"
    policy = Policy(
        workspace=workspace,
        mode="danger-full-access" if bare else "workspace-write" if writes else "read-only",
        writable=walls.writable if writes else (),
        readable=(
            *walls.readable,
            *readable_around(workspace),
            *toolchain_roots(path),
            *((server.cwd,) if server.cwd else ()),
        ),
        network="off" if bare else walls.network,
        hosts=walls.hosts,
        networks=walls.networks,
        ports=walls.ports,
        limits=_limits(walls.limits),
        environment=_variables(server, config.home() if bare else {}),
        hidden=hidden_in(workspace),
    )
    only = "bubblewrap" if writes and not bare and not walls.external else None
    return await Sandbox.open(policy, unsafe=bare, external=walls.external, only=only)


def _limits(limits: Limits) -> Limits:
    return replace(limits, seconds=_FOR_GOOD, output_bytes=_KEPT_OUTPUT)


def _variables(
    server: Server, extra: Mapping[str, str] | None = None
) -> tuple[tuple[str, str], ...]:
    passed = {name: value for name in server.env_vars if (value := config.secret(name))}
    return config.command_environment({**(extra or {}), **passed, **server.env})


def _headers(server: Server) -> dict[str, str]:
    named = {name: config.secret(variable) for name, variable in server.env_http_headers.items()}
    headers = {**server.http_headers, **named}
    if server.bearer_token_env_var:
        headers["Authorization"] = f"Bearer {config.secret(server.bearer_token_env_var)}"
    return headers


def tokens_of(name: str, server: Server) -> Tokens:
    """Return where the login to a server is kept."""
    return Tokens(config.places().config / "logins", name, server.url)


def _missing(server: Server) -> str:
    """Return the name of a variable that a header needs and that is not set."""
    named = (*server.env_http_headers.values(), server.bearer_token_env_var)
    return next((name for name in named if name and not config.secret(name)), "")
