"""What this door can be asked, and what it has counted."""

from __future__ import annotations

import msgspec

from quire.errors import UsageError, shortened
from quire.gateway.door import Door
from quire.gateway.exchange import Asked, Reply
from quire.gateway.identity import may_ask
from quire.gateway.meters import MEDIA_TYPE
from quire.gateway.offers import vercel_object
from quire.models.catalogue import Entry


async def models(door: Door, asked: Asked) -> Reply:
    """List every model that the key can ask for here."""
    key = asked.caller.key
    data = [_object(entry) for entry in door.models.entries() if may_ask(key, entry.id)]
    return Reply(msgspec.json.encode({"object": "list", "data": data}))


async def model(door: Door, asked: Asked) -> Reply:
    """Return one model by its id or an alias; ids may hold slashes."""
    name = asked.parts["id"]
    for entry in door.models.entries():
        if name in entry.names:
            return Reply(msgspec.json.encode(_object(entry)))
    raise UsageError(
        f"The model '{shortened(name)}' does not exist here.",
        hint="GET /v1/models lists what does.",
        param="model",
        code="model_not_found",
        status=404,
    )


async def metrics(door: Door, asked: Asked) -> Reply:
    """Tell what the workers of this server have counted, in the text format of Prometheus."""
    text = await door.rounds.counted()
    return Reply(text.encode(), headers=((b"content-type", MEDIA_TYPE),))


def _object(entry: Entry) -> dict[str, object]:
    """Return a model as OpenAI lists it, with what Vercel's list and Quire tell besides."""
    return {
        **vercel_object(entry),
        "id": entry.id,
        "shutdown_date": entry.shutdown,
        "aliases": [name for name in entry.names if name != entry.id],
        "context_length": entry.context,
        "max_input_tokens": entry.input_window,
        "max_output_tokens": entry.output_window,
        "modalities": {"input": entry.inputs, "output": entry.outputs},
        "supported_endpoints": entry.endpoints,
        "supported_parameters": entry.parameters,
        "reasoning_efforts": entry.efforts,
        "default_effort": entry.default_effort,
        "price_per_million": entry.price,
    }
