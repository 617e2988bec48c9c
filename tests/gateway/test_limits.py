"""What is asked of an upstream in place of a wish is told, and so is which limit was reached."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import openai
import pytest

from .conftest import Gateway, Script, Start, asked, run_quire, serving

MODEL = "gpt-5.1-codex"
OFFICE = "models.providers.office"


@pytest.mark.parametrize("stream", [False, True])
def test_the_effort_that_was_asked_is_told(
    start: Start, script: Script, tmp_path: Path, stream: bool
) -> None:
    client = start(upstream=script({"text": "Yes.", "times": 2})).client()
    told = {}
    efforts: tuple[Literal["none", "high"], ...] = ("none", "high")
    for effort in efforts:
        if stream:
            with client.responses.stream(
                model=MODEL, input="hi", reasoning={"effort": effort}
            ) as events:
                reasoning = events.until_done().get_final_response().reasoning
        else:
            made = client.responses.create(model=MODEL, input="hi", reasoning={"effort": effort})
            reasoning = made.reasoning
        assert reasoning is not None
        told[effort] = reasoning.effort
    assert told == {"none": "low", "high": "high"}
    assert [body["reasoning"] for body in asked(tmp_path)] == [
        {"effort": "low"}, {"effort": "high"},
    ]  # fmt: skip


@pytest.mark.parametrize("dialect", ["responses", "chat"])
def test_an_upstreams_own_limit_is_sent_and_told(
    script: Script, tmp_path: Path, dialect: str
) -> None:
    flags = {
        "base_url": script({"text": "Yes.", "times": 3}), "serves": ["*"], "dialect": dialect,
        "default_output": 512,
    }  # fmt: skip
    wishes = [word for name, value in flags.items() for word in ("-c", f"{OFFICE}.{name}={value}")]
    with serving(tmp_path / "home", *wishes) as gateway:
        client = gateway.client()
        default = client.responses.create(model=MODEL, input="hi")
        own = client.responses.create(model=MODEL, input="hi", max_output_tokens=100)
        client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": "hi"}])
    assert (default.max_output_tokens, own.max_output_tokens) == (512, 100)
    named = "max_output_tokens" if dialect == "responses" else "max_completion_tokens"
    assert [body[named] for body in asked(tmp_path)] == [512, 100, 512]


def test_words_that_are_cut_are_counted_as_they_were_told(gateway: Gateway) -> None:
    answer = gateway.client().responses.create(
        model="quire/mini", input="What can you do?", max_output_tokens=16
    )
    assert answer.status == "incomplete"
    assert answer.usage is not None
    assert answer.usage.output_tokens == 16


def refused(gateway: Gateway, key: str) -> tuple[object, object, str]:
    """Ask until a limit is reached; return the error's type and code, and when to ask again."""
    client = gateway.client(key)
    for _ in range(3):
        try:
            client.responses.create(model="quire/mini", input="hi", max_output_tokens=100)
        except openai.RateLimitError as error:
            return error.type, error.code, error.response.headers["retry-after-ms"]
    raise AssertionError("No limit was reached.")


def test_which_limit_was_reached_is_told(gateway: Gateway) -> None:
    limits = {"requests": ("--per-minute", "1"), "tokens": ("--tokens-per-minute", "150")}
    for kind, limit in limits.items():
        key = run_quire(gateway.home, "keys", "create", kind, *limit).strip()
        told, code, wait = refused(gateway, key)
        assert (told, code) == (kind, "rate_limit_exceeded")
        assert 0 < int(wait) <= 60_000
