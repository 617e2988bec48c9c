"""Money and metering: rates over several workers, keys, and every answer in the ledger."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import openai
import pytest

from .conftest import Script, Start, run_quire

MODEL = "gpt-5.1-codex"
PRICED = {
    "text": "An answer.",
    "usage": {"input_tokens": 10, "output_tokens": 20, "total_tokens": 30},
}


def rows(home: Path, query: str) -> list[tuple[object, ...]]:
    """Return what a query finds in the gateway's database."""
    with closing(sqlite3.connect(home / "gateway" / "quire.db")) as database:
        return database.execute(query).fetchall()


def test_an_answer_that_breaks_is_accounted_for(start: Start, script: Script) -> None:
    gateway = start(upstream=script({**PRICED, "fault": "cut", "after": 5}, PRICED))
    client = gateway.client()
    with pytest.raises(openai.APIError):
        list(client.responses.create(model=MODEL, input="hi", stream=True))
    client.responses.create(model=MODEL, input="hi", extra_headers={"X-Title": "a program"})
    gateway.stop()
    found = rows(gateway.home, "select status, output_tokens, cost > 0, app from usage order by at")
    assert found == [("failed", 3, 1, ""), ("completed", 20, 1, "a program")]


def test_a_model_without_a_price_is_not_for_budgets(start: Start, script: Script) -> None:
    gateway = start(upstream=script(PRICED))
    key = run_quire(gateway.home, "keys", "create", "poor", "--day", "1").strip()
    with pytest.raises(openai.PermissionDeniedError, match="has no known price"):
        gateway.client(key).responses.create(model="m", input="hi")
    assert gateway.client(key).responses.create(model="quire/mini", input="hi").status


def test_a_rate_is_kept_by_all_workers(start: Start) -> None:
    gateway = start("--workers", "2")
    key = run_quire(gateway.home, "keys", "create", "slow", "--per-minute", "2").strip()
    told: list[str] = []
    for _ in range(2):  # each on a connection of its own, so that any worker answers
        with openai.OpenAI(base_url=gateway.address, api_key=key, max_retries=0) as client:
            made = client.responses.with_raw_response.create(model="quire/mini", input="hi")
            told.append(made.headers["x-ratelimit-remaining-requests"])
    assert told == ["1", "0"]
    for _ in range(4):
        with (
            openai.OpenAI(base_url=gateway.address, api_key=key, max_retries=0) as client,
            pytest.raises(openai.RateLimitError, match="Please try again in") as caught,
        ):
            client.responses.create(model="quire/mini", input="hi")
        headers = caught.value.response.headers
        assert 1 <= float(headers["retry-after"]) <= 30
        assert headers["x-ratelimit-limit-requests"] == "2"
        assert headers["x-ratelimit-remaining-requests"] == "0"
        assert headers["x-ratelimit-reset-requests"].endswith("s")


def test_tokens_are_rated_too(start: Start, script: Script) -> None:
    gateway = start(upstream=script({**PRICED, "times": 9}))
    key = run_quire(
        gateway.home, "keys", "create", "brief", "--tokens-per-minute", "400"
    ).strip()  # fmt: skip
    client = gateway.client(key)
    made = client.responses.with_raw_response.create(model="m", input="hi", max_output_tokens=200)
    assert 0 < int(made.headers["x-ratelimit-remaining-tokens"]) < 400
    with pytest.raises(openai.RateLimitError, match="too large for this key"):
        client.responses.create(model="m", input="hi", max_output_tokens=500)
    with pytest.raises(openai.RateLimitError, match="Rate limit reached for tokens"):
        for _ in range(9):
            client.responses.create(model="m", input="hi", max_output_tokens=350)


def test_keys_are_disabled_and_deleted_while_the_server_runs(start: Start) -> None:
    gateway = start()
    key = run_quire(gateway.home, "keys", "create", "guest", "--project", "other").strip()
    mine, theirs = gateway.client(), gateway.client(key)
    made = mine.responses.create(model="quire/mini", input="hi")
    with pytest.raises(openai.NotFoundError):  # another project's state is not theirs
        theirs.responses.retrieve(made.id)
    run_quire(gateway.home, "keys", "disable", "guest")
    with pytest.raises(openai.AuthenticationError, match="disabled"):
        while True:
            theirs.models.list()
    run_quire(gateway.home, "keys", "delete", "guest")
    assert "guest" not in run_quire(gateway.home, "keys", "list")
    files = (path for path in gateway.home.rglob("*") if path.is_file())
    assert not any(key.encode() in path.read_bytes() for path in files)


def test_meters_are_told(start: Start, script: Script) -> None:
    gateway = start(upstream=script(PRICED))
    gateway.client().responses.create(model=MODEL, input="hi")
    address = gateway.address.removesuffix("/v1")
    with openai.OpenAI(base_url=address, api_key=gateway.key) as client:
        text = client.get("/metrics", cast_to=str)
    lines = [line for line in text.splitlines() if line.startswith("gen_ai_client_inference")]
    told = {line.split('token_type="')[1].split('"')[0]: line.split()[-1] for line in lines}
    assert told == {"input": "10", "cached": "0", "output": "20", "reasoning": "0"}
    assert "gen_ai_server_request_duration_seconds_count{" in text


def test_a_key_asks_for_its_models_alone(start: Start) -> None:
    gateway = start()
    flags = ("--model", "quire/m*", "--model", "gpt-5.1-codex")
    client = gateway.client(run_quire(gateway.home, "keys", "create", "few", *flags).strip())
    assert client.responses.create(model="quire/mini", input="hi").status == "completed"
    assert {model.id for model in client.models.list()} == {"quire/mini", "quire/max"}
    for fields in ({"model": "quire/standard"}, {"model": "quire/mini", "models": ["gpt-9"]}):
        with pytest.raises(openai.PermissionDeniedError, match="may not ask for the model"):
            client.post("/responses", body={"input": "hi", **fields}, cast_to=object)
    with pytest.raises(openai.APIStatusError, match="has no key"):  # by any of its names
        client.responses.create(model="openai/gpt-5.1-codex", input="hi")
