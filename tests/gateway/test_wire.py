"""What the wire of the real API shows: keys, defaults, headers and codes, one by one."""

from __future__ import annotations

import openai
import pytest

from .conftest import Gateway, Script, Start

Unnamed = dict[str, None]
MODEL = "quire/standard"


def test_the_words_and_the_effort_stand_in_the_response(gateway: Gateway) -> None:
    raw = gateway.client().responses.with_raw_response.create(model=MODEL, input="hello")
    body = raw.http_response.json()
    assert body["output_text"] == body["output"][-1]["content"][0]["text"]
    assert body["reasoning"] == {"effort": "medium", "summary": None}
    assert raw.headers["x-generation-id"] == "gen-" + body["id"].removeprefix("resp_")
    assert raw.headers["openai-version"] == "2020-10-01"
    assert raw.headers["openai-processing-ms"].isdigit()
    assert raw.parse().output_text == body["output_text"]


def test_an_effort_that_is_none_of_the_words_is_refused(gateway: Gateway) -> None:
    with pytest.raises(openai.BadRequestError, match="'none', 'minimal', 'low'") as caught:
        gateway.client().responses.create(
            model=MODEL, input="hello", extra_body={"reasoning": {"effort": "huge"}}
        )
    assert (caught.value.code, caught.value.param) == ("unsupported_value", "reasoning.effort")


@pytest.mark.parametrize("named", [{}, {"model": None}], ids=["left out", "null"])
def test_a_fallback_list_may_stand_for_the_model(gateway: Gateway, named: Unnamed) -> None:
    fields = {**named, "models": [MODEL], "input": "hello"}
    made = gateway.client().post("/responses", body=fields, cast_to=dict[str, object])
    assert made["model"] == MODEL
    chat = {**named, "models": [MODEL], "messages": [{"role": "user", "content": "hello"}]}
    said = gateway.client().post("/chat/completions", body=chat, cast_to=dict[str, object])
    assert said["model"] == MODEL


def test_a_model_is_found_by_each_of_its_names(start: Start, script: Script) -> None:
    client = start(upstream=script({"text": "hi"})).client()
    names = ("gpt-5.1-codex", "openai/gpt-5.1-codex", "openai/gpt-5-1-codex")
    found = [client.models.retrieve(name) for name in names]
    assert found[0] == found[1] == found[2]
    told = found[0].to_dict()
    assert (told["created"], told["owned_by"]) == (1_762_992_000, "openai")
    assert (told["context_window"], told["max_tokens"]) == (400_000, 128_000)
    assert told["supported_endpoints"] == ["/v1/responses"]
    assert told["shutdown_date"] == "2026-07-23"
