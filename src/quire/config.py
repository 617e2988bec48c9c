"""Settings: read once, from defaults, files, environment and flags, and handed to each room.

Order, the last word wins: defaults; the user's `config.toml`; the project's `.quire/config.toml`
where the person trusts the folder; `QUIRE_*` variables; `-c KEY=VALUE` flags. A key is its path:
`agent.steps`, and as a variable `QUIRE_AGENT__STEPS`. Hooks add up; they may also stand in a
`hooks.json` beside either file.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from quire.agent import hooks
from quire.agent import settings as agent
from quire.errors import SettingsError
from quire.gateway import settings as gateway
from quire.models import settings as models
from quire.models.proxies import Proxies
from quire.sandbox import settings as sandbox
from quire.store.choices import FOLDER, Choices, digest, holds
from quire.tools import mcp_settings
from quire.tools import settings as tools

# What a command may see of the caller's environment. Everything else, keys above all, stays out.
PASSED_ON = ("PATH", "LANG", "LANGUAGE", "TZ", "VIRTUAL_ENV", "PYTHONPATH", "NODE_PATH")
PASSED_PREFIX = "LC_"
KEY_VARIABLES = ("OPENAI_API_KEY", "CODEX_API_KEY")
# A project may tune its work; it may not set addresses, keys or walls. The programs that it names
# (hooks, MCP servers) stay inside the walls and see no variables of the caller.
PROJECT_KEYS = frozenset({"model", "effort", "agent", "hooks", "mcp_servers"})
# Tables whose values may be keys.
_SECRETIVE = frozenset({"mcp_servers", "models", "hooks"})
# What Codex's configuration calls the same thing.
CODEX_NAMES = {
    "model_reasoning_effort": "effort",
    "openai_base_url": "models.base_url",
    "approval_policy": "approvals",
    "sandbox_mode": "sandbox.mode",
}
CODEX_VALUES = {("approvals", "on-failure"): "on-request"}
CODEX_IGNORED = re.compile(
    r"web_search|sandbox_workspace_write\.|features\.|tools\.(?:web_search|view_image)"
)


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that can be set; each room's part is a struct of its own.

    `approvals`: what a person is asked. `hooks`: programs to run, by the moment of a session.
    `mcp_servers`: servers whose tools a model is offered, by name.
    """

    model: Annotated[str, Meta(min_length=1)] = "quire/standard"
    effort: str | None = None
    approvals: Literal["never", "on-request", "untrusted"] = "on-request"
    trusted: tuple[str, ...] = ()
    hooks: dict[hooks.Moment, tuple[hooks.Group, ...]] = {}
    mcp_servers: dict[str, mcp_settings.Server] = {}
    agent: agent.Settings = agent.Settings()
    models: models.Settings = models.Settings()
    tools: tools.Settings = tools.Settings()
    sandbox: sandbox.Settings = sandbox.Settings()
    gateway: gateway.Settings = gateway.Settings()


class Places(Struct, frozen=True):
    """Where Quire keeps things: settings, data (sessions), and what can be made again."""

    config: Path
    data: Path
    cache: Path


class Found(Struct, frozen=True):
    """The settings, and for each key that is not a default the source that set it."""

    settings: Settings
    sources: Mapping[str, str]


def places(environment: Mapping[str, str] | None = None) -> Places:
    """Return the folders of this user: `QUIRE_HOME`, else the XDG base directories."""
    env = os.environ if environment is None else environment
    if home := env.get("QUIRE_HOME"):
        root = Path(home).absolute()
        return Places(config=root, data=root, cache=root / "cache")
    user = Path(env.get("HOME") or Path.home())

    def xdg(name: str, default: str) -> Path:
        return Path(env.get(name) or user / default) / "quire"

    return Places(
        config=xdg("XDG_CONFIG_HOME", ".config"),
        data=xdg("XDG_DATA_HOME", ".local/share"),
        cache=xdg("XDG_CACHE_HOME", ".cache"),
    )


def load(
    project: Path,
    flags: Iterable[str] = (),
    environment: Mapping[str, str] | None = None,
    *,
    trust: bool = False,
) -> Found:
    """Merge every source into one value.

    `flags` are `KEY=VALUE` texts, the value as TOML or as a bare word; `trust` lets the project's
    own settings have effect this time. Raises SettingsError that names the source, the key and
    the value.
    """
    env = os.environ if environment is None else environment
    folder = places(env).config
    layers = list(_layer(folder, "user"))
    if trust or is_trusted(project, env):
        taken = {name for _, layer in layers for name in _servers(layer)}
        layers += [
            (path, _besides(own, taken)) for path, own in _layer(project / FOLDER, "project")
        ]
    layers.append(("environment", _variables(env)))
    layers.append(("flags", _flags(flags)))
    merged: dict[str, object] = {}
    sources: dict[str, str] = {}
    for source, layer in layers:
        for path, value in _leaves(layer):
            _put(merged, path, _added(merged, path, value))
            sources[".".join(path)] = source
    settings = _converted(merged, sources)
    hooks.check(settings.hooks)
    agent.check(settings.agent)
    mcp_settings.check(settings.mcp_servers)
    return Found(settings=settings, sources=sources)


def is_trusted(project: Path, environment: Mapping[str, str] | None = None) -> bool | None:
    """Tell whether a project's own settings have effect; None where nobody has decided it yet.

    True by the `trusted` list of the user's file or by a choice about the project as it is now;
    a project that says nothing about itself needs no decision. Raises SettingsError, StoreError.
    """
    found = places(environment)
    listed = _file(found.config / "config.toml").get("trusted", [])
    if isinstance(listed, list) and str(project.resolve()) in listed:
        return True
    if not digest(project):
        return False
    return holds(Choices(found.data).about(project).trust, project)


def command_environment(
    extra: Mapping[str, str], environment: Mapping[str, str] | None = None
) -> tuple[tuple[str, str], ...]:
    """Return what a command may see: an allow-list of the caller's variables, then `extra`."""
    env = os.environ if environment is None else environment
    passed = {
        name: value
        for name, value in env.items()
        if name in PASSED_ON or name.startswith(PASSED_PREFIX)
    }
    return tuple(sorted({**passed, **extra}.items()))


def codex_home(environment: Mapping[str, str] | None = None) -> Path:
    """Return the folder in which the Codex CLI keeps its sessions."""
    env = os.environ if environment is None else environment
    home = env.get("CODEX_HOME") or Path(env.get("HOME") or Path.home()) / ".codex"
    return Path(home) / "sessions"


def home(environment: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return the variable of the person's home, for commands that run outside the walls."""
    env = os.environ if environment is None else environment
    return {"HOME": env["HOME"]} if env.get("HOME") else {}


def api_key(environment: Mapping[str, str] | None = None) -> str:
    """Return the upstream key of the environment, or an empty text."""
    env = os.environ if environment is None else environment
    return next((env[name] for name in KEY_VARIABLES if env.get(name)), "")


def secret(variable: str, environment: Mapping[str, str] | None = None) -> str:
    """Return what a variable that settings name for a key holds, or an empty text."""
    env = os.environ if environment is None else environment
    return env.get(variable, "")


def base_url(environment: Mapping[str, str] | None = None) -> str:
    """Return the upstream address of the environment (`OPENAI_BASE_URL`), or an empty text."""
    env = os.environ if environment is None else environment
    return env.get("OPENAI_BASE_URL", "")


def proxies(environment: Mapping[str, str] | None = None) -> Proxies:
    """Return the proxies that the environment names (`HTTPS_PROXY`, `NO_PROXY` and the like)."""
    env = os.environ if environment is None else environment

    def named(name: str) -> str:
        return env.get(name) or env.get(name.upper()) or ""

    every = named("all_proxy")
    http, https = named("http_proxy") or every, named("https_proxy") or every
    return Proxies(http=http, https=https, without=named("no_proxy"))


def schema() -> dict[str, object]:
    """Return the JSON Schema of `config.toml`."""
    return msgspec.json.schema(Settings, schema_hook=lambda kind: {"type": "string"})


def _file(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise SettingsError(f"{path}: {error}", hint="Correct the file or move it away.") from error


def _layer(folder: Path, source: hooks.Source) -> Iterable[tuple[str, dict[str, object]]]:
    """Yield the settings of a folder: those of `config.toml`, and the hooks of `hooks.json`."""
    path = folder / "config.toml"
    layer = _file(path) if source == "user" else _tuning(_file(path), path)
    owned = {name: {**server, "source": source} for name, server in _servers(layer).items()}
    servers = {"mcp_servers": owned} if owned else {}
    yield str(path), {**layer, **_marked(layer, source, path), **servers}
    path = folder / "hooks.json"
    try:
        given = msgspec.json.decode(path.read_bytes(), type=dict[str, object])
    except FileNotFoundError:
        return
    except (OSError, msgspec.MsgspecError) as error:
        raise SettingsError(f"{path}: {error}", hint="Correct the file or move it away.") from error
    yield str(path), {**_marked(given, source, path)}


def _marked(
    layer: Mapping[str, object], source: hooks.Source, path: Path
) -> dict[str, dict[str, list[dict[str, object]]]]:
    """Return the hooks of a layer, each group with the word whose it is."""
    try:
        every = msgspec.convert(layer.get("hooks", {}), dict[str, list[dict[str, object]]])
    except msgspec.ValidationError as error:
        raise SettingsError(f"{path}: {error}", param="hooks") from error
    marked = {
        moment: [{**group, "source": source} for group in found] for moment, found in every.items()
    }
    return {"hooks": marked} if marked else {}


def _servers(layer: Mapping[str, object]) -> dict[str, dict[str, object]]:
    """Return the MCP servers of a layer by name; what is no table is left to be refused later."""
    every = layer.get("mcp_servers")
    tables = every.items() if isinstance(every, dict) else ()
    return {name: table for name, table in tables if isinstance(table, dict)}


def _besides(layer: dict[str, object], taken: Container[str]) -> dict[str, object]:
    """Return a project's layer without servers of names that are taken: the person's own stay."""
    left = {name: table for name, table in _servers(layer).items() if name not in taken}
    rest = {key: value for key, value in layer.items() if key != "mcp_servers"}
    return {**rest, "mcp_servers": left} if left else rest


def _tuning(layer: dict[str, object], path: Path) -> dict[str, object]:
    for key in layer:
        if key not in PROJECT_KEYS:
            raise SettingsError(
                f"{path} sets '{key}', which a project may not set.",
                hint=f"A project may set {', '.join(sorted(PROJECT_KEYS))}. Move the rest to the "
                "user's config.toml.",
                param=key,
            )
    return layer


def _variables(env: Mapping[str, str]) -> dict[str, object]:
    layer: dict[str, object] = {}
    for name, text in env.items():
        path = name.removeprefix("QUIRE_").lower().split("__")
        if name.startswith("QUIRE_") and path[0] in Settings.__struct_fields__:
            _put(layer, path, _value(text))
    return layer


def _flags(flags: Iterable[str]) -> dict[str, object]:
    layer: dict[str, object] = {}
    for flag in flags:
        key, sign, text = flag.partition("=")
        if not sign or not key:
            raise SettingsError(
                f"'{flag}' is not KEY=VALUE.", hint="For example -c agent.steps=50", param="config"
            )
        key = CODEX_NAMES.get(key.strip(), key.strip())
        if not CODEX_IGNORED.match(key):
            value = _value(text)
            _put(layer, key.split("."), CODEX_VALUES.get((key, str(value)), value))
    return layer


def _value(text: str) -> object:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


def _added(merged: Mapping[str, object], path: tuple[str, ...], value: object) -> object:
    """Return what a key becomes: its last value, but all hooks of a moment together."""
    known = merged.get(path[0])
    before = known.get(path[-1]) if isinstance(known, dict) and path[0] == "hooks" else None
    return [*before, *value] if isinstance(before, list) and isinstance(value, list) else value


def _put(into: dict[str, object], path: Iterable[str], value: object) -> None:
    *folders, last = path
    for folder in folders:
        below = into.setdefault(folder, {})
        if not isinstance(below, dict):
            raise SettingsError(f"'{folder}' is a value and a table at once.", param=folder)
        into = below
    into[last] = value


def _leaves(
    layer: Mapping[str, object], above: tuple[str, ...] = ()
) -> Iterable[tuple[tuple[str, ...], object]]:
    for key, value in layer.items():
        if isinstance(value, dict) and value:
            yield from _leaves(value, (*above, key))
        else:
            yield (*above, key), value


def _path(kind: type, value: object) -> object:
    """Read a path from its text; a leading `~` is the person's home."""
    if kind is Path and isinstance(value, str):
        return Path(value).expanduser()
    if isinstance(value, kind):
        return value
    raise TypeError(f"Expected `{kind.__name__}`, got `{type(value).__name__}`")


def _converted(merged: Mapping[str, object], sources: Mapping[str, str]) -> Settings:
    try:
        return msgspec.convert(merged, Settings, dec_hook=_path)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `$")
        key = path.strip("`.")
        unknown = re.search(r"unknown field `([^`]+)`", message)
        if unknown:
            key = ".".join(part for part in (key, unknown.group(1)) if part)
        key = key.partition("[")[0]  # behind it there is no name, only that there is an entry
        source = sources.get(key) or next(
            (where for name, where in sources.items() if name.startswith(key)), "settings"
        )
        choices, shown = ", ".join(_choices(key.split("."))), _shown(merged, key)
        words = shown if choices and shown else f"{shown}: {message}" if shown else message
        raise SettingsError(
            f"{source}: {words}.",
            hint=f"Give {choices}."
            if choices
            else "`quire config schema` prints every key and its type.",
            param=key or None,
        ) from error


def _shown(merged: Mapping[str, object], key: str) -> str:
    """Return a plain value as an error shows it, nothing for one that may be a secret."""
    found: object = merged
    for name in key.split("."):
        found = found.get(name) if isinstance(found, dict) else None
    plain = isinstance(found, str | int | float) and key.partition(".")[0] not in _SECRETIVE
    return f"{key} is {found!r}" if plain else ""


def _choices(path: Sequence[str]) -> Sequence[str]:
    """Return the words that a setting may be, none where it is no choice."""
    whole = schema()
    node = whole
    for name in ("", *path):
        if name:
            below = node.get("properties")
            node = below.get(name, {}) if isinstance(below, dict) else {}
        if isinstance(link := node.get("$ref"), str):
            node = msgspec.convert(whole["$defs"], dict[str, dict[str, object]])[
                link.rpartition("/")[2]
            ]
    words = node.get("enum")
    return [str(word) for word in words] if isinstance(words, list) else []
