"""An answer that has begun, for the dialects that write it in their own words."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping

from msgspec import Struct

from quire.errors import InvalidRequest, StreamBroken, shortened
from quire.gateway import answering
from quire.gateway.door import Door
from quire.gateway.exchange import Asked
from quire.gateway.plans import Plan, generation_of
from quire.gateway.telling import Telling
from quire.models.catalogue import entry
from quire.models.fitting import untaken
from quire.protocol.emulation import KINDS
from quire.protocol.events import Event, Lifecycle
from quire.protocol.requests import Request
from quire.protocol.responses import Response


class Begun(Struct, frozen=True):
    """The plan of an answer, how it is told, its events from the first, and who gives it.

    `untaken` are the kinds of tools that the model was not offered, because its provider could
    not take them.
    """

    plan: Plan
    telling: Telling
    events: AsyncGenerator[Event, None]
    model: str
    provider: str
    untaken: tuple[str, ...] = ()

    def named(self, prefix: str) -> str:
        """Return the answer's id in a dialect: another prefix before the same digits."""
        return generation_of(self.plan, prefix)

    async def whole(self) -> Response:
        """Return the whole response. Raises the QuireError that it failed with."""
        async for _ in self.events:
            continue
        if self.telling.failure is not None:
            raise self.telling.failure
        if self.telling.final is None:
            raise StreamBroken("The answer ended without a last event.")
        return self.telling.final


async def begin(door: Door, asked: Asked, request: Request) -> Begun:
    """Ask for an answer and wait for its first event.

    Raises QuireError for what is wrong with the request, and for a model that gives nothing.
    """
    return await started(door, await answering.prepare(door.memory, asked.caller, request))


def check_served(door: Door, model: str, path: str) -> None:
    """Refuse a model where its maker does not serve it, if the server is set to.

    Raises InvalidRequest.
    """
    endpoints = entry(model).endpoints
    if not door.settings.strict_endpoints or not endpoints or path in endpoints:
        return
    named = " or ".join(each.removeprefix("/") for each in endpoints)
    raise InvalidRequest(
        f"The model '{shortened(model)}' is only supported in {named} and not in "
        f"{path.removeprefix('/')}.",
        hint=f"Send it to POST {endpoints[0]}.",
        param="model",
        code="unsupported_value",
    )


async def started(door: Door, plan: Plan) -> Begun:
    """Ask for the answer that is planned and wait for its first event.

    Raises QuireError for a model that gives nothing: what fails so early is an error of HTTP.
    """
    telling = Telling(plan)
    answer = answering.answer(door.means, plan, telling)
    first = await anext(answer)
    response = first.response if isinstance(first, Lifecycle) else telling.standing("in_progress")
    signed = response.rest.get("quire")
    provider = str(signed.get("provider", "")) if isinstance(signed, Mapping) else ""
    told = _continued(first, answer)
    named = response.model or plan.request.model
    return Begun(plan, telling, told, named, provider, untaken_by(door, plan, provider))


def untaken_by(door: Door, plan: Plan, provider: str) -> tuple[str, ...]:
    """Return the kinds of a request's tools that a provider was not offered."""
    tools = [tool for tool in plan.request.tools if tool.get("type") not in KINDS]
    offers = door.models.offers(plan.request.model) if tools else ()
    asked = (each.provider for each in offers if each.provider.name == provider)
    return next((untaken(each, tools) for each in asked), ())


async def _continued(
    first: Event, rest: AsyncGenerator[Event, None]
) -> AsyncGenerator[Event, None]:
    try:
        yield first
        async for event in rest:
            yield event
    finally:
        await rest.aclose()
