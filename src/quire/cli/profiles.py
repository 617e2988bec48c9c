"""How a session asks: settings and flags become the profile of a model, and nothing in silence."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import get_args

import msgspec

from quire import config
from quire.agent.approvals import Asker
from quire.agent.effort import AUTO, sent
from quire.agent.instructions import instructions
from quire.agent.projection import Profile
from quire.cli.options import Order
from quire.engine.profiles import PREFIX, budget
from quire.errors import SettingsError
from quire.models import catalogue
from quire.protocol.items import Json
from quire.protocol.requests import Effort, Request
from quire.tools.contracts import (
    contract,
    definitions,
    family_of,
    is_known,
    with_escalation,
    with_search,
    with_tasks,
)

_SOONER = 0.9
"""Of the share that may fill up: an upstream is to compact before Quire would by itself."""


def profile_of(order: Order, settings: config.Settings, asker: Asker | None) -> Profile:
    """Return how the model of the settings is asked. Raises SettingsError, InvalidRequest."""
    if settings.model.startswith(PREFIX):
        budget(Request(model=settings.model))  # an unknown one is told before a session begins
    family = family_of(settings.model, settings.tools.families)
    shapes = contract(family.contract, settings.tools.contracts)
    tools = definitions(shapes)
    if not settings.model.startswith(PREFIX):
        tools = _with_what_is_set(tools, settings)
    asks = asker is not None and settings.approvals != "never"
    taken = efforts_of(settings, settings.model)
    asked = effort_of(settings)
    return Profile(
        model=settings.model,
        instructions=instructions(),
        tools=with_escalation(tools) if asks else tools,
        effort=sent(asked, taken),
        adaptive=settings.effort == AUTO,
        efforts=taken if settings.effort == AUTO else (),
        text=_text(order.schema),
        compact_threshold=_threshold(settings),
        parallel=shapes.parallel if family.parallel is None else family.parallel,
    )


def _threshold(settings: config.Settings) -> int | None:
    """Return the tokens from which on the upstream is to compact, None where it is not asked to."""
    known = settings.agent.window or catalogue.entry(settings.model).input_window
    asked = settings.agent.compaction == "inline" and settings.models.dialect == "responses"
    engine = settings.model.startswith(PREFIX)
    share = _SOONER * settings.agent.compact_at
    return int(known * share) if known and asked and not engine else None


def _with_what_is_set(tools: tuple[Json, ...], settings: config.Settings) -> tuple[Json, ...]:
    """Return tools with those that the settings add."""
    if searches(settings):
        tools = with_search(tools, live=settings.tools.search == "live")
    return with_tasks(tools) if settings.agent.subtasks else tools


def searches(settings: config.Settings) -> bool:
    """Tell whether a web search can be offered: Chat Completions has no such tool."""
    return settings.tools.search != "off" and settings.models.dialect == "responses"


def profile_for(
    order: Order, settings: config.Settings, asker: Asker | None, model: str
) -> Profile:
    """Return how `model` is asked, whatever model the settings name."""
    return profile_of(order, msgspec.structs.replace(settings, model=model), asker)


def effort_of(settings: config.Settings) -> Effort | None:
    """Return the effort that is set, None for `auto` and where none is. Raises SettingsError."""
    if settings.effort in (None, AUTO):
        return None
    try:
        effort: Effort = msgspec.convert(settings.effort, Effort)
    except msgspec.ValidationError as error:
        raise SettingsError(
            f"effort is {settings.effort!r}.",
            hint=f"Give {', '.join(get_args(Effort))} or {AUTO}.",
            param="effort",
        ) from error
    return effort


def efforts_of(settings: config.Settings, model: str) -> tuple[Effort, ...]:
    """Return the efforts that a model takes, none where that is not known."""
    family = family_of(model, settings.tools.families)
    return family.efforts or catalogue.entry(model).efforts


def remarks(settings: config.Settings, models: Iterable[str]) -> tuple[str, ...]:
    """Return what a person must know about how `models` are asked, a line each."""
    told = []
    asked = effort_of(settings)
    if settings.tools.search != "off" and not searches(settings):
        told.append("The upstream speaks Chat Completions, so no web search is offered.")
    for model in models:
        taken = efforts_of(settings, model)
        if not is_known(family_of(model, settings.tools.families)):
            told.append(
                f"{model} is of no known family: it gets the plain contract "
                "(tools.families in config.toml can name another)."
            )
        known = catalogue.entry(model)
        free = known.creator == catalogue.EMBEDDED
        if settings.agent.dollars is not None and known.price is None and not free:
            told.append(
                f"The price of {model} is not known: the cap in dollars holds only where its "
                "upstream tells what it charges (--tokens holds always)."
            )
        if asked is not None and sent(asked, taken) != asked:
            told.append(
                f"{model} takes the efforts {', '.join(taken)}: it is asked with "
                f"{sent(asked, taken)} instead of {asked}."
            )
    return tuple(told)


def _text(schema: Path | None) -> dict[str, object] | None:
    if schema is None:
        return None
    try:
        shape = msgspec.json.decode(schema.read_bytes(), type=dict[str, object])
    except (OSError, msgspec.MsgspecError) as error:
        raise SettingsError(
            f"{schema} is not a JSON Schema: {error}", param="output-schema"
        ) from error
    form = {"type": "json_schema", "name": "codex_output_schema", "strict": True, "schema": shape}
    return {"format": form}
