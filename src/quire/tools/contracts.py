"""Which shapes of the tools each model family gets."""

from __future__ import annotations

import fnmatch
import tomllib
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from quire.protocol.items import Json
from quire.protocol.patches import GRAMMAR


class Contract(Struct, frozen=True):
    """A named set of tool shapes; `tools` are keys of data/definitions.toml, sorted.

    `parallel` tells whether several calls may come in one answer.
    """

    name: str
    tools: tuple[str, ...]
    parallel: bool = False


class _Family(Struct, frozen=True):
    match: str
    contract: str


class _Table(Struct, frozen=True):
    contracts: dict[str, tuple[str, ...]]
    parallel: tuple[str, ...]
    models: tuple[_Family, ...]


def contract_for(model_id: str) -> Contract:
    """Return the contract of a model's family (data/contracts.toml); the first match wins."""
    table = _table()
    name = model_id.lower()
    family = next(family for family in table.models if fnmatch.fnmatchcase(name, family.match))
    return contract(family.contract)


def contract(name: str) -> Contract:
    """Return the contract called `name`: native, codex or plain."""
    table = _table()
    tools = tuple(sorted(table.contracts[name]))
    return Contract(name=name, tools=tools, parallel=name in table.parallel)


def definitions(wanted: Contract) -> tuple[Json, ...]:
    """Return the wire shapes of a contract's tools, the same bytes every time."""
    every = _definitions()
    return tuple(every[tool] for tool in wanted.tools)


def with_escalation(tools: tuple[Json, ...]) -> tuple[Json, ...]:
    """Return tools whose shell functions can be asked to run outside the walls."""
    return tuple(_escalating(tool) if tool.get("name") in _SHELLS else tool for tool in tools)


_SHELLS = ("exec_command", "shell", "shell_command")


def _escalating(tool: Json) -> Json:
    parameters = msgspec.convert(tool["parameters"], type=dict[str, object])
    known = msgspec.convert(parameters["properties"], type=dict[str, object])
    fields = _definitions()["escalation"]["properties"]
    added = msgspec.convert(fields, type=dict[str, object])
    return {**tool, "parameters": {**parameters, "properties": {**known, **added}}}


@cache
def _table() -> _Table:
    return msgspec.convert(tomllib.loads(_data("contracts.toml")), type=_Table)


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
