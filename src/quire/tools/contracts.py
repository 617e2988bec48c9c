"""Which shapes of the tools each model family gets."""

from __future__ import annotations

import fnmatch
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from quire.errors import SettingsError
from quire.protocol.items import Json
from quire.protocol.patches import GRAMMAR
from quire.tools.settings import Family, Settings


class Contract(Struct, frozen=True):
    """A named set of tool shapes; `tools` are keys of data/definitions.toml, sorted.

    `parallel` tells whether several calls may come in one answer.
    """

    name: str
    tools: tuple[str, ...]
    parallel: bool = False


class _Table(Struct, frozen=True):
    contracts: dict[str, tuple[str, ...]]
    parallel: tuple[str, ...]
    models: tuple[Family, ...]


_ALIKE = (
    ("apply_patch", "apply_patch_freeform", "apply_patch_function"),
    ("shell", "shell_command", "shell_function"),
)
_ESCALATION = "escalation"
"""What the definitions hold besides the shapes of tools: the fields of with_escalation."""

UNKNOWN = "*"
"""The pattern of the family of every model that is of no other."""


def family_of(model_id: str, own: Sequence[Family] = ()) -> Family:
    """Return a model's family: the first match of `own`, else of data/contracts.toml."""
    name = model_id.lower()
    every = (*own, *_table().models)
    return next(one for one in every if fnmatch.fnmatchcase(name, one.match.lower()))


def is_known(family: Family) -> bool:
    """Tell whether a family was found by more than the pattern that fits everything."""
    return family not in _table().models or family.match != UNKNOWN


def contract(name: str, own: Mapping[str, tuple[str, ...]] | None = None) -> Contract:
    """Return the contract called `name`: native, codex, plain, or one of a person's own.

    Raises SettingsError for an unknown one, and for one that holds what cannot be offered.
    """
    table = _table()
    every = {**table.contracts, **(own or {})}
    if name not in every:
        raise SettingsError(
            f"The contract {name!r} of a family is unknown.",
            hint=f"Contracts are {', '.join(sorted(every))}.",
            param="tools.families",
        )
    tools = tuple(sorted({*every[name]}))
    _check(name, tools)
    return Contract(name=name, tools=tools, parallel=name in table.parallel)


def _check(name: str, tools: Sequence[str]) -> None:
    """Raise SettingsError for a shape that there is not, and for two that a model would mix up."""
    where, shapes = f"tools.contracts.{name}", _definitions().keys() - {_ESCALATION}
    for tool in tools:
        if tool not in shapes:
            raise SettingsError(
                f"The contract {name} names {tool!r}, which is no shape of a tool.",
                hint=f"Shapes are {', '.join(sorted(shapes))}.",
                param=where,
            )
    for alike in _ALIKE:
        both = [tool for tool in tools if tool in alike]
        if len(both) > 1:
            raise SettingsError(
                f"The contract {name} has {' and '.join(both)}, which do the same.",
                hint="Leave one of them.",
                param=where,
            )


def limits_for(model_id: str, settings: Settings) -> Settings:
    """Return the settings with the output limit of a model's family, where none is set."""
    if settings.output_bytes is not None:
        return settings
    found = family_of(model_id, settings.families).output_bytes
    return msgspec.structs.replace(settings, output_bytes=found)


def definitions(wanted: Contract) -> tuple[Json, ...]:
    """Return the wire shapes of a contract's tools, the same bytes every time."""
    every = _definitions()
    return tuple(every[tool] for tool in wanted.tools)


def with_escalation(tools: tuple[Json, ...]) -> tuple[Json, ...]:
    """Return tools whose shell functions can be asked to run outside the walls."""
    return tuple(_escalating(tool) if tool.get("name") in _SHELLS else tool for tool in tools)


def with_search(tools: tuple[Json, ...], *, live: bool) -> tuple[Json, ...]:
    """Return tools and the web search of the upstream (codex-agent, tools)."""
    return (*tools, {"type": "web_search", "external_web_access": live})


def with_tasks(tools: tuple[Json, ...]) -> tuple[Json, ...]:
    """Return tools and the one that starts sub-tasks."""
    return (*tools, _task_tool())


def without_tasks(tools: tuple[Json, ...]) -> tuple[Json, ...]:
    """Return tools but the one that starts sub-tasks."""
    return tuple(tool for tool in tools if tool != _task_tool())


_SHELLS = ("exec_command", "shell", "shell_command")


def _escalating(tool: Json) -> Json:
    parameters = msgspec.convert(tool["parameters"], type=dict[str, object])
    known = msgspec.convert(parameters["properties"], type=dict[str, object])
    fields = _definitions()[_ESCALATION]["properties"]
    added = msgspec.convert(fields, type=dict[str, object])
    return {**tool, "parameters": {**parameters, "properties": {**known, **added}}}


@cache
def _table() -> _Table:
    return msgspec.convert(tomllib.loads(_data("contracts.toml")), type=_Table)


@cache
def _task_tool() -> Json:
    return tomllib.loads(_data("run_task.toml"))


@cache
def _definitions() -> dict[str, dict[str, object]]:
    every = msgspec.convert(
        tomllib.loads(_data("definitions.toml")), type=dict[str, dict[str, object]]
    )
    freeform = every["apply_patch_freeform"]
    shape = msgspec.convert(freeform["format"], type=dict[str, object])
    freeform["format"] = {**shape, "definition": GRAMMAR}
    return every


def _data(name: str) -> str:
    return (files("quire.tools") / "data" / name).read_text(encoding="utf-8")
