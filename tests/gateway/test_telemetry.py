"""Spans and metrics of OpenTelemetry, as a collector on loopback gets them."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import openai
import pytest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import (
    ExportMetricsServiceRequest,
)
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue

from .conftest import Script, Start

MODEL = "gpt-5.1-codex"
CANARY = "CANARY77d2"
USED = {
    "input_tokens": 10, "input_tokens_details": {"cached_tokens": 4},
    "output_tokens": 20, "output_tokens_details": {"reasoning_tokens": 5}, "total_tokens": 30,
}  # fmt: skip


class Collector(ThreadingHTTPServer):
    """Keeps what is sent to it over OTLP."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taking)
        self.bodies: list[tuple[str, bytes]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def spans(self) -> list[tuple[str, dict[str, object], str]]:
        """Return each span's name, attributes and the message of its status."""
        found = []
        for path, body in self.bodies:
            if path != "/v1/traces":
                continue
            for resource in ExportTraceServiceRequest.FromString(body).resource_spans:
                for scope in resource.scope_spans:
                    found += [
                        (span.name, _plain(span.attributes), span.status.message)
                        for span in scope.spans
                    ]
        return found

    def metrics(self) -> dict[str, list[dict[str, object]]]:
        """Return the newest points of each metric: attributes, and the sum and count."""
        found: dict[str, list[dict[str, object]]] = {}
        for path, body in self.bodies:
            if path != "/v1/metrics":
                continue
            for resource in ExportMetricsServiceRequest.FromString(body).resource_metrics:
                for scope in resource.scope_metrics:
                    for metric in scope.metrics:
                        points = [
                            {**_plain(point.attributes), "sum": point.sum, "count": point.count}
                            for point in metric.histogram.data_points
                        ] + [
                            {**_plain(point.attributes), "sum": point.as_int}
                            for point in metric.sum.data_points
                        ]
                        found[metric.name] = points
        return found


class _Taking(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.headers.get("content-encoding") == "gzip":
            raise AssertionError("not asked for")
        self.server.bodies.append((self.path, body))
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *told: object) -> None:
        """Say nothing."""


def _plain(attributes: Iterable[KeyValue]) -> dict[str, object]:
    return {each.key: _value(each.value) for each in attributes}


def _value(value: AnyValue) -> object:
    kind = value.WhichOneof("value")
    if kind == "array_value":
        return [_value(each) for each in value.array_value.values]
    return getattr(value, str(kind))


@pytest.fixture
def collector() -> Iterator[Collector]:
    server = Collector()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def flags(collector: Collector, *more: str) -> tuple[str, ...]:
    """Return the flags that send telemetry to a collector."""
    pairs = (f"gateway.telemetry.endpoint={collector.address}", *more)
    return tuple(word for pair in pairs for word in ("-c", pair))


def test_an_answer_is_a_span_and_counts(start: Start, script: Script, collector: Collector) -> None:
    answers = script(
        {"text": f"{CANARY} answered.", "usage": USED},
        {"text": "An answer. " * 9, "fault": "cut", "after": 6},
    )
    gateway = start(*flags(collector), upstream=answers)
    client = gateway.client()
    words = f"{CANARY} asked"
    list(
        client.responses.create(
            model=MODEL, input=words, instructions=words, stream=True, max_output_tokens=99,
            temperature=0.5,
        )
    )  # fmt: skip
    with pytest.raises(openai.APIError):
        list(client.responses.create(model=MODEL, input=words, stream=True))
    gateway.stop()
    (good, broken) = collector.spans()
    name, attributes, fault = good
    assert str(attributes.pop("gen_ai.response.id")).startswith("resp_")
    assert str(attributes.pop("quire.key")).startswith("key_")
    first = attributes.pop("gen_ai.response.time_to_first_chunk")
    assert isinstance(first, float)
    assert first > 0
    assert (name, fault) == (f"chat {MODEL}", "")
    assert attributes == {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "127.0.0.1",
        "gen_ai.request.model": MODEL,
        "gen_ai.response.model": "scripted",
        "gen_ai.request.stream": True,
        "gen_ai.request.max_tokens": 99,
        "gen_ai.request.temperature": 0.5,
        "gen_ai.response.finish_reasons": ["stop"],
        "gen_ai.usage.input_tokens": 10,
        "gen_ai.usage.output_tokens": 20,
        "gen_ai.usage.cache_read.input_tokens": 4,
        "gen_ai.usage.reasoning.output_tokens": 5,
    }
    assert (broken[1]["error.type"], broken[2]) == ("failed", "failed")
    assert not any(CANARY.encode() in body for _, body in collector.bodies)
    metrics = collector.metrics()
    assert set(metrics) == {
        "gen_ai.client.operation.duration",
        "gen_ai.client.operation.time_to_first_chunk",
        "gen_ai.client.operation.time_per_output_chunk",
        "gen_ai.client.token.usage",
        "gen_ai.client.inference.usage.input_tokens",
        "gen_ai.client.inference.usage.output_tokens",
        "gen_ai.client.inference.usage.cache_read.input_tokens",
        "gen_ai.client.inference.usage.reasoning.output_tokens",
        "gen_ai.client.inference.operation.input_tokens",
        "gen_ai.client.inference.operation.output_tokens",
        "gen_ai.server.request.duration",
        "gen_ai.server.time_to_first_token",
        "gen_ai.server.time_per_output_token",
    }
    usage = [p for p in metrics["gen_ai.client.token.usage"] if "error.type" not in p]
    about = {
        "gen_ai.operation.name": "chat", "gen_ai.provider.name": "127.0.0.1",
        "gen_ai.request.model": MODEL, "gen_ai.response.model": "scripted", "count": 1,
    }  # fmt: skip
    assert sorted(usage, key=lambda point: str(point["gen_ai.token.type"])) == [
        {**about, "gen_ai.token.type": "input", "sum": 10},
        {**about, "gen_ai.token.type": "output", "sum": 20},
    ]


def test_zero_data_retention_leaves_counts_alone(start: Start, collector: Collector) -> None:
    gateway = start(*flags(collector, "gateway.telemetry.names=newest"))
    gateway.client().responses.create(
        model="quire/mini", input=CANARY, extra_headers={"x-zero-data-retention": "true"}
    )
    gateway.stop()
    assert collector.spans() == []
    metrics = collector.metrics()
    assert "gen_ai.client.token.usage" not in metrics  # of the older family of names
    assert "gen_ai.client.inference.usage.input_tokens" in metrics
    (duration,) = metrics["gen_ai.server.request.duration"]
    assert duration["count"] == 1
    assert not any(CANARY.encode() in body for _, body in collector.bodies)


def test_a_collector_that_is_away_harms_nobody(start: Start) -> None:
    gateway = start("-c", "gateway.telemetry.endpoint=http://127.0.0.1:9")
    made = gateway.client().responses.create(model="quire/mini", input="hi")
    assert made.status == "completed"
    assert gateway.stop() == 0
