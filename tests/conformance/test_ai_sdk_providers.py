"""The AI SDK's own providers, unchanged: OpenAI's over Responses and chat, OpenRouter's."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.gateway.conftest import Gateway, Script, Start, asked

NODE = Path(__file__).parent / "node"
PROVIDERS = (
    (7, "responses"), (7, "chat"), (7, "openrouter"), (6, "openrouter"), (6, "responses"),
)  # fmt: skip
ALL = pytest.mark.parametrize(("version", "provider"), PROVIDERS)
EACH = pytest.mark.parametrize(("version", "provider"), PROVIDERS[:4])

pytestmark = pytest.mark.skipif(
    shutil.which("node") is None or not (NODE / "node_modules" / "openrouter7").exists(),
    reason="needs node and the AI SDK: npm install in tests/conformance/node",
)

THOUGHT = {"type": "reasoning", "id": "rs_9", "encrypted_content": "opaque",
           "summary": [{"type": "summary_text", "text": "Hm."}]}  # fmt: skip
CALL = {"type": "function_call", "call_id": "c1", "name": "look", "arguments": '{"at":"home"}'}
USAGE = {"input_tokens": 20, "output_tokens": 5, "total_tokens": 25}


def play(gateway: Gateway, version: int, provider: str, model: str, scene: str) -> dict[str, Any]:
    """Play one scene of the driver and return what the SDK saw."""
    origin = gateway.address.removesuffix("/v1")
    done = subprocess.run(
        ["node", NODE / "providers.mjs", str(version), provider, origin, gateway.key, model, scene],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    seen: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return seen


@ALL
def test_turns_build_on_each_other(
    start: Start, script: Script, tmp_path: Path, version: int, provider: str
) -> None:
    upstream = script(
        {"items": [THOUGHT, CALL], "usage": USAGE}, {"text": "A tree.", "usage": USAGE},
        {"text": "Still a tree.", "usage": USAGE},
    )  # fmt: skip
    seen = play(start(upstream=upstream), version, provider, "gpt-5.1-codex", "turns")
    assert seen == {
        "text": "A tree.", "results": ["a tree at home"], "again": "Still a tree.",
        "finish": "stop", "tokens": 40,
    }  # fmt: skip
    last: Any = asked(tmp_path)[2]["input"]
    thought = [] if provider == "chat" else ["reasoning"]  # chat of OpenAI has no reasoning
    assert [item.get("type", "message") for item in last] == [
        "message", *thought, "function_call", "function_call_output", "message", "message",
    ]  # fmt: skip
    assert [item["encrypted_content"] for item in last if "summary" in item] == (
        ["opaque"] if thought else []
    )


@EACH
def test_a_format_is_kept(
    start: Start, script: Script, tmp_path: Path, version: int, provider: str
) -> None:
    upstream = script({"text": '{"colour":"blue"}', "usage": USAGE})
    seen = play(start(upstream=upstream), version, provider, "gpt-5.1-codex", "object")
    assert seen == {"colour": "blue"}
    (body,) = asked(tmp_path)
    form: Any = body["text"]
    assert form["format"]["type"] == "json_schema"
    assert form["format"]["schema"]["required"] == ["colour"]


@EACH
def test_an_error_is_the_sdks_own(start: Start, version: int, provider: str) -> None:
    seen = play(start(), version, provider, "quire/nothing", "error")
    assert (seen["name"], seen["status"]) == ("AI_APICallError", 404)
    assert "'quire/nothing' does not exist here" in seen["message"]
