"""What requests say of their route, in the words of two gateways."""

from __future__ import annotations

import msgspec
import pytest

from quire.errors import InvalidRequest
from quire.models.catalogue import LONGEST_NAME
from quire.models.preferences import MaxPrice, Preferences, preferences_of
from quire.protocol.items import user
from quire.protocol.requests import Request, Thinking, read_request

PLAIN = Preferences(models=("m",))


def asked(**fields: object) -> Preferences:
    body = {"model": "m", "input": "hi", **fields}
    return preferences_of(read_request(msgspec.json.encode(body)))


def changed(**fields: object) -> Preferences:
    return msgspec.structs.replace(PLAIN, **fields)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, PLAIN),
        ({"models": ["n", "m", "o"]}, changed(models=("m", "n", "o"))),
        ({"model": "m:nitro"}, changed(sort="throughput")),
        ({"model": "m:floor", "models": ["n:floor"]}, changed(models=("m", "n"), sort="price")),
        ({"model": "qwen:8b"}, changed(models=("qwen:8b",))),
        (
            {"provider": {"order": ["OpenAI"], "only": ["a", "B"], "ignore": ["c"]}},
            changed(order=("openai",), only=("a", "b"), ignore=("c",)),
        ),
        ({"provider": {"allow_fallbacks": False}}, changed(allow_fallbacks=False)),
        ({"provider": {"require_parameters": True}}, changed(require_parameters=True)),
        ({"provider": {"data_collection": "deny"}}, changed(data_collection="deny")),
        ({"provider": {"zdr": True}}, changed(zdr=True)),
        ({"provider": {"sort": "latency"}}, changed(sort="latency")),
        ({"provider": {"sort": "exacto"}}, PLAIN),
        (
            {"provider": {"sort": {"by": "price", "partition": "none"}}},
            changed(sort="price", partition="none"),
        ),
        (
            {"provider": {"max_price": {"prompt": "1.5", "completion": 2}}},
            changed(max_price=MaxPrice(prompt=1.5, completion=2.0)),
        ),
        ({"provider": {"quantizations": ["fp8"], "new_key": 1}}, PLAIN),
        ({"provider": None}, PLAIN),
        ({"session_id": "s"}, changed(session="s")),
        ({"prompt_cache_key": "k", "session_id": "s"}, changed(session="k")),
        (
            {"providerOptions": {"gateway": {"order": ["a"], "only": ["a"], "models": ["n"]}}},
            changed(models=("m", "n"), order=("a",), only=("a",)),
        ),
        ({"providerOptions": {"gateway": {"sort": "ttft"}}}, changed(sort="latency")),
        ({"providerOptions": {"gateway": {"sort": "cost"}}}, changed(sort="price")),
        ({"providerOptions": {"gateway": {"sort": "tps"}}}, changed(sort="throughput")),
        ({"providerOptions": {"gateway": {"zeroDataRetention": True}}}, changed(zdr=True)),
        (
            {"providerOptions": {"gateway": {"disallowPromptTraining": True}}},
            changed(data_collection="deny"),
        ),
        ({"providerOptions": {"openai": {"reasoningEffort": "low"}}}, PLAIN),
        (
            {
                "temperature": 0.1,
                "text": {"format": {"type": "json_schema"}},
                "provider": {"require_parameters": True},
            },
            changed(
                require_parameters=True,
                parameters=frozenset({"temperature", "response_format", "structured_outputs"}),
            ),
        ),
    ],
)
def test_a_wish_is_read(fields: dict[str, object], expected: Preferences) -> None:
    assert asked(**fields) == expected


def test_what_a_request_sends_goes_by_chats_names() -> None:
    request = Request(
        model="m",
        input=(user("hi"),),
        tools=({"type": "shell"},),
        tool_choice="auto",
        reasoning=Thinking(effort="low"),
        max_output_tokens=99,
        rest={"provider": {"require_parameters": True}},
    )
    assert preferences_of(request).parameters == frozenset(
        {"tools", "tool_choice", "reasoning", "max_completion_tokens"}
    )
    assert preferences_of(request, zdr=True).zdr


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"models": "n"}, "models"),
        ({"provider": {"order": "openai"}}, "provider.order"),
        ({"provider": {"max_price": {"prompt": "cheap"}}}, "provider.max_price.prompt"),
        ({"provider": {"max_price": {"completion": "nan"}}}, "provider.max_price.completion"),
        ({"provider": {"max_price": {"completion": "x" * 999}}}, "provider.max_price.completion"),
        ({"provider": {"sort": "x" * 999}}, "provider.sort"),
        ({"provider": []}, "provider"),
        ({"provider": {"sort": "beauty"}}, "provider.sort"),
        ({"providerOptions": {"gateway": {"sort": "x"}}}, "providerOptions.gateway.sort"),
        ({"providerOptions": {"gateway": {"only": 3}}}, "providerOptions.gateway.only"),
    ],
)
def test_a_wrong_wish_is_named(fields: dict[str, object], param: str) -> None:
    with pytest.raises(InvalidRequest) as raised:
        asked(**fields)
    assert raised.value.param == param
    assert len(raised.value.message) < 300


@pytest.mark.parametrize("name", ["model", "prompt_cache_key"])
def test_overlong_names_are_heeded_and_not_remembered(name: str) -> None:
    longest = {name: "n" * LONGEST_NAME}
    assert asked(**longest) is asked(**longest)
    overlong = {name: "n" * (LONGEST_NAME + 1)}
    assert asked(**overlong) == asked(**overlong)
    assert asked(**overlong) is not asked(**overlong)


@pytest.mark.parametrize(
    ("wish", "small"),
    [
        (PLAIN, True),
        (changed(order=("a",) * 31), True),
        (changed(order=("a",) * 32), False),
        (changed(only=("a" * LONGEST_NAME,)), True),
        (changed(ignore=("a" * (LONGEST_NAME + 1),)), False),
        (changed(models=("m", "n" * (LONGEST_NAME + 1))), False),
    ],
)
def test_wishes_of_many_or_long_names_are_not_small(wish: Preferences, small: bool) -> None:
    assert wish.small is small
