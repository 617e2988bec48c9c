"""The upstreams that can be asked: those of the table, and those that a person adds or changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files

import msgspec

from quire.errors import SettingsError
from quire.models.catalogue import EMBEDDED, Entry
from quire.models.settings import Provider, Secret, Settings, Traits
from quire.protocol.items import Json
from quire.protocol.requests import Effort

_EFFORTS: tuple[Effort, ...] = ("none", "minimal", "low", "medium", "high", "xhigh", "max")


class Listed(Traits, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An upstream as TOML has it; `key` names a variable and is never the key itself."""

    base_url: str = ""
    key: str = ""
    headers: Mapping[str, str] = {}
    idle_timeout: float = 300.0
    connect_timeout: float = 10.0
    proxy: str = ""


def providers(settings: Settings, secret: Callable[[str], str]) -> tuple[Provider, ...]:
    """Return every upstream in the order in which it is tried.

    `secret` gives the value of a variable, or an empty text. What a person added comes before
    the table. Raises SettingsError that names the upstream and the field.
    """
    known = _table()
    added = [name for name in settings.providers if name not in known]
    every = {"proxy": settings.proxy}
    return tuple(
        _provider(
            name, {**every, **known.get(name, {}), **settings.providers.get(name, {})}, secret
        )
        for name in (*added, *known)
    )


def claimed(name: str, every: Iterable[Provider]) -> Provider | None:
    """Return the provider that an id such as `ollama/qwen3-coder` names, None for a plain id.

    A provider that is also a creator, as in `openai/gpt-5.1-codex`, does not claim its models.
    """
    first, slash, _ = name.lower().partition("/")
    found = next((each for each in every if slash and each.name == first), None)
    return None if found is None or f"{first}/*" in found.serves else found


def serves(provider: Provider, known: Entry) -> bool:
    """Return whether a provider has a model, by any of its names; the engine's are its own."""
    if known.creator == EMBEDDED:
        return provider.dialect == "engine"
    patterns = (*(name.lower() for name in provider.models), *provider.serves)
    return any(fnmatchcase(name.lower(), pattern) for name in known.names for pattern in patterns)


def spelled(provider: Provider, known: Entry) -> str:
    """Return a model's id as the provider spells it."""
    own = {name.lower(): spelling for name, spelling in provider.models.items()}
    found = next((own[name.lower()] for name in known.names if name.lower() in own), None)
    if found is not None:
        return found
    if provider.dialect == "engine" or not known.creator:
        return known.id
    creator, model = known.creator, known.id.removeprefix(f"{known.creator}/")
    if creator == provider.name and "{creator}" not in provider.spelling:
        return model
    if creator == provider.name and "/" in model:
        return model
    return provider.spelling.format(creator=creator, model=model.replace(".", provider.dots))


def nearest(effort: Effort, taken: Iterable[Effort]) -> Effort:
    """Return the effort among `taken` that is nearest to the one asked, the lower of two."""
    choices = list(taken)
    if not choices or effort in choices:
        return effort
    wanted = _EFFORTS.index(effort)
    return min(choices, key=lambda one: (abs(_EFFORTS.index(one) - wanted), _EFFORTS.index(one)))


@cache
def _table() -> dict[str, Json]:
    data = files("quire.models").joinpath("providers.toml").read_bytes()
    return msgspec.toml.decode(data, type=dict[str, Json])


def _provider(name: str, fields: Json, secret: Callable[[str], str]) -> Provider:
    try:
        listed = msgspec.convert(fields, Listed)
        held = secret(listed.key) if listed.key else ""
        traits = {field: getattr(listed, field) for field in Traits.__struct_fields__}
        return Provider(
            name=name,
            base_url=listed.base_url,
            key=Secret(held) if held.strip() else None,
            headers=listed.headers,
            idle_timeout=listed.idle_timeout,
            connect_timeout=listed.connect_timeout,
            key_variable=listed.key,
            proxy=listed.proxy,
            **traits,
        )
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `$")
        raise SettingsError(
            f"models.providers.{name}{path.rstrip('`')}: {message}.",
            hint="See the fields of an upstream in the guide to models.",
            param=f"models.providers.{name}",
        ) from error
