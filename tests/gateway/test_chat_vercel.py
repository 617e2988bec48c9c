"""Vercel AI Gateway's protocol through a real server: lists, report, errors."""

from __future__ import annotations

from pathlib import Path

import httpx2
import pytest

from .conftest import Gateway, Script, Start, serving

USAGE = {"input_tokens": 1_000_000, "output_tokens": 0, "total_tokens": 1_000_000}
PROMPT = [{"role": "user", "content": [{"type": "text", "text": "hi"}]}]


def call(
    gateway: Gateway, path: str, model: str, *, key: str = "", **headers: str
) -> httpx2.Response:
    """Make one call of the language-model protocol."""
    origin = gateway.address.removesuffix("/v1")
    told = {
        "authorization": f"Bearer {key or gateway.key}",
        "ai-gateway-auth-method": "api-key",
        **({"ai-language-model-id": model} if model else {}),
        **{name.replace("_", "-"): value for name, value in headers.items()},
    }
    return httpx2.post(origin + path, json={"prompt": PROMPT}, headers=told, timeout=20)


def get(gateway: Gateway, path: str, **query: str) -> httpx2.Response:
    """Ask for one of the lookups."""
    origin = gateway.address.removesuffix("/v1")
    headers = {"authorization": f"Bearer {gateway.key}"}
    return httpx2.get(origin + path, params=query, headers=headers)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/v1/ai/language-model", "stop"),
        ("/v3/ai/language-model", {"unified": "stop", "raw": "completed"}),
        ("/v4/ai/language-model", {"unified": "stop", "raw": "completed"}),
    ],
)
def test_the_engine_answers_in_each_version(gateway: Gateway, path: str, reason: object) -> None:
    body = call(gateway, path, "quire/standard").json()
    assert body["finishReason"] == reason
    assert body["content"][-1]["text"].startswith("Hello. I am quire/standard")
    assert body["providerMetadata"]["gateway"]["routing"]["finalProvider"] == "quire"


def test_the_upstream_that_stood_in_is_named(script: Script, tmp_path: Path) -> None:
    up, down = script({"text": "Hi.", "usage": USAGE}), "http://127.0.0.1:9/v1"
    wishes = [
        f"models.providers.{name}={{base_url='{address}',serves=['openai/*']}}"
        for name, address in (("first", down), ("second", up))
    ]
    flags = [word for wish in wishes for word in ("-c", wish)]
    with serving(tmp_path / "home", *flags) as gateway:
        told = call(gateway, "/v3/ai/language-model", "openai/gpt-5-1-codex").json()
    routing = told["providerMetadata"]["gateway"]["routing"]
    named = {name: routing[name] for name in ("originalModelId", "finalProvider")}
    assert named == {"originalModelId": "openai/gpt-5-1-codex", "finalProvider": "second"}
    assert routing["modelAttemptCount"] == 2
    assert routing["attempts"] == [
        {"provider": "first", "success": False, "error": "unreachable", "statusCode": 502},
        {"provider": "second", "success": True},
    ]


def test_a_stream_is_data_lines_and_done(gateway: Gateway) -> None:
    path = "/v3/ai/language-model"
    got = call(gateway, path, "quire/mini", ai_language_model_streaming="true")
    frames = got.text.split("\n\n")
    assert frames[-2:] == ["data: [DONE]", ""]
    assert all(frame.startswith("data: {") for frame in frames[:-2])


@pytest.mark.parametrize(
    ("model", "key", "status", "kind"),
    [
        ("quire/none", "", 404, "model_not_found"),
        ("openai/gpt-5.1-codex", "", 503, "internal_server_error"),
        ("", "", 400, "invalid_request_error"),
        ("quire/mini", "sk-wrong", 401, "authentication_error"),
    ],
)
def test_errors_have_their_types(
    gateway: Gateway, model: str, key: str, status: int, kind: str
) -> None:
    got = call(gateway, "/v3/ai/language-model", model, key=key)
    error = got.json()["error"]
    assert (got.status_code, error["type"]) == (status, kind)
    if kind == "model_not_found":
        assert error["param"] == {"modelId": model}


def test_what_is_not_served_is_not_found(gateway: Gateway) -> None:
    got = call(gateway, "/v3/ai/embedding-model", "openai/text-embedding-3-small")
    assert (got.status_code, got.json()["error"]["type"]) == (404, "not_found")


@pytest.mark.parametrize(("version", "told"), [("1", "v2"), ("3", "v3"), ("4", "v4")])
def test_models_name_the_protocols_version(gateway: Gateway, version: str, told: str) -> None:
    models = get(gateway, f"/v{version}/ai/config").json()["models"]
    assert [model["id"] for model in models] == ["quire/mini", "quire/standard", "quire/max"]
    assert models[0]["specification"] == {
        "specificationVersion": told,
        "provider": "quire",
        "modelId": "quire/mini",
    }
    assert models[0]["pricing"] == {"input": "0", "output": "0", "input_cache_read": "0"}


def test_a_report_adds_up_what_was_spent(start: Start, script: Script) -> None:
    gateway = start(upstream=script({"text": "Hi.", "usage": USAGE, "times": 2}))
    for _ in range(2):
        made = call(gateway, "/v3/ai/language-model", "gpt-5.1-codex").json()
    identity = made["providerMetadata"]["gateway"]["generationId"]
    data = get(gateway, "/v1/generation", id=identity).json()["data"]
    assert (data["id"], data["total_cost"], data["native_tokens_prompt"]) == (
        identity,
        pytest.approx(1.25),
        1_000_000,
    )
    (row,) = get(gateway, "/v1/report").json()["results"]
    assert (row["request_count"], row["total_cost"]) == (2, pytest.approx(2.5))
    (row,) = get(gateway, "/v1/report", group_by="provider").json()["results"]
    assert row["provider"] == "127.0.0.1"
    hourly = get(gateway, "/v1/report", group_by="day", date_part="hour").json()["results"]
    assert sum(each["request_count"] for each in hourly) == 2
    past = get(gateway, "/v1/report", start_date="2020-01-01", end_date="2020-01-02")
    assert past.json() == {"results": []}
    wrong = get(gateway, "/v1/report", group_by="moon")
    assert (wrong.status_code, wrong.json()["error"]["param"]) == (400, "group_by")
    assert get(gateway, "/v1/credits").json() == {"balance": "Infinity", "total_used": "2.500000"}
