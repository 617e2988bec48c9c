"""The one place where rooms meet: settings become a model, walls, hands and a verifier."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import click
import msgspec
from msgspec import Struct

from quire import config
from quire.agent.enclosing import hidden_in, readable_around
from quire.agent.snapshots import Snapshots
from quire.agent.verify import Unverified, Verifier, Workbench
from quire.cli.options import Order
from quire.cli.outside import Outside
from quire.cli.packing import packed
from quire.errors import SettingsError
from quire.models.metered import metered
from quire.models.providers import providers
from quire.models.retried import retried
from quire.models.settings import Settings as ModelSettings
from quire.models.settings import provider_of
from quire.models.streams import closing
from quire.protocol.events import Event
from quire.protocol.model import Model
from quire.protocol.requests import Request
from quire.sandbox.policy import Policy, toolchain_roots
from quire.sandbox.runner import Logs, Sandbox
from quire.sandbox.tiers import UNVERIFIED
from quire.tools.contracts import limits_for
from quire.tools.toolbox import Toolbox

ENGINE = "quire/"

_TURNS = 3
"""Of the event loop, in which commands that are to begin are handed over to their walls."""


class Rooms(Struct, frozen=True):
    """What a task needs besides its session; `program` is the packed workbench."""

    model: Model
    sandbox: Sandbox
    toolbox: Toolbox
    verifier: Verifier
    snapshots: Snapshots
    outside: Outside
    program: bytes


def settings_of(order: Order) -> config.Settings:
    """Return the settings for an order: every source, its flags last. Raises SettingsError."""
    flags = (*order.overrides, *order.budgets)
    loaded = config.load(order.directory, flags, trust=order.trust).settings
    changes: dict[str, object] = {}
    if order.model:
        changes["model"] = order.model
    if order.effort:
        changes["effort"] = order.effort
    if order.approvals:
        changes["approvals"] = config.CODEX_VALUES.get(
            ("approvals", order.approvals), order.approvals
        )
    agent = msgspec.structs.replace(
        loaded.agent, keep=loaded.agent.keep or order.keep,
        verify=loaded.agent.verify and order.verify,
    )  # fmt: skip
    return msgspec.structs.replace(loaded, agent=agent, **changes)


@asynccontextmanager
async def rooms(
    order: Order, settings: config.Settings, model: str, workspace: Path, folder: Path
) -> AsyncIterator[Rooms]:
    """Open what a task of `model` in `workspace` needs, and close it after.

    `folder` keeps outputs, snapshots, connections (walls/network.jsonl) and quarantined files.
    Raises SandboxUnavailable, RefusedError, SettingsError.
    """
    workbench = packed(config.places().cache)
    python = interpreter(workspace)
    policy = _policy(order, settings, workspace, workbench.path)
    sandbox = await Sandbox.open(
        policy,
        unsafe=order.unsafe,
        external=settings.sandbox.external,
        logs=Logs(folder / "walls", output=False),
    )
    if sandbox.tier == "external":
        click.echo(f"quire: {UNVERIFIED}", err=True)
    limits = limits_for(model, settings.tools)
    toolbox = Toolbox(sandbox, workspace, folder / "outputs", limits)
    outside = Outside(toolbox, sandbox)
    verifier: Verifier = (
        Workbench(sandbox, python, workbench.path, settings.agent.test_seconds)
        if settings.agent.verify
        else Unverified()
    )
    try:
        async with answerer(model, settings, workbench.program) as answering:
            snapshots = Snapshots(folder, workspace)
            yield Rooms(
                answering, sandbox, toolbox, verifier, snapshots, outside, workbench.program
            )
    finally:
        await toolbox.close()
        await outside.close()
        await sandbox.close()


@asynccontextmanager
async def answerer(model: str, settings: config.Settings, program: bytes) -> AsyncIterator[Model]:
    """Open the Model behind an id: the engine for `quire/…`, else the upstream.

    Raises SettingsError where an upstream has neither a key nor an address of its own.
    """
    if model.startswith(ENGINE):
        yield metered(_Embedded(program))
        return
    from quire.models.opening import opened
    from quire.models.proxies import behind

    key, models = config.api_key(), _addressed(settings)
    if not has_upstream(settings):
        raise SettingsError(
            f"{model} is asked at {models.base_url}, and there is no key for it.",
            hint="Set OPENAI_API_KEY (and OPENAI_BASE_URL for another server), or use "
            "--model quire/standard, which needs neither.",
            param="model",
        )
    account = behind(provider_of(models, key), config.proxies())
    async with opened(models, account) as upstream:
        if settings.agent.compaction != "endpoint":
            yield metered(retried(upstream, models.retry))
            return
        from quire.models.compacting import Compacting

        async with Compacting(account, upstream) as compacting:
            yield metered(retried(compacting, models.retry))


class _Embedded:
    """The engine, loaded when it is first asked: that takes 40 ms, in which the tests run."""

    def __init__(self, program: bytes) -> None:
        self._program = program
        self._engine: Model | None = None

    async def respond(self, request: Request) -> AsyncIterator[Event]:
        if self._engine is None:
            for _ in range(_TURNS):
                await asyncio.sleep(0)
            from quire.engine.answerer import Engine

            self._engine = Engine(self._program)
        async with closing(self._engine.respond(request)) as events:
            async for event in events:
                yield event


def has_upstream(settings: config.Settings) -> bool:
    """Tell whether an upstream can be asked: there is a key, or an address of its own."""
    return bool(config.api_key()) or _addressed(settings).base_url != ModelSettings().base_url


def _addressed(settings: config.Settings) -> ModelSettings:
    """Return the settings of the upstream, with the address that the environment names."""
    address = config.base_url()
    if address and settings.models.base_url == ModelSettings().base_url:
        return msgspec.structs.replace(settings.models, base_url=address)
    return settings.models


def interpreter(workspace: Path) -> str:
    """Return the Python that a project's tests run with: its own, the caller's, or Quire's."""
    own = (workspace / name / "bin" / "python" for name in (".venv", "venv"))
    found = next((str(path) for path in own if path.exists()), None)
    return found or _unshimmed(workspace, shutil.which("python3") or sys.executable)


def _unshimmed(workspace: Path, python: str) -> str:
    """Return what a shim of pyenv starts: the shim takes longer to start than the interpreter."""
    shims = Path(python).parent
    chosen = shims.parent / "version"
    if shims.name != "shims" or (workspace / ".python-version").exists() or not chosen.is_file():
        return python
    names = chosen.read_text(encoding="utf-8").split() or [""]
    real = shims.parent / "versions" / names[0] / "bin" / "python3"
    return str(real) if real.exists() else python


def _policy(order: Order, settings: config.Settings, workspace: Path, program: Path) -> Policy:
    walls = settings.sandbox
    pythons = {interpreter(workspace), sys.executable, shutil.which("python3") or sys.executable}
    roots = {root for python in pythons for root in toolchain_roots(Path(python))}
    told = {"QUIRE_WORKBENCH": str(program), "QUIRE_PYTHON": sys.executable}
    return Policy(
        workspace=workspace,
        mode="danger-full-access" if order.unsafe else order.mode or walls.mode,
        writable=(*walls.writable, *order.writable),
        readable=(
            *walls.readable,
            *readable_around(workspace),
            *sorted(roots),
            program.parent,
            config.places().config / "hooks",
            config.places().config / "skills",
        ),
        network=walls.network,
        hosts=walls.hosts,
        networks=walls.networks,
        ports=walls.ports,
        hidden=hidden_in(workspace),
        limits=walls.limits,
        environment=config.command_environment(_let_in(settings) | told),
    )


def _let_in(settings: config.Settings) -> dict[str, str]:
    """Return the variables that the person lets commands see; SettingsError for one with a key."""
    names = settings.sandbox.environment
    if not names:
        return {}
    held = {each.key_variable for each in providers(settings.models, config.secret)}
    for name in names:
        if name in held or name in config.KEY_VARIABLES:
            raise SettingsError(
                f"sandbox.environment names {name}, which holds a key of Quire's own.",
                hint="Take it out: keys of upstreams never come into the walls.",
                param="sandbox.environment",
            )
    return {name: value for name in names if (value := config.secret(name))}
