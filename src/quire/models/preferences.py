"""What a request says of its route: OpenRouter's `provider`, Vercel's options, suffixes, lists.

Unknown keys pass. Sources: OpenRouter, request extras; Vercel AI Gateway, providerOptions.gateway.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, TypeVar

import msgspec
from msgspec import Struct

from quire.errors import InvalidRequest, shortened
from quire.models.catalogue import LONGEST_NAME
from quire.protocol.requests import Request

By = Literal["price", "latency", "throughput"]
SUFFIXES: Mapping[str, By] = {":nitro": "throughput", ":floor": "price"}
# Names of orders, of both gateways; the last one asks for accuracy, of which nothing is known.
_SORTS: Mapping[str, By | None] = {
    "price": "price", "latency": "latency", "throughput": "throughput",
    "cost": "price", "ttft": "latency", "tps": "throughput", "exacto": None,
}  # fmt: skip
# So many models and sessions are remembered with what their plain requests prefer.
_KINDS = 4096
# So many names a request may give for its route to be remembered.
_MOST_NAMES = 32
_WireT = TypeVar("_WireT", bound=Struct)


class MaxPrice(Struct, frozen=True, kw_only=True):
    """The most that is paid, in US dollars per million tokens; None for no limit."""

    prompt: float | None = None
    completion: float | None = None


class Preferences(Struct, frozen=True, kw_only=True):
    """How a request wants to be routed.

    `models` are asked one after the other; `order` providers first, `only` and `ignore` limit
    them. `home` is where the request's session has been so far; `parameters` the fields that it
    sends, by chat's names, where providers must take them all.
    """

    models: tuple[str, ...]
    order: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    allow_fallbacks: bool = True
    require_parameters: bool = False
    data_collection: Literal["allow", "deny"] = "allow"
    zdr: bool = False
    sort: By | None = None
    partition: Literal["model", "none"] = "model"
    max_price: MaxPrice = MaxPrice()
    session: str = ""
    home: str = ""
    parameters: frozenset[str] = frozenset()

    @property
    def small(self) -> bool:
        """Whether these may be remembered: few names, none of them long."""
        names = (*self.models, *self.order, *self.only, *self.ignore)
        return len(names) <= _MOST_NAMES and all(len(each) <= LONGEST_NAME for each in names)


class _Sort(Struct, frozen=True):
    by: str | None = None
    partition: Literal["model", "none"] = "model"


class _Limit(Struct, frozen=True):
    prompt: float | str | None = None
    completion: float | str | None = None


class _Provider(Struct, frozen=True):
    order: tuple[str, ...] | None = None
    only: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    allow_fallbacks: bool | None = None
    require_parameters: bool | None = None
    data_collection: Literal["allow", "deny"] | None = None
    zdr: bool | None = None
    sort: str | _Sort | None = None
    max_price: _Limit | None = None


class _Listed(Struct, frozen=True):
    models: tuple[str, ...] | None = None


class _Gateway(Struct, frozen=True, rename="camel"):
    order: tuple[str, ...] | None = None
    only: tuple[str, ...] | None = None
    models: tuple[str, ...] | None = None
    sort: str | None = None
    zero_data_retention: bool | None = None
    disallow_prompt_training: bool | None = None


def preferences_of(request: Request, *, zdr: bool = False) -> Preferences:
    """Return what a request says of its route; `zdr` is what its key or the server demands.

    Raises InvalidRequest that names the field.
    """
    if not request.rest:
        own = request.prompt_cache_key or ""
        if len(request.model) > LONGEST_NAME or len(own) > LONGEST_NAME:
            return _plain(request.model, own, zdr=zdr)
        return _remembered(request.model, own, zdr=zdr)
    wish = _read(request.rest.get("provider"), _Provider, "provider")
    options = request.rest.get("providerOptions")
    inner = options.get("gateway") if isinstance(options, Mapping) else None
    gateway = _read(inner, _Gateway, "providerOptions.gateway")
    others = request.rest.get("models")
    listed = _read({"models": others} if others else None, _Listed, "").models or ()
    first, by = _bare(request.model)
    names = (first, *(_bare(name)[0] for name in (*listed, *(gateway.models or ()))))
    sort = wish.sort if isinstance(wish.sort, _Sort) else _Sort(wish.sort)
    session = request.prompt_cache_key or request.rest.get("session_id")
    deny = wish.data_collection == "deny" or gateway.disallow_prompt_training
    return Preferences(
        models=tuple(dict.fromkeys(names)),
        order=_lower(wish.order or gateway.order),
        only=_lower(wish.only or gateway.only),
        ignore=_lower(wish.ignore),
        allow_fallbacks=wish.allow_fallbacks is not False,
        require_parameters=wish.require_parameters is True,
        data_collection="deny" if deny else "allow",
        zdr=zdr or wish.zdr is True or gateway.zero_data_retention is True,
        sort=by
        or _sorted_by(sort.by, "provider.sort")
        or _sorted_by(gateway.sort, "providerOptions.gateway.sort"),
        partition=sort.partition,
        max_price=_limit(wish.max_price or _Limit()),
        session=session if isinstance(session, str) else "",
        parameters=_parameters(request) if wish.require_parameters else frozenset(),
    )


@lru_cache(_KINDS)
def _remembered(model: str, session: str, *, zdr: bool) -> Preferences:
    return _plain(model, session, zdr=zdr)


def _plain(model: str, session: str, *, zdr: bool) -> Preferences:
    """Return the preferences of a request that names nothing but its model."""
    name, by = _bare(model)
    return Preferences(models=(name,), session=session, sort=by, zdr=zdr)


def _bare(name: str) -> tuple[str, By | None]:
    """Return a model's id without the suffix that sorts its providers, and that order."""
    for suffix, by in SUFFIXES.items():
        if name.endswith(suffix):
            return name.removesuffix(suffix), by
    return name, None


def _lower(names: tuple[str, ...] | None) -> tuple[str, ...]:
    return tuple(name.lower() for name in names or ())


def _sorted_by(name: str | None, param: str) -> By | None:
    if name is None or name in _SORTS:
        return _SORTS[name] if name else None
    raise InvalidRequest(
        f"Invalid value for '{param}': '{shortened(name)}' is not one of {', '.join(_SORTS)}.",
        param=param,
        code="invalid_value",
    )


def _limit(asked: _Limit) -> MaxPrice:
    return MaxPrice(
        prompt=_dollars(asked.prompt, "prompt"), completion=_dollars(asked.completion, "completion")
    )


def _dollars(value: float | str | None, name: str) -> float | None:
    if value is None:
        return None
    try:
        dollars = float(value)
    except ValueError:
        dollars = math.nan
    if math.isnan(dollars):  # no price is above what is no number: it would limit nothing
        raise InvalidRequest(
            f"Invalid value for 'provider.max_price.{name}': '{shortened(str(value))}' is not a "
            "number.",
            param=f"provider.max_price.{name}",
            code="invalid_value",
        )
    return dollars


_NAMES = {
    "tools": "tools",
    "tool_choice": "tool_choice",
    "parallel_tool_calls": "parallel_tool_calls",
    "reasoning": "reasoning",
    "max_output_tokens": "max_completion_tokens",
}
_PLAIN = (
    "temperature", "top_p", "top_k", "min_p", "top_a", "seed", "stop", "logit_bias",
    "presence_penalty", "frequency_penalty", "repetition_penalty",
)  # fmt: skip


def _parameters(request: Request) -> frozenset[str]:
    sent = {told for name, told in _NAMES.items() if getattr(request, name) not in (None, ())}
    sent |= {name for name in _PLAIN if request.rest.get(name) is not None}
    match (request.text or {}).get("format"):
        case {"type": "json_schema"}:
            sent |= {"response_format", "structured_outputs"}
        case {"type": "json_object"}:
            sent.add("response_format")
    return frozenset(sent)


def _read(value: object, kind: type[_WireT], param: str) -> _WireT:
    if value is None:
        return kind()
    try:
        return msgspec.convert(value, kind, strict=False)
    except msgspec.ValidationError as error:
        message, _, path = str(error).partition(" - at `$")
        where = (param + path.rstrip("`")).lstrip(".")
        raise InvalidRequest(
            f"Invalid value for '{where}': {message}.", param=where, code="invalid_type"
        ) from error
