"""OpenRouter's dialect through a real server: chat with cost, lists, lookups, its errors."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import pytest

from .conftest import Gateway, Script, Start, run_quire

USAGE = {
    "input_tokens": 1_000_000,
    "input_tokens_details": {"cached_tokens": 400_000},
    "output_tokens": 100_000,
    "output_tokens_details": {"reasoning_tokens": 50_000},
    "total_tokens": 1_100_000,
}
COST = 600_000 * 1.25e-6 + 400_000 * 0.125e-6 + 100_000 * 10e-6
ENCRYPTED = {"type": "reasoning", "id": "rs_9", "encrypted_content": "opaque",
             "summary": [{"type": "summary_text", "text": "Hm."}]}  # fmt: skip
SAID = {"type": "message", "role": "assistant",
        "content": [{"type": "output_text", "text": "Hi.", "annotations": []}]}  # fmt: skip
CODEX = {"model": "openai/gpt-5.1-codex", "messages": [{"role": "user", "content": "hi"}]}


class Router:
    """A client of the paths below /api/v1."""

    def __init__(self, gateway: Gateway, key: str | None = None) -> None:
        self._base = gateway.address.replace("/v1", "/api/v1")
        self._headers = {"authorization": f"Bearer {key or gateway.key}", "x-title": "Test"}

    def get(self, path: str, **query: str | int) -> httpx2.Response:
        return httpx2.get(f"{self._base}{path}", params=query, headers=self._headers)

    def post(self, path: str, **body: object) -> httpx2.Response:
        return httpx2.post(f"{self._base}{path}", json=body, headers=self._headers, timeout=20)


def test_a_chat_tells_its_cost_reasoning_and_provider(start: Start, script: Script) -> None:
    upstream = script({"items": [ENCRYPTED, SAID], "usage": USAGE})
    router = Router(start(upstream=upstream))
    got = router.post("/chat/completions", **CODEX, reasoning={"effort": "high"})
    body = got.json()
    assert got.headers["x-generation-id"] == body["id"]
    assert body["id"].startswith("gen-")
    assert body["provider"] == "127.0.0.1"
    (choice,) = body["choices"]
    assert choice["finish_reason"] == choice["native_finish_reason"] == "stop"
    assert choice["message"]["reasoning"] == "Hm."
    mark = {"id": "rs_9", "format": "openai-responses-v1"}
    assert choice["message"]["reasoning_details"] == [
        {"type": "reasoning.summary", "summary": "Hm.", **mark, "index": 0},
        {"type": "reasoning.encrypted", "data": "opaque", **mark, "index": 1},
    ]
    assert body["usage"] == {
        "prompt_tokens": 1_000_000,
        "completion_tokens": 100_000,
        "total_tokens": 1_100_000,
        "prompt_tokens_details": {"cached_tokens": 400_000, "cache_write_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": 50_000},
        "cost": pytest.approx(COST),
        "cost_details": {
            "upstream_inference_cost": pytest.approx(COST),
            "upstream_inference_prompt_cost": pytest.approx(COST - 1.0),
            "upstream_inference_completions_cost": pytest.approx(1.0),
        },
        "is_byok": False,
    }


def test_reasoning_details_go_back_to_the_upstream_unchanged(
    start: Start, script: Script, tmp_path: Path
) -> None:
    upstream = script({"items": [ENCRYPTED, SAID]}, {"text": "More."})
    router = Router(start(upstream=upstream))
    first = router.post("/chat/completions", **CODEX, reasoning={"enabled": True}).json()
    message = first["choices"][0]["message"]
    again = [*CODEX["messages"], message, {"role": "user", "content": "more"}]
    router.post("/chat/completions", model=CODEX["model"], messages=again)
    lines = (tmp_path / "asked.jsonl").read_text().splitlines()
    sent = json.loads(lines[1])["body"]["input"]
    assert [item["type"] for item in sent] == ["message", "reasoning", "message", "message"]
    assert sent[1] == ENCRYPTED | {"type": "reasoning"}


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ({}, True),
        ({"include_reasoning": True}, True),
        ({"include_reasoning": False}, False),
        ({"reasoning": {"effort": "low", "exclude": True}}, False),
    ],
)
def test_reasoning_is_shown_or_hidden(
    start: Start, script: Script, fields: dict[str, object], shown: bool
) -> None:
    router = Router(start(upstream=script({"items": [ENCRYPTED, SAID], "times": 2})))
    message = router.post("/chat/completions", **CODEX, **fields).json()["choices"][0]["message"]
    assert ("reasoning_details" in message) is shown
    stream = router.post("/chat/completions", **CODEX, **fields, stream=True).text
    assert ("reasoning_details" in stream) is shown


def test_a_stream_begins_with_a_comment_and_ends_with_usage(start: Start, script: Script) -> None:
    router = Router(start(upstream=script({"reasoning": "Hm.", "text": "Hi.", "usage": USAGE})))
    frames = router.post("/chat/completions", **CODEX, stream=True).text.split("\n\n")
    assert frames[0] == ": OPENROUTER PROCESSING"
    assert frames[-2:] == ["data: [DONE]", ""]
    chunks = [json.loads(frame.removeprefix("data: ")) for frame in frames[1:-2]]
    assert {chunk["provider"] for chunk in chunks} == {"127.0.0.1"}
    assert chunks[-1]["choices"] == []
    assert chunks[-1]["usage"]["cost"] == pytest.approx(COST)
    details = [
        detail
        for chunk in chunks[:-1]
        for detail in chunk["choices"][0]["delta"].get("reasoning_details", ())
    ]
    assert [detail["summary"] for detail in details] == ["Hm."]


def test_a_failing_model_is_replaced_by_the_next_of_the_list(start: Start, script: Script) -> None:
    router = Router(start(upstream=script({"fault": "context_length"}, {"text": "Small."})))
    body = router.post("/chat/completions", **CODEX, models=["gpt-5.1-codex-mini"]).json()
    assert body["choices"][0]["message"]["content"] == "Small."


def test_responses_are_served_below_the_same_path(gateway: Gateway) -> None:
    body = Router(gateway).post("/responses", model="quire/mini", input="hello").json()
    assert body["object"] == "response"
    assert body["usage"]["cost"] == 0.0


def test_models_are_listed_with_prices_as_strings(start: Start, script: Script) -> None:
    router = Router(start(upstream=script()))
    body = router.get("/models").json()
    known = {model["id"]: model for model in body["data"]}
    assert body["total_count"] == len(known) == 7
    codex = known["openai/gpt-5.1-codex"]
    assert codex["name"] == "OpenAI: GPT-5.1-Codex"
    assert codex["context_length"] == 400_000
    assert datetime.fromtimestamp(codex["created"], UTC).date().isoformat() == "2025-11-13"
    assert codex["architecture"]["modality"] == "text+image->text"
    pricing = {
        name: codex["pricing"][name] for name in ("prompt", "completion", "input_cache_read")
    }
    assert pricing == {
        "prompt": "0.00000125",
        "completion": "0.00001",
        "input_cache_read": "0.000000125",
    }
    assert known["quire/mini"]["pricing"]["prompt"] == "0"
    assert codex["reasoning"]["supported_efforts"] == ["low", "medium", "high"]
    seeing = router.get("/models", input_modalities="image", q="mini").json()["data"]
    assert [model["id"] for model in seeing] == ["openai/gpt-5.1-codex-mini"]
    assert len(router.get("/models", limit=2, offset=6).json()["data"]) == 1


def test_endpoints_show_measures_of_real_answers(start: Start, script: Script) -> None:
    router = Router(start(upstream=script({"text": "Hi.", "usage": USAGE, "times": 12})))
    path = "/models/openai/gpt-5-1-codex/endpoints"
    (before,) = router.get(path).json()["data"]["endpoints"]
    assert (before["uptime_last_5m"], before["latency_last_30m"]) == (None, None)
    for _ in range(12):
        router.post("/chat/completions", **CODEX)
    (after,) = router.get(path).json()["data"]["endpoints"]
    assert after["uptime_last_1d"] == 100.0
    assert 0 < after["latency_last_30m"]["p50"] <= after["latency_last_30m"]["p99"] < 20_000
    assert after["throughput_last_30m"]["p50"] >= after["throughput_last_30m"]["p99"] > 0
    assert (after["status"], after["model_id"]) == (0, "openai/gpt-5.1-codex")
    assert router.get("/models/nobody/nothing-9/endpoints").status_code == 200  # it asks for all
    assert router.get("/models/quire/huge/endpoints").json()["error"]["code"] == 404


def test_a_generation_is_found_by_its_id(start: Start, script: Script) -> None:
    router = Router(start(upstream=script({"text": "Hi.", "usage": USAGE})))
    made = router.post("/chat/completions", **CODEX).json()
    data = router.get("/generation", id=made["id"]).json()["data"]
    told = {name: data[name] for name in ("id", "provider_name", "streamed", "finish_reason")}
    assert told == {
        "id": made["id"],
        "provider_name": "127.0.0.1",
        "streamed": False,
        "finish_reason": "stop",
    }
    assert data["total_cost"] == pytest.approx(COST)
    assert (data["native_tokens_cached"], data["native_tokens_reasoning"]) == (400_000, 50_000)
    assert router.get("/generation", id="gen-0").json()["error"]["code"] == 404


def test_credits_key_and_activity_follow_what_was_spent(start: Start, script: Script) -> None:
    gateway = start(upstream=script({"text": "Hi.", "usage": USAGE}))
    key = run_quire(gateway.home, "keys", "create", "team", "--day", "50").strip()
    router = Router(gateway, key)
    router.post("/chat/completions", **CODEX, max_completion_tokens=1000)
    held = router.get("/key").json()["data"]
    assert held["usage"] == held["usage_daily"] == held["usage_monthly"] == pytest.approx(COST)
    assert (held["limit"], held["limit_reset"]) == (50.0, "daily")
    assert held["limit_remaining"] == pytest.approx(50.0 - COST)
    assert router.get("/credits").json()["data"]["total_usage"] == pytest.approx(COST)
    (row,) = router.get("/activity").json()["data"]
    assert (row["requests"], row["prompt_tokens"], row["provider_name"]) == (
        1,
        1_000_000,
        "127.0.0.1",
    )
    assert router.get("/activity", date="2020-01-01").json() == {"data": []}


@pytest.mark.parametrize(
    ("body", "status", "kind"),
    [
        ({**CODEX, "model": "quire/none"}, 404, "not_found"),
        ({**CODEX}, 503, "provider_unavailable"),
        ({**CODEX, "n": 3}, 400, "invalid_request"),
        ({**CODEX, "provider": {"order": 7}}, 400, "invalid_request"),
        ({**CODEX, "reasoning_effort": "low", "reasoning": {"effort": "high"}}, 400,
         "invalid_request"),
    ],
)  # fmt: skip
def test_errors_have_integer_codes(
    gateway: Gateway, body: dict[str, object], status: int, kind: str
) -> None:
    got = Router(gateway).post("/chat/completions", **body)
    error = got.json()["error"]
    assert (got.status_code, error["code"], error["metadata"]["error_type"]) == (
        status,
        status,
        kind,
    )


def test_an_upstreams_words_are_told_as_its_own(start: Start, script: Script) -> None:
    router = Router(start(upstream=script({"fault": "unauthorized"})))
    error = router.post("/chat/completions", **CODEX).json()["error"]
    told = error["metadata"]
    assert (error["code"], told["error_type"], told["provider_name"]) == (
        502, "provider_unavailable", "127.0.0.1",
    )  # fmt: skip
    assert told["raw"].startswith("127.0.0.1 answered 401: ")


def test_a_wrong_key_and_a_wrong_path_have_integer_codes_too(gateway: Gateway) -> None:
    wrong = Router(gateway, "sk-wrong").get("/models").json()["error"]
    assert (wrong["code"], wrong["metadata"]["error_type"]) == (401, "authentication")
    assert Router(gateway).get("/nowhere").json()["error"]["code"] == 404


def test_an_answer_that_breaks_tells_it_in_its_last_chunk(start: Start, script: Script) -> None:
    router = Router(start(upstream=script({"text": "Half", "fault": "cut", "after": 6})))
    frames = router.post("/chat/completions", **CODEX, stream=True).text.split("\n\n")
    chunks = [json.loads(frame[6:]) for frame in frames if frame.startswith("data: {")]
    broken = next(chunk for chunk in chunks if "error" in chunk)
    assert broken["error"]["code"] == 502
    assert broken["choices"][0]["finish_reason"] == "error"


def test_zero_retention_asks_only_where_there_is_an_agreement(start: Start) -> None:
    router = Router(start(upstream="http://192.0.2.1/v1"))
    got = router.post("/chat/completions", **CODEX, provider={"zdr": True})
    assert got.status_code == 503
    assert "192.0.2.1 has no agreement on zero data retention" in got.json()["error"]["message"]
    engine = {**CODEX, "model": "quire/mini"}
    assert router.post("/chat/completions", **engine, provider={"zdr": True}).status_code == 200
