"""A request cut to what one upstream takes: its spelling, its efforts, nothing that it keeps."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import TypeVar

import msgspec

from quire.models.providers import nearest
from quire.models.routes import Attempt
from quire.models.settings import Provider
from quire.protocol import items
from quire.protocol.answers import told_thinking
from quire.protocol.emulation import KINDS
from quire.protocol.requests import Effort, Request, Thinking

# What the door has heeded itself; names in it are of providers here, not of an upstream's.
_HEEDED = frozenset({"models", "provider", "providerOptions", "session_id", "route", "usage"})

# Words of chat that the Responses API refuses; the engine and OpenRouter know some of them.
_CHATS_OWN = frozenset(
    {"seed", "stop", "logit_bias", "top_k", "min_p", "top_a", "repetition_penalty"}
    | {"transforms", "plugins", "trace", "cache_control"}
)


# Models that do not think: OpenAI refuses to be asked for encrypted reasoning of theirs.
_UNTHINKING = ("gpt-3*", "gpt-4*", "chatgpt-*")
_ENCRYPTED = "reasoning.encrypted_content"
RequestT = TypeVar("RequestT", bound=Request)


def fitted(request: RequestT, attempt: Attempt, *, opaque: bool = True) -> RequestT:
    """Return `request` as the upstream of `attempt` takes it.

    Without `opaque`, encrypted reasoning is left out: it is valid only where it was made.
    """
    provider = attempt.provider
    wishes = request.rest or request.reasoning or request.include
    if opaque and not (wishes or provider.stateless or provider.default_output):
        return msgspec.structs.replace(request, model=attempt.spelling)
    strict = provider.dialect == "responses" and provider.reasoning != "object"
    unsent = _HEEDED | _CHATS_OWN if strict else _HEEDED
    changes: dict[str, object] = {
        "model": attempt.spelling,
        "reasoning": _thinking(request.reasoning, attempt),
        "rest": {name: value for name, value in request.rest.items() if name not in unsent},
    }
    if request.max_output_tokens is None:
        changes["max_output_tokens"] = provider.default_output
    if provider.stateless:
        changes |= {"store": False, "previous_response_id": None}
    if request.include and not _thinks(attempt.spelling.rpartition("/")[2]):
        changes["include"] = tuple(each for each in request.include if each != _ENCRYPTED)
    if not opaque:
        changes["input"] = tuple(item for item in request.input if not _is_opaque(item))
    return msgspec.structs.replace(request, **changes)


def heeded(asked: Request, sent: Request) -> items.Json:
    """Return the keys of a response that tell what was asked of an upstream in place of a wish."""
    told: dict[str, object] = {}
    if sent.max_output_tokens != asked.max_output_tokens:
        told["max_output_tokens"] = sent.max_output_tokens
    if asked.reasoning is not None and sent.reasoning != asked.reasoning:
        told["reasoning"] = sent.reasoning and told_thinking(sent.reasoning)
    return told


def untaken(provider: Provider, tools: Iterable[items.Json]) -> tuple[str, ...]:
    """Return the kinds among `tools` that a provider neither takes nor can be played."""
    if provider.dialect == "engine" or (provider.dialect == "responses" and not provider.tools):
        return ()
    kinds = (str(tool.get("type")) for tool in tools)
    return tuple(dict.fromkeys(kind for kind in kinds if kind not in (*KINDS, *provider.tools)))


def _thinks(model: str) -> bool:
    return not any(fnmatchcase(model, pattern) for pattern in _UNTHINKING)


def _thinking(asked: Thinking | None, attempt: Attempt) -> Thinking | None:
    if asked is None or asked.effort is None:
        return asked
    return msgspec.structs.replace(asked, effort=nearest(asked.effort, _taken(attempt)))


def _taken(attempt: Attempt) -> tuple[Effort, ...]:
    """Return the efforts that both the model and the provider take; empty means any."""
    model, provider = attempt.entry.efforts, attempt.provider.efforts
    both = tuple(effort for effort in model if not provider or effort in provider)
    return both or provider


def _is_opaque(item: items.Item) -> bool:
    return isinstance(item, items.Reasoning) and item.encrypted_content is not None
