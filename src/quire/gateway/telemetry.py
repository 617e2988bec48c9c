"""Spans and metrics of OpenTelemetry, sent to a collector over OTLP; nothing of them is content.

Names are those of the semantic conventions for generative AI (status: development). Token metrics
have two families there, an older and a newer one; the settings choose. Nothing is loaded or sent
while no collector is set.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from typing import TYPE_CHECKING

from quire import __version__
from quire.errors import SettingsError
from quire.gateway.meters import UNANSWERED
from quire.gateway.names import Names
from quire.gateway.plans import Plan
from quire.gateway.settings import Telemetry as Settings
from quire.store.ledger import Used

if TYPE_CHECKING:
    from opentelemetry.metrics import Histogram, Meter
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider

_SECONDS = tuple(0.01 * 2**power for power in range(14))
_TOKENS = tuple(float(4**power) for power in range(14))
_SCOPE = "quire.gateway"
_NANO = 1_000_000_000
# How long a collector is waited for, also when the server stops; in seconds.
_PATIENCE = 2
_FINISHES = {"completed": "stop", "incomplete": "length", "failed": "error"}
# Histograms by name: unit, and the attribute of a measured answer that they count.
_TIMES = {
    "gen_ai.client.operation.duration": "seconds",
    "gen_ai.client.operation.time_to_first_chunk": "first_token",
    "gen_ai.client.operation.time_per_output_chunk": "each_token",
    "gen_ai.server.request.duration": "seconds",
    "gen_ai.server.time_to_first_token": "first_token",
    "gen_ai.server.time_per_output_token": "each_token",
}
_CURRENT = "gen_ai.client.token.usage"
_NEWEST = "gen_ai.client.inference.usage"
_OPERATION = "gen_ai.client.inference.operation"
_MODELS = ("gen_ai.request.model", "gen_ai.response.model")
_Attributes = dict[str, str | int | float | bool | list[str]]


def told_to(settings: Settings) -> tuple[Telemetry, ...]:
    """Return what tells a collector of answers, nothing where none is set.

    Raises SettingsError where the libraries are not installed.
    """
    if not settings.endpoint:
        return ()
    if find_spec("opentelemetry") is None or find_spec("opentelemetry.sdk") is None:
        raise SettingsError(
            "gateway.telemetry needs OpenTelemetry, which is not installed.",
            hint="Install it with: pip install 'quire[otel]'",
            code="missing_package",
        )
    return (Telemetry(settings),)


class Telemetry:
    """Tells a collector of every answer, from threads of its own."""

    def __init__(self, settings: Settings) -> None:
        """Begin to collect; nothing is sent before the first answer."""
        from opentelemetry.sdk.resources import Resource

        about = {
            "service.name": settings.service,
            "service.version": __version__,
            "service.instance.id": secrets.token_hex(8),  # each worker counts for itself
        }
        resource = Resource.create(about)
        self._names = settings.names
        self._shown = Names()
        self._spans = _spans(settings, resource) if settings.spans else None
        self._metrics = _metrics(settings, resource)
        meter = self._metrics.get_meter(_SCOPE, __version__)
        self._times = {name: _histogram(meter, name, "s", _SECONDS) for name in _TIMES}
        self._sizes = {
            name: _histogram(meter, name, "{token}", _TOKENS)
            for name in (_CURRENT, f"{_OPERATION}.input_tokens", f"{_OPERATION}.output_tokens")
        }
        self._counts = {
            name: meter.create_counter(f"{_NEWEST}.{name}", unit="{token}")
            for name in (
                "input_tokens", "output_tokens", "cache_read.input_tokens",
                "reasoning.output_tokens",
            )
        }  # fmt: skip

    def note(self, used: Used, plan: Plan) -> None:
        """Tell of an answer: its metrics always, its span unless nothing of it may be kept."""
        about, answered = _about(used), used.status not in UNANSWERED
        for place in _MODELS:
            about[place] = self._shown.shown(str(about[place]), answered=answered)
        for name, field in _TIMES.items():
            value = _measures(used)[field]
            if value is not None:
                self._times[name].record(value, about)
        self._tokens(used, about)
        if self._spans is not None and not plan.caller.zdr:
            self._span(self._spans, used, plan)

    def close(self) -> None:
        """Send what is left, and stop."""
        if self._spans is not None:
            self._spans.shutdown()
        self._metrics.shutdown()

    def _tokens(self, used: Used, about: _Attributes) -> None:
        if self._names != "newest":
            for kind, count in (("input", used.input_tokens), ("output", used.output_tokens)):
                self._sizes[_CURRENT].record(count, {**about, "gen_ai.token.type": kind})
        if self._names == "current":
            return
        self._sizes[f"{_OPERATION}.input_tokens"].record(used.input_tokens, about)
        self._sizes[f"{_OPERATION}.output_tokens"].record(used.output_tokens, about)
        counted = {
            "input_tokens": used.input_tokens,
            "output_tokens": used.output_tokens,
            "cache_read.input_tokens": used.cached_tokens,
            "reasoning.output_tokens": used.reasoning_tokens,
        }
        for name, count in counted.items():
            self._counts[name].add(count, {**about, "gen_ai.token.modality": "text"})

    def _span(self, spans: TracerProvider, used: Used, plan: Plan) -> None:
        from opentelemetry.trace import SpanKind, Status, StatusCode

        attributes: _Attributes = {**_about(used), **dict(_details(used, plan))}
        span = spans.get_tracer(_SCOPE, __version__).start_span(
            f"chat {used.asked}",
            kind=SpanKind.CLIENT,
            start_time=int((used.at - used.seconds) * _NANO),
            attributes=attributes,
        )
        if used.status in UNANSWERED:
            span.set_status(Status(StatusCode.ERROR, used.status))
        span.end(int(used.at * _NANO))


def _about(used: Used) -> _Attributes:
    """Return what spans and metrics of an answer have in common."""
    about: _Attributes = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": used.provider or "unknown",
        "gen_ai.request.model": used.asked,
        "gen_ai.response.model": used.model,
    }
    if used.status in UNANSWERED:
        about["error.type"] = used.status
    return about


def _measures(used: Used) -> Mapping[str, float | None]:
    each = None
    if used.first_token is not None and used.output_tokens > 1:
        each = (used.seconds - used.first_token) / (used.output_tokens - 1)
    return {"seconds": used.seconds, "first_token": used.first_token, "each_token": each}


def _details(used: Used, plan: Plan) -> Iterator[tuple[str, str | int | float | bool | list[str]]]:
    """Yield the attributes of a span that metrics do not have; none holds words of anybody."""
    yield "gen_ai.response.id", used.id
    yield "gen_ai.response.finish_reasons", [_FINISHES.get(used.status, used.status)]
    yield "gen_ai.request.stream", bool(used.streamed)
    yield "gen_ai.usage.input_tokens", used.input_tokens
    yield "gen_ai.usage.output_tokens", used.output_tokens
    yield "gen_ai.usage.cache_read.input_tokens", used.cached_tokens
    yield "gen_ai.usage.reasoning.output_tokens", used.reasoning_tokens
    yield "quire.key", used.key
    if used.first_token is not None:
        yield "gen_ai.response.time_to_first_chunk", used.first_token
    if plan.conversation is not None:
        yield "gen_ai.conversation.id", plan.conversation
    if plan.request.max_output_tokens is not None:
        yield "gen_ai.request.max_tokens", plan.request.max_output_tokens
    for name in ("temperature", "top_p", "seed"):
        value = plan.request.rest.get(name)
        if isinstance(value, int | float):
            yield f"gen_ai.request.{name}", value


def _histogram(meter: Meter, name: str, unit: str, bounds: tuple[float, ...]) -> Histogram:
    return meter.create_histogram(name, unit=unit, explicit_bucket_boundaries_advisory=bounds)


def _spans(settings: Settings, resource: Resource) -> TracerProvider:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    address = f"{settings.endpoint.rstrip('/')}/v1/traces"
    exporter = OTLPSpanExporter(endpoint=address, timeout=_PATIENCE)
    made = TracerProvider(resource=resource, shutdown_on_exit=False)
    made.add_span_processor(BatchSpanProcessor(exporter))
    return made


def _metrics(settings: Settings, resource: Resource) -> MeterProvider:
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader

    address = f"{settings.endpoint.rstrip('/')}/v1/metrics"
    exporter = OTLPMetricExporter(endpoint=address, timeout=_PATIENCE)
    reader = PeriodicExportingMetricReader(
        exporter, export_interval_millis=settings.interval * 1000
    )
    return MeterProvider(metric_readers=[reader], resource=resource, shutdown_on_exit=False)
