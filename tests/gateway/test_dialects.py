"""Six upstreams, each with its own spelling, tools, efforts and errors, behind one address."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import openai
import pytest

from .conftest import Gateway, Script, Start, asked, serving
from .upstreams import ANSWER, Canned, canned

KEYS = {
    "openai": "OPENAI_API_KEY",
    "openrouter": "OPENROUTER_API_KEY",
    "vercel": "AI_GATEWAY_API_KEY",
    "cometapi": "COMETAPI_KEY",
    "aimlapi": "AIMLAPI_KEY",
    "vllm": "",
}
TOOLS: Any = [
    {"type": "shell"},
    {"type": "apply_patch"},
    {"type": "custom", "name": "note"},
    {"type": "function", "name": "look", "parameters": {}, "strict": False},
]
# The model's spelling, and the kinds that the tools arrive as.
NATIVE = ["shell", "apply_patch", "custom", "function"]
PLAYED = ["function"] * 4
WANTED = {
    "openai": ("gpt-5.1-codex", NATIVE),
    "openrouter": ("openai/gpt-5.1-codex", PLAYED),
    "vercel": ("openai/gpt-5.1-codex", NATIVE),
    "cometapi": ("gpt-5.1-codex", NATIVE),
    "aimlapi": ("openai/gpt-5-1-codex", PLAYED),
}
CHAT_ANSWER = {
    "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "qwen3",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "An answer."},
                 "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 10, "completion_tokens": 20, "total_tokens": 30},
}  # fmt: skip


class Behind:
    """A gateway, and the upstreams behind it by their names."""

    def __init__(self, gateway: Gateway, upstreams: dict[str, Canned]) -> None:
        """Ask `gateway`; every upstream answers and refuses as its attributes say."""
        self.gateway = gateway
        self.upstreams = upstreams

    def ask(self, name: str, **fields: object) -> dict[str, Any]:
        """Ask one upstream through the gateway; return the response as JSON."""
        body = {"input": "hi", "provider": {"only": [name]}, "model": "gpt-5.1-codex", **fields}
        return self.gateway.client().post("/responses", body=body, cast_to=dict[str, Any])

    def asked(self, name: str) -> dict[str, Any]:
        """Return what an upstream was asked last."""
        body: dict[str, Any] = json.loads(self.upstreams[name].bodies[-1])
        return body


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    """One gateway for all tests of the module."""
    home: Path = tmp_path_factory.mktemp("home")
    with ExitStack() as stack:
        upstreams = {name: stack.enter_context(canned()) for name in KEYS}
        wishes = [f"models.providers.{name}.base_url={each.address}"
                  for name, each in upstreams.items()]  # fmt: skip
        flags = [word for wish in wishes for word in ("-c", wish)]
        (home / "config.toml").write_text('[models.successors]\n"gpt-5-codex" = "gpt-5.1-codex"\n')
        keys = {key: f"key-of-{name}" for name, key in KEYS.items() if key}
        gateway = stack.enter_context(serving(home, *flags, environment=keys))
        yield Behind(gateway, upstreams)


@pytest.mark.parametrize("name", WANTED)
def test_each_upstream_is_asked_in_its_own_words(behind: Behind, name: str) -> None:
    made = behind.ask(name, tools=TOOLS, reasoning={"effort": "none"}, models=[], user="me")
    assert (made["output_text"], made["quire"]["provider"]) == ("An answer.", name)
    assert [tool["type"] for tool in made["tools"]] == NATIVE
    body = behind.asked(name)
    assert (body["model"], [tool["type"] for tool in body["tools"]]) == WANTED[name]
    assert (body["reasoning"]["effort"], body["store"], body["user"]) == ("low", False, "me")
    assert {"provider", "models", "previous_response_id"} & set(body) == set()
    assert behind.upstreams[name].keys[-1] == f"Bearer key-of-{name}"


def test_a_chat_server_is_asked_in_chat(behind: Behind) -> None:
    behind.upstreams["vllm"].answer = (200, CHAT_ANSWER)
    made = behind.ask("vllm", model="vllm/qwen3", tools=TOOLS)
    assert made["output_text"] == "An answer."
    assert made["usage"]["total_tokens"] == 30
    body = behind.asked("vllm")
    assert (body["model"], [tool["type"] for tool in body["tools"]]) == ("qwen3", PLAYED)
    assert body["messages"] == [{"role": "user", "content": "hi"}]


def test_an_answer_without_a_status_is_whole(behind: Behind) -> None:
    bare = {key: value for key, value in ANSWER.items() if key != "status"}
    behind.upstreams["aimlapi"].answer = (200, {**bare, "output_text": "An answer."})
    made = behind.ask("aimlapi")
    assert (made["status"], made["output_text"]) == ("completed", "An answer.")
    assert made["usage"]["output_tokens_details"] == {"reasoning_tokens": 0}
    behind.upstreams["aimlapi"].answer = (200, ANSWER)


REFUSALS: dict[str, tuple[int, object, int, str]] = {
    "aimlapi": (
        403, {"message": "Run out of credits", "path": "/v1", "requestId": "r",
              "statusCode": "403"}, 502, "Run out of credits",
    ),
    "openrouter": (
        402, {"error": {"code": 402, "message": "No credits", "metadata": {"raw": "r"}}}, 502,
        "No credits",
    ),
    "openai": (
        404, {"error": {"message": "The model does not exist", "code": "model_not_found",
                        "type": "invalid_request_error", "param": None}}, 404, "successor",
    ),
    "vllm": (
        400, {"object": "error", "message": "Too many stops", "type": "BadRequestError"}, 400,
        "Too many stops",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_is_told_in_its_words(behind: Behind, name: str) -> None:
    status, body, told, words = REFUSALS[name]
    before = behind.upstreams[name].answer
    behind.upstreams[name].answer = (status, body)
    model = "vllm/qwen3" if name == "vllm" else "gpt-5.1-codex"
    with pytest.raises(openai.APIStatusError, match=words) as caught:
        behind.ask(name, model=model)
    assert caught.value.status_code == told
    behind.upstreams[name].answer = before


def test_a_retired_model_runs_as_its_successor(behind: Behind) -> None:
    made = behind.ask("cometapi", model="openai/gpt-5-codex")
    assert behind.asked("cometapi")["model"] == "gpt-5.1-codex"
    assert (made["model"], made["quire"]["model"]) == ("gpt-5.1-codex", "gpt-5.1-codex")


def test_the_next_model_of_a_list_answers_when_the_first_cannot(behind: Behind) -> None:
    behind.upstreams["openai"].answer = (404, REFUSALS["openai"][1])
    body: Any = {"model": "gpt-5.1-codex-max", "models": ["vllm/qwen3"], "input": "hi",
                 "provider": {"only": ["openai", "vllm"]}}  # fmt: skip
    behind.upstreams["vllm"].answer = (200, CHAT_ANSWER)
    client = behind.gateway.client()
    made: Any = client.post("/responses", body=body, cast_to=dict[str, object])
    assert (made["model"], made["quire"]["provider"]) == ("qwen3", "vllm")
    behind.upstreams["openai"].answer = (200, ANSWER)


@pytest.mark.parametrize("name", ["openai", "aimlapi", "vllm"])
def test_tools_that_an_upstream_cannot_take_are_named(behind: Behind, name: str) -> None:
    behind.upstreams["vllm"].answer = (200, CHAT_ANSWER)
    tools = [*TOOLS, {"type": "web_search"}, {"type": "mcp", "server_label": "x"}]
    model = "vllm/qwen3" if name == "vllm" else "gpt-5.1-codex"
    raw = behind.gateway.client().responses.with_raw_response.create(
        model=model, input="hi", tools=tools, extra_body={"provider": {"only": [name]}}
    )
    dropped = {"openai": None, "aimlapi": "web_search", "vllm": "web_search, mcp"}[name]
    assert raw.headers.get("x-quire-dropped-tools") == dropped
    kept = len(tools) - len((dropped or "").split())
    assert len(behind.asked(name)["tools"]) == kept


@pytest.mark.parametrize(("model", "thinks"), [("gpt-4.1-mini", False), ("gpt-5.1-codex", True)])
def test_only_models_that_think_are_asked_for_reasoning(
    behind: Behind, model: str, thinks: bool
) -> None:
    behind.ask("openai", model=model)
    assert behind.asked("openai").get("include", []) == ["reasoning.encrypted_content"] * thinks


def test_functions_of_a_namespace_are_played(start: Start, script: Script, tmp_path: Path) -> None:
    inner = {"type": "function", "name": "look", "parameters": {}, "strict": False}
    space = {"type": "namespace", "name": "mcp__eyes", "description": "", "tools": [inner]}
    wish = {"calls": [{"name": "mcp__eyes__look", "arguments": {"at": 1}}]}
    client = start("-c", "models.dialect=chat", upstream=script(wish, {"text": "A."})).client()
    tools: Any = [space, {**inner, "name": "mine"}]
    first = client.responses.create(model="m", input="Look.", tools=tools)
    (call,) = first.output
    told = call.to_dict()
    assert (told["type"], told["namespace"], told["name"]) == ("function_call", "mcp__eyes", "look")
    output: Any = {"type": "function_call_output", "call_id": told["call_id"], "output": "a tree"}
    client.responses.create(model="m", input=[output], tools=tools, previous_response_id=first.id)
    one, two = asked(tmp_path)
    offered: Any = one["tools"]
    assert [tool["function"]["name"] for tool in offered] == ["mcp__eyes__look", "mine"]
    messages: Any = two["messages"]
    (again,) = messages[1]["tool_calls"]
    assert again["function"] == {"name": "mcp__eyes__look", "arguments": '{"at":1}'}


def test_a_namespace_is_flat_where_only_functions_are_known(behind: Behind) -> None:
    inner = {"type": "function", "name": "look", "parameters": {}, "strict": False}
    space = {"type": "namespace", "name": "eyes", "description": "", "tools": [inner]}
    call = {"type": "function_call", "call_id": "c1", "namespace": "eyes", "name": "look",
            "arguments": "{}"}  # fmt: skip
    output = {"type": "function_call_output", "call_id": "c1", "output": "a tree"}
    behind.ask("aimlapi", tools=[space], input=[call, output])
    body = behind.asked("aimlapi")
    assert [tool["name"] for tool in body["tools"]] == ["eyes__look"]
    assert [item.get("name") for item in body["input"]] == ["eyes__look", None]
    behind.ask("openai", tools=[space], input=[call, output])
    assert behind.asked("openai")["tools"] == [space]
    assert behind.asked("openai")["input"][0]["namespace"] == "eyes"
