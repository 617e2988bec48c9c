"""Settings: read once, from defaults, files, environment and flags, and handed to each room.

Order, the last word wins: defaults; the user's `config.toml`; the project's `.quire/config.toml`
where the user's file trusts the folder; `QUIRE_*` variables; `-c KEY=VALUE` flags. A key is its
path: `agent.steps`, and as a variable `QUIRE_AGENT__STEPS`.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from quire.agent import settings as agent
from quire.errors import SettingsError
from quire.gateway import settings as gateway
from quire.models import settings as models
from quire.sandbox import settings as sandbox
from quire.tools import settings as tools

# What a command may see of the caller's environment. Everything else, keys above all, stays out.
PASSED_ON = ("PATH", "LANG", "LANGUAGE", "TZ", "VIRTUAL_ENV", "PYTHONPATH", "NODE_PATH")
PASSED_PREFIX = "LC_"
KEY_VARIABLES = ("OPENAI_API_KEY", "CODEX_API_KEY")
# A project may tune its work; it may not name programs, addresses, keys or walls.
PROJECT_KEYS = frozenset({"model", "effort", "agent"})
# What Codex's configuration calls the same thing.
CODEX_NAMES = {
    "model_reasoning_effort": "effort",
    "openai_base_url": "models.base_url",
    "approval_policy": "approvals",
}
CODEX_IGNORED = re.compile(r"web_search|sandbox_workspace_write\.|features\.|tools\.")


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that can be set; each room's part is a struct of its own."""

    model: str = "quire/standard"
    effort: str | None = None
    approvals: str = "never"
    trusted: tuple[str, ...] = ()
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
    project: Path, flags: Iterable[str] = (), environment: Mapping[str, str] | None = None
) -> Found:
    """Merge every source into one value.

    `flags` are `KEY=VALUE` texts, the value as TOML or as a bare word. Raises SettingsError that
    names the source, the key and the value.
    """
    env = os.environ if environment is None else environment
    user_file = places(env).config / "config.toml"
    layers = [(str(user_file), _file(user_file))]
    trusted = layers[0][1].get("trusted", [])
    if isinstance(trusted, list) and str(project.resolve()) in trusted:
        project_file = project / ".quire" / "config.toml"
        layers.append((str(project_file), _tuning(project_file)))
    layers.append(("environment", _variables(env)))
    layers.append(("flags", _flags(flags)))
    merged: dict[str, object] = {}
    sources: dict[str, str] = {}
    for source, layer in layers:
        for path, value in _leaves(layer):
            _put(merged, path, value)
            sources[".".join(path)] = source
    return Found(settings=_converted(merged, sources), sources=sources)


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


def _tuning(path: Path) -> dict[str, object]:
    layer = _file(path)
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
            _put(layer, key.split("."), _value(text))
    return layer


def _value(text: str) -> object:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text


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
        source = sources.get(key.partition("[")[0]) or next(
            (where for name, where in sources.items() if name.startswith(key)), "settings"
        )
        raise SettingsError(
            f"{source}: {message}.",
            hint="`quire config schema` prints every key and its type.",
            param=key or None,
        ) from error
