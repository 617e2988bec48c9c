"""The OpenAPI document of this door, made from its table of routes and their docstrings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

import msgspec
from msgspec import Struct

from quire import __version__

_Json = Mapping[str, object]
_LIMITED: _Json = {"type": "integer", "minimum": 1, "maximum": 100, "default": 20}
_ORDER: _Json = {"type": "string", "enum": ["asc", "desc"], "default": "desc"}
_STRING: _Json = {"type": "string"}
_INCLUDE: _Json = {"type": "array", "items": _STRING}
_PAGE = {"limit": _LIMITED, "order": _ORDER, "after": _STRING, "include[]": _INCLUDE}
_MODEL: _Json = {"type": "string", "examples": ["quire/standard"]}
_FLAG: _Json = {"type": ["boolean", "null"]}
_METADATA: _Json = {
    "type": ["object", "null"],
    "maxProperties": 16,
    "additionalProperties": {"type": "string", "maxLength": 512},
}
_ITEM: _Json = {"type": "object", "properties": {"type": _STRING}}
_ITEMS: _Json = {"type": "array", "items": _ITEM}
_INPUT: _Json = {"oneOf": [_STRING, _ITEMS]}
_REQUEST: _Json = {
    "type": "object",
    "required": ["model"],
    "properties": {
        "model": _MODEL,
        "input": _INPUT,
        "instructions": {"type": ["string", "null"]},
        "previous_response_id": {"type": ["string", "null"]},
        "stream": _FLAG,
        "store": _FLAG,
        "background": _FLAG,
        "max_output_tokens": {"type": ["integer", "null"], "minimum": 16},
        "temperature": {"type": ["number", "null"], "minimum": 0, "maximum": 2},
        "top_p": {"type": ["number", "null"], "minimum": 0, "maximum": 1},
        "tools": _ITEMS,
        "metadata": _METADATA,
        "truncation": {"enum": ["auto", "disabled", None]},
        "include": {"type": ["array", "null"], "items": _STRING},
        "reasoning": {"type": ["object", "null"]},
        "text": {"type": ["object", "null"]},
        "context_management": {"type": ["array", "null"], "items": {"type": "object"}},
        "provider": {"type": ["object", "null"]},
        "models": {"type": ["array", "null"], "items": _STRING},
    },
}
_CONVERSATION: _Json = {
    "type": "object",
    "properties": {
        "items": {"type": ["array", "null"], "items": _ITEM, "maxItems": 20},
        "metadata": _METADATA,
    },
}
_CHAT: _Json = {
    "type": "object",
    "required": ["model", "messages"],
    "properties": {
        "model": _MODEL,
        "messages": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["role"],
                "properties": {
                    "role": {"enum": ["system", "developer", "user", "assistant", "tool"]},
                    "content": {"type": ["string", "array", "null"]},
                },
            },
        },
        "stream": _FLAG,
        "tools": _ITEMS,
        "reasoning": {"type": ["object", "null"]},
        "stop": {"type": ["string", "array", "null"]},
        "provider": {"type": ["object", "null"]},
        "models": {"type": ["array", "null"], "items": _STRING},
    },
}
_CALL: _Json = {
    "type": "object",
    "required": ["prompt"],
    "properties": {
        "prompt": _ITEMS,
        "tools": _ITEMS,
        "toolChoice": {"type": "object"},
        "responseFormat": {"type": "object"},
        "maxOutputTokens": {"type": "integer", "minimum": 1},
        "providerOptions": {"type": "object", "additionalProperties": {"type": "object"}},
    },
}
# What a POST takes and what a GET may be asked with, by path.
_BODIES = {
    "/v1/responses": _REQUEST,
    "/v1/responses/input_tokens": _REQUEST,
    "/v1/responses/compact": _REQUEST,
    "/v1/chat/completions": _CHAT,
    "/api/v1/responses": _REQUEST,
    "/api/v1/chat/completions": _CHAT,
    "/v{version}/ai/language-model": _CALL,
    "/v1/conversations": _CONVERSATION,
    "/v1/conversations/{id}": _CONVERSATION,
    "/v1/conversations/{id}/items": _CONVERSATION,
}
_QUERIES: Mapping[str, _Json] = {
    "/v1/responses/{id}": {
        "stream": {"type": "boolean"},
        "starting_after": {"type": "integer"},
        "include[]": _INCLUDE,
    },
    "/v1/responses/{id}/input_items": _PAGE,
    "/v1/conversations/{id}/items": _PAGE,
}
_ERROR: _Json = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["message", "type", "param", "code"],
            "properties": {
                "message": _STRING,
                "type": {"type": ["string", "null"]},
                "param": {"type": ["string", "null"]},
                "code": {"type": ["string", "integer", "null"]},
            },
        }
    },
}


class Told(Struct, frozen=True):
    """A route as it is told: a path's `{name...}` takes slashes; a public one needs no key."""

    method: str
    path: str
    words: str
    public: bool = False


@cache
def document(routes: Sequence[Told]) -> bytes:
    """Return the document of `routes`."""
    paths: dict[str, dict[str, _Json]] = {}
    for route in routes:
        plain = route.path.replace("...}", "}")
        paths.setdefault(plain, {})[route.method.lower()] = _operation(route, plain)
    return msgspec.json.encode(
        {
            "openapi": "3.1.0",
            "info": {"title": "Quire gateway", "version": __version__},
            "security": [{"key": []}],
            "paths": paths,
            "components": {
                "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
                "schemas": {"Error": _ERROR},
            },
        }
    )


def _operation(route: Told, path: str) -> _Json:
    method = route.method
    parts = [
        {"name": name, "in": "path", "required": True, "schema": _STRING}
        for name in re.findall(r"{(\w+)}", path)
    ]
    asked = _QUERIES.get(path, {}) if method == "GET" else {}
    query = [{"name": name, "in": "query", "schema": schema} for name, schema in asked.items()]
    error = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    operation: dict[str, object] = {
        "summary": route.words,
        "parameters": [*parts, *query],
        "responses": {
            "200": {"description": "The answer."},
            "default": {"description": "An error.", "content": error},
        },
    }
    if route.public:
        operation["security"] = [{}, {"key": []}]
    if method == "POST" and path in _BODIES:
        content = {"application/json": {"schema": _BODIES[path]}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation
