"""Models and their providers as other gateways list them: prices as strings, live measures.

Source: OpenRouter, models and endpoints lists; Vercel AI Gateway, /v1/models and /config.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from quire.models.catalogue import EMBEDDED, Entry, Price
from quire.models.health import (
    DAY,
    FIVE_MINUTES,
    HALF_HOUR,
    Percentiles,
    Record,
    latency,
    rest_of,
    throughput,
    uptime,
)
from quire.models.routes import Attempt

_MILLION = 1_000_000
_RESTING = -2


def per_token(dollars: float) -> str:
    """Return a price per million tokens as one per token: decimal digits, no exponent."""
    return format((Decimal(str(dollars)) / _MILLION).normalize(), "f")


def model_object(entry: Entry) -> dict[str, object]:
    """Return a model as OpenRouter lists it."""
    return {
        "id": entry.name,
        "canonical_slug": entry.name,
        "hugging_face_id": None,
        "name": entry.title or entry.name,
        "created": entry.created,
        "description": entry.description,
        "context_length": entry.context,
        "architecture": _architecture(entry),
        "pricing": _pricing(entry.price),
        "top_provider": {
            "context_length": entry.context,
            "max_completion_tokens": entry.output_window,
            "is_moderated": False,
        },
        "per_request_limits": None,
        "supported_parameters": list(entry.parameters),
        "default_parameters": {},
        "reasoning": {
            "mandatory": False,
            "default_effort": entry.default_effort,
            "default_enabled": True,
            "supported_efforts": list(entry.efforts),
            "supports_max_tokens": False,
        },
        "expiration_date": entry.shutdown,
        "knowledge_cutoff": None,
        "links": {"details": f"/api/v1/models/{entry.name}/endpoints"},
    }


def endpoints_object(
    entry: Entry, offers: Mapping[str, tuple[Attempt, Record]], now: float
) -> dict[str, object]:
    """Return a model with everyone who can be asked for it; `offers` are by provider."""
    return {
        "id": entry.name,
        "name": entry.title or entry.name,
        "created": entry.created,
        "description": entry.description,
        "architecture": _architecture(entry),
        "endpoints": [_endpoint(offer, record, now) for offer, record in offers.values()],
    }


def vercel_object(entry: Entry) -> dict[str, object]:
    """Return a model as Vercel's public list has it."""
    return {
        "id": entry.name,
        "object": "model",
        "created": entry.created,
        "released": entry.created,
        "owned_by": entry.creator,
        "name": entry.title or entry.name,
        "description": entry.description,
        "context_window": entry.context,
        "max_tokens": entry.output_window,
        "type": "language",
        "tags": _tags(entry),
        "pricing": vercel_pricing(entry.price),
    }


def vercel_pricing(price: Price | None) -> dict[str, str] | None:
    """Return prices per token by Vercel's names, None where they are unknown."""
    if price is None:
        return None
    return {
        "input": per_token(price.input),
        "output": per_token(price.output),
        "input_cache_read": per_token(price.cached),
    }


def _endpoint(offer: Attempt, record: Record, now: float) -> dict[str, object]:
    entry, provider = offer.entry, offer.provider
    return {
        "name": f"{provider.title or provider.name} | {offer.spelling}",
        "tag": provider.name,
        "model_id": entry.name,
        "model_name": entry.title or entry.name,
        "provider_name": provider.title or provider.name,
        "context_length": entry.context,
        "max_prompt_tokens": entry.input_window,
        "max_completion_tokens": entry.output_window,
        "pricing": _pricing(offer.price),
        "quantization": "unknown",
        "supported_parameters": list(entry.parameters),
        "supports_implicit_caching": bool(offer.price and offer.price.cached < offer.price.input),
        "supports_tool_choice": {"literal_auto": True, "literal_none": True,
                                 "literal_required": True, "type_function": True},
        "status": _RESTING if rest_of(record, now) else 0,
        "uptime_last_5m": percent(uptime(record, now, FIVE_MINUTES)),
        "uptime_last_30m": percent(uptime(record, now, HALF_HOUR)),
        "uptime_last_1d": percent(uptime(record, now, DAY)),
        "latency_last_30m": scaled(latency(record, now), 1000.0),
        "throughput_last_30m": scaled(throughput(record, now), 1.0),
    }  # fmt: skip


def _architecture(entry: Entry) -> dict[str, object]:
    return {
        "modality": f"{'+'.join(entry.inputs)}->{'+'.join(entry.outputs)}",
        "input_modalities": list(entry.inputs),
        "output_modalities": list(entry.outputs),
        "tokenizer": "Other" if entry.creator == EMBEDDED else "GPT",
        "instruct_type": None,
    }


def _pricing(price: Price | None) -> dict[str, str]:
    if price is None:
        return {}
    return {
        "prompt": per_token(price.input),
        "completion": per_token(price.output),
        "input_cache_read": per_token(price.cached),
        "request": "0",
        "image": "0",
        "web_search": "0",
        "internal_reasoning": "0",
    }


def _tags(entry: Entry) -> list[str]:
    known = {
        "reasoning": bool(entry.efforts),
        "tool-use": "tools" in entry.parameters,
        "vision": "image" in entry.inputs,
        "implicit-caching": entry.price is not None and entry.price.cached < entry.price.input,
        "structured-output": "structured_outputs" in entry.parameters,
    }
    return [name for name, has in known.items() if has]


def percent(share: float | None) -> float | None:
    """Return a share as a percentage, None where it is not known."""
    return None if share is None else round(100.0 * share, 2)


def scaled(measured: Percentiles | None, factor: float) -> dict[str, float] | None:
    """Return percentiles times `factor`, None where there are none."""
    if measured is None:
        return None
    return {
        name: round(getattr(measured, name) * factor, 3) for name in ("p50", "p75", "p90", "p99")
    }
