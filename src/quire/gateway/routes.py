"""The table of routes: which function answers which method and path."""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable
from typing import TypeAlias

from msgspec import Struct

from quire.gateway import (
    chat,
    conversations,
    listing,
    measures,
    openapi,
    openrouter,
    openrouter_responses,
    responses,
    vercel,
)
from quire.gateway.door import Door
from quire.gateway.exchange import Asked, Reply, Stream

Answerer: TypeAlias = Callable[[Door, Asked], Awaitable[Reply | Stream]]


class Route(Struct, frozen=True):
    """A method and a path; `{name}` is one part of it, `{name...}` the rest with its slashes.

    What is `public` is told without a key too, as the gateways that have the list tell it.
    """

    method: str
    path: str
    answerer: Answerer
    public: bool = False


ROUTES = (
    Route("POST", "/v1/responses", responses.create),
    Route("POST", "/v1/responses/input_tokens", responses.count),
    Route("POST", "/v1/responses/compact", responses.compact),
    Route("GET", "/v1/responses/{id}", responses.retrieve),
    Route("DELETE", "/v1/responses/{id}", responses.delete),
    Route("POST", "/v1/responses/{id}/cancel", responses.cancel),
    Route("GET", "/v1/responses/{id}/input_items", responses.input_items),
    Route("POST", "/v1/chat/completions", chat.create),
    Route("POST", "/v1/conversations", conversations.create),
    Route("GET", "/v1/conversations/{id}", conversations.retrieve),
    Route("POST", "/v1/conversations/{id}", conversations.update),
    Route("DELETE", "/v1/conversations/{id}", conversations.delete),
    Route("GET", "/v1/conversations/{id}/items", conversations.list_items),
    Route("POST", "/v1/conversations/{id}/items", conversations.add_items),
    Route("GET", "/v1/conversations/{id}/items/{item}", conversations.retrieve_item),
    Route("DELETE", "/v1/conversations/{id}/items/{item}", conversations.delete_item),
    Route("POST", "/api/v1/chat/completions", openrouter.chat),
    Route("POST", "/api/v1/responses", openrouter_responses.create),
    Route("GET", "/api/v1/models", openrouter.models, public=True),
    Route("GET", "/api/v1/models/{id...}/endpoints", openrouter.endpoints, public=True),
    Route("GET", "/api/v1/generation", openrouter.generation),
    Route("GET", "/api/v1/credits", openrouter.credits),
    Route("GET", "/api/v1/key", openrouter.key),
    Route("GET", "/api/v1/auth/key", openrouter.key),
    Route("GET", "/api/v1/activity", openrouter.activity),
    Route("GET", "/api/v1/performance", measures.performance),
    Route("GET", "/api/v1/uptime", measures.uptimes),
    Route("GET", "/api/v1/rankings", measures.rankings),
    Route("GET", "/api/v1/rankings/apps", measures.app_rankings),
    Route("POST", "/v{version}/ai/language-model", vercel.language_model),
    Route("GET", "/v{version}/ai/config", vercel.config, public=True),
    Route("GET", "/v1/credits", vercel.credits),
    Route("GET", "/v1/generation", vercel.generation),
    Route("GET", "/v1/report", vercel.report),
    Route("GET", "/v1/models/{id...}/endpoints", openrouter.endpoints, public=True),
    Route("GET", "/metrics", listing.metrics),
    Route("GET", "/v1/models", listing.models, public=True),
    Route("GET", "/v1/models/{id...}", listing.model, public=True),
)
PUBLIC = frozenset(route.answerer for route in ROUTES if route.public)


def described() -> Reply:
    """Describe every route in the OpenAPI format."""
    told = (
        openapi.Told(r.method, r.path, inspect.getdoc(r.answerer) or "", r.public) for r in ROUTES
    )
    return Reply(openapi.document(tuple(told)))


def healthy() -> Reply:
    """Say that this worker answers."""
    return Reply(b'{"status":"ok"}')


# What is answered to anybody, without a key.
OPEN: dict[tuple[str, str], Callable[[], Reply]] = {
    ("GET", "/openapi.json"): described,
    ("GET", "/health"): healthy,
}
