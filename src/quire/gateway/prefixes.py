"""Prompt caching of the embedded engine, counted honestly: tokens whose prefix was seen before.

A prompt is cut into blocks of 128 tokens; a block is known by a hash of itself and of all before
it, salted with whose prompt it was. The hashes are kept for 24 hours after they were last seen,
the words never. As in the OpenAI API, less than 1,024 tokens count as none.
"""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable, Iterator, Mapping

import msgspec

from quire.gateway.compaction import CHARACTERS_PER_TOKEN
from quire.gateway.plans import Plan
from quire.models.catalogue import EMBEDDED, entry
from quire.models.streams import closing
from quire.protocol import events
from quire.protocol.model import Model
from quire.protocol.requests import Request
from quire.protocol.responses import InputDetails, Response, read_response, usage_fields

BLOCK = 128
LEAST = 1024
LIFE = 86_400.0
_MOST = 262_144
_TOLD_AGAIN = 3600.0
_BYTES = BLOCK * CHARACTERS_PER_TOKEN


class Prefixes:
    """The prefixes that were seen, by their hashes; the newest 262,144 of them."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        """Begin with none; `clock` is in seconds."""
        self._clock = clock
        self._seen: OrderedDict[str, float] = OrderedDict()
        self._fresh: dict[str, float] = {}

    def counted(self, plan: Plan, model: Model) -> Model:
        """Return a Model that answers as `model` does, and tells the cached tokens of the engine.

        Under zero data retention nothing is remembered, and none are cached.
        """
        if plan.caller.zdr or entry(plan.request.model).creator != EMBEDDED:
            return model
        return _Counted(self, plan.caller.key.id, model)

    def cached(self, whose: str, request: Request) -> int:
        """Return how many tokens of a prompt were seen before, and remember all of them."""
        known, unbroken = 0, True
        now = self._clock()
        for digest in digests(whose, request):
            seen = self._seen.get(digest, 0.0)
            unbroken = unbroken and seen > now - LIFE
            known += unbroken
            self._remember(digest, now)
            if seen // _TOLD_AGAIN != now // _TOLD_AGAIN:
                self._fresh[digest] = now
        return known * BLOCK if known * BLOCK >= LEAST else 0

    def heard(self, seen: Mapping[str, float]) -> None:
        """Take over hashes, and when other workers, or earlier ones, have seen them."""
        for digest, at in seen.items():
            if at > self._seen.get(digest, 0.0):
                self._remember(digest, at)

    def fresh(self) -> Mapping[str, float]:
        """Return what was seen here since the last time and when, to be told to others.

        What is seen again and again is told once in every hour.
        """
        told, self._fresh = self._fresh, {}
        return told

    def _remember(self, digest: str, at: float) -> None:
        self._seen[digest] = at
        self._seen.move_to_end(digest)
        if len(self._seen) > _MOST:
            self._seen.popitem(last=False)


def digests(whose: str, request: Request) -> Iterator[str]:
    """Yield the hash of each whole block of a prompt: tools, instructions, then the items."""
    prompt = b"".join(
        (
            msgspec.json.encode(request.tools),
            msgspec.json.encode(request.instructions),
            *(item.wire() for item in request.input),
        )
    )
    chain = hashlib.blake2b(whose.encode(), digest_size=16)
    for start in range(0, len(prompt) - _BYTES + 1, _BYTES):
        chain.update(prompt[start : start + _BYTES])
        yield chain.hexdigest()


class _Counted:
    def __init__(self, prefixes: Prefixes, whose: str, model: Model) -> None:
        self._prefixes = prefixes
        self._whose = whose
        self._model = model

    async def respond(self, request: Request) -> AsyncIterator[events.Event]:
        """Answer as the other Model does; its last event tells the cached tokens."""
        cached = self._prefixes.cached(self._whose, request)
        async with closing(self._model.respond(request)) as stream:
            async for event in stream:
                if isinstance(event, events.TERMINAL) and cached:
                    event = msgspec.structs.replace(event, response=_told(event.response, cached))
                yield event


def _told(response: Response, cached: int) -> Response:
    """Return an answer whose usage tells the tokens that were cached."""
    if response.usage is None:
        return response
    details = InputDetails(cached_tokens=min(cached, response.usage.input_tokens))
    usage = msgspec.structs.replace(response.usage, input_tokens_details=details)
    whole = msgspec.json.decode(response.wire(), type=dict[str, msgspec.Raw])
    whole["usage"] = msgspec.Raw(msgspec.json.encode(usage_fields(usage)))
    return read_response(msgspec.json.encode(whole))
