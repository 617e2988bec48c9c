"""The Chat Completions dialect: POST /v1/chat/completions."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import msgspec

from quire.gateway.begun import Begun, begin, check_served
from quire.gateway.door import Door
from quire.gateway.exchange import Asked, Reply, Stream
from quire.gateway.passing import Sent, passed
from quire.protocol.chat_answers import ChunkWriter, Shape, completion
from quire.protocol.chat_orders import read_chat
from quire.protocol.sse import DONE

_PATH = "/v1/chat/completions"


async def create(door: Door, asked: Asked, sent: Sent | None = None) -> Reply | Stream:
    """Answer a chat: as one object, or as chunks and a last `[DONE]`.

    `sent` says what has been done for it already.
    """
    passing = None if door.settings.strict_endpoints else await passed(door, asked, sent)
    if passing is not None:
        return passing
    order = read_chat(asked.body)
    check_served(door, order.request.model, _PATH)
    request = msgspec.structs.replace(order.request, stream=order.stream)
    begun = await begin(door, asked, request)
    shape = Shape(
        id=begun.named("chatcmpl-"),
        created=begun.plan.created_at,
        model=begun.model,
        show_reasoning=order.show_reasoning,
        include_usage=order.include_usage,
    )
    if order.stream:
        return Stream(_frames(begun, ChunkWriter(shape)))
    return Reply(msgspec.json.encode(completion(await begun.whole(), shape)))


async def _frames(begun: Begun, writer: ChunkWriter) -> AsyncGenerator[bytes, None]:
    async for event in begun.events:
        for chunk in writer.feed(event):
            yield b"data: %s\n\n" % msgspec.json.encode(chunk)
    yield DONE
