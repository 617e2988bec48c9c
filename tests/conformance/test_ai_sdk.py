"""The AI SDK of Vercel, unchanged, in three major versions, against the gateway."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.gateway.conftest import Gateway, Script, Start

NODE = Path(__file__).parent / "node"
VERSIONS = (5, 6, 7)

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not (NODE / "node_modules" / "ai7").exists(),
    reason="needs node and the AI SDK: npm install in tests/conformance/node",
)

USAGE = {
    "input_tokens": 1_000_000,
    "input_tokens_details": {"cached_tokens": 400_000},
    "output_tokens": 100_000,
    "output_tokens_details": {"reasoning_tokens": 50_000},
    "total_tokens": 1_100_000,
}
COST = 600_000 * 1.25e-6 + 400_000 * 0.125e-6 + 100_000 * 10e-6
BLUE = {"reasoning": "Rayleigh.", "text": "It scatters.", "usage": USAGE}
ENCRYPTED = {"type": "reasoning", "id": "rs_9", "encrypted_content": "opaque",
             "summary": [{"type": "summary_text", "text": "Hm."}]}  # fmt: skip
CALL = {"type": "function_call", "call_id": "c1", "name": "look", "arguments": '{"at":"home"}'}


def play(version: int, gateway: Gateway, scene: str) -> dict[str, Any]:
    """Play one scene of the driver and return what the SDK saw."""
    origin = gateway.address.removesuffix("/v1")
    done = subprocess.run(
        ["node", NODE / "gateway.mjs", str(version), origin, gateway.key, scene],
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    seen: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return seen


def asked(folder: Path) -> list[dict[str, Any]]:
    """Return what the scripted upstream was asked."""
    return [json.loads(line)["body"] for line in (folder / "asked.jsonl").read_text().splitlines()]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_line_of_the_product_page_works(start: Start, script: Script, version: int) -> None:
    seen = play(version, start(upstream=script(BLUE)), "stream")
    usage = seen.pop("usage")
    gateway = seen.pop("gateway")
    assert seen == {
        "text": "It scatters.",
        "reasoning": "Rayleigh.",
        "finishReason": "stop",
        "model": "scripted",
    }
    assert (usage["inputTokens"], usage["outputTokens"]) == (1_000_000, 100_000)
    assert usage["totalTokens"] == 1_100_000
    cached, thought = (
        (usage["inputTokenDetails"]["cacheReadTokens"], usage["outputTokenDetails"])
        if version == 7
        else (usage["cachedInputTokens"], usage)
    )
    assert (cached, thought["reasoningTokens"]) == (400_000, 50_000)
    assert gateway["generationId"].startswith("gen_")
    assert float(gateway["cost"]) == pytest.approx(COST)
    assert gateway["routing"]["finalProvider"] == "127.0.0.1"


@pytest.mark.parametrize("version", VERSIONS)
def test_a_whole_answer_with_an_image(
    start: Start, script: Script, tmp_path: Path, version: int
) -> None:
    seen = play(version, start(upstream=script(BLUE)), "generate")
    assert (seen["text"], seen["reasoning"], seen["finishReason"]) == (
        "It scatters.",
        "Rayleigh.",
        "stop",
    )
    (body,) = asked(tmp_path)
    system, user = body["input"]
    assert (system["role"], body["reasoning"], body["prompt_cache_key"]) == (
        "system",
        {"effort": "high"},
        "k",
    )
    assert user["content"] == [
        {"type": "input_text", "text": "What is this?"},
        {"type": "input_image", "image_url": "data:image/png;base64,iVBORw==", "detail": "auto"},
    ]
    assert "providerOptions" not in body


@pytest.mark.parametrize("version", VERSIONS)
def test_a_tool_is_called_and_reasoning_goes_back(
    start: Start, script: Script, tmp_path: Path, version: int
) -> None:
    upstream = script({"items": [ENCRYPTED, CALL]}, {"text": "A tree."})
    seen = play(version, start(upstream=upstream), "tools")
    assert seen == {"text": "A tree.", "results": ["a tree at home"]}
    _, second = asked(tmp_path)
    user, reasoning, call, output = second["input"]
    assert user["role"] == "user"
    assert reasoning == ENCRYPTED
    assert (call["call_id"], json.loads(call["arguments"])) == ("c1", {"at": "home"})
    assert (output["call_id"], output["output"]) == ("c1", "a tree at home")


@pytest.mark.parametrize("version", VERSIONS)
def test_an_unknown_model_is_the_sdks_own_error(start: Start, version: int) -> None:
    seen = play(version, start(), "unknown")
    assert (seen["name"], seen["status"]) == ("GatewayModelNotFoundError", 404)
    assert "'quire/nothing'" in seen["message"]


@pytest.mark.parametrize("version", VERSIONS)
def test_an_answer_that_breaks_is_an_error_of_the_stream(
    start: Start, script: Script, version: int
) -> None:
    upstream = script({"text": "Half", "fault": "cut", "after": 6})
    (error,) = play(version, start(upstream=upstream), "broken")["errors"]
    assert "The connection to 127.0.0.1 broke" in error


@pytest.mark.parametrize("version", VERSIONS)
def test_models_credits_and_generations_are_read(
    start: Start, script: Script, version: int
) -> None:
    seen = play(version, start(upstream=script(BLUE)), "lookups")
    assert {"openai/gpt-5.1-codex", "quire/standard"} <= set(seen["models"])
    assert (seen["balance"], seen["totalUsed"]) == ("Infinity", "0.000000")
    if "generation" in seen:
        generation = seen["generation"]
        assert (generation["providerName"], generation["streamed"]) == ("127.0.0.1", False)
        assert generation["totalCost"] == pytest.approx(COST)
        (row,) = seen["report"]
        assert (row["inputTokens"], row["requestCount"]) == (1_000_000, 1)
        assert row["totalCost"] == pytest.approx(COST)
