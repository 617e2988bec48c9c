"""The response object as strict readers want it: every key, with its default where none is set.

Three readers insist on different keys; together they want all of these (responses-api,
response object).
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from quire.protocol.items import Json
from quire.protocol.requests import Request, Thinking
from quire.protocol.responses import Response

_DEFAULTS: Json = {
    "background": False,
    "completed_at": None,
    "frequency_penalty": 0,
    "instructions": None,
    "max_output_tokens": None,
    "max_tool_calls": None,
    "metadata": {},
    "parallel_tool_calls": True,
    "presence_penalty": 0,
    "previous_response_id": None,
    "prompt_cache_key": None,
    "prompt_cache_retention": None,
    "reasoning": None,
    "safety_identifier": None,
    "service_tier": "auto",
    "store": True,
    "temperature": 1,
    "text": {"format": {"type": "text"}, "verbosity": "medium"},
    "tool_choice": "auto",
    "tools": [],
    "top_logprobs": 0,
    "top_p": 1,
    "truncation": "disabled",
    "user": None,
}
_FUNCTION: Json = {"description": None, "parameters": None, "strict": None}
_SPELLINGS = {"in-memory": "in_memory"}


def echoed(request: Request, *, created_at: int, completed_at: int | None = None) -> Json:
    """Return the keys of a response that repeat its request, ready for `narrate(rest=…)`.

    Times are seconds since 1970. With `id`, `status`, `model`, `output`, `usage`, `error` and
    `incomplete_details`, which a Response holds itself, they are all the keys there are.
    """
    asked: dict[str, object] = {
        name: getattr(request, name) for name in request.__struct_fields__ if name != "rest"
    }
    asked |= request.rest
    keys = {
        name: default if asked.get(name) is None else asked[name]
        for name, default in _DEFAULTS.items()
    }
    keys["text"] = {**_mapping(_DEFAULTS["text"]), **_set(asked.get("text"))}
    keys["tools"] = [_tool(tool) for tool in request.tools]
    if request.reasoning is not None:
        keys["reasoning"] = told_thinking(request.reasoning)
    retention = keys["prompt_cache_retention"]
    if isinstance(retention, str):
        keys["prompt_cache_retention"] = _SPELLINGS.get(retention, retention)
    conversation = asked.get("conversation")
    if conversation is not None:
        named = {"id": conversation} if isinstance(conversation, str) else conversation
        keys["conversation"] = named
    return {"created_at": created_at, **keys, "completed_at": completed_at}


def full_response(
    request: Request, response: Response, *, created_at: int, completed_at: int | None = None
) -> bytes:
    """Return the JSON of `response` with every key that a strict reader wants.

    What `response` says of itself wins over what the request asked for, and keys that Quire
    does not know are kept. `completed_at` is null unless the answer is completed.
    """
    ended = completed_at if response.status == "completed" else None
    defaults = echoed(request, created_at=created_at, completed_at=ended)
    own = msgspec.json.decode(response.wire(), type=dict[str, msgspec.Raw])
    said = {name: value for name, value in own.items() if bytes(value) != b"null"}
    usage = {"usage": None, "error": None, "incomplete_details": None, "model": request.model}
    head = {"id": response.id, "object": "response", "status": response.status}
    if bytes(said.get("model", b"")) == b'""':
        del said["model"]
    return msgspec.json.encode({**head, **defaults, **usage, "output": [], **said})


def _tool(tool: Json) -> Json:
    return {**_FUNCTION, **tool} if tool.get("type") == "function" else tool


def told_thinking(asked: Thinking) -> Json:
    """Return how hard is thought, as a response tells it: both keys, even where one is null."""
    newer = {"context": asked.context, "mode": asked.mode}
    return {
        "effort": asked.effort,
        "summary": asked.summary or asked.generate_summary,
        **_set(newer),
    }


def _set(value: object) -> Json:
    """Return the keys of an object that are not null."""
    return {key: inner for key, inner in _mapping(value).items() if inner is not None}


def _mapping(value: object) -> Json:
    return value if isinstance(value, Mapping) else {}
