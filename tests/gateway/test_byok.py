"""Credentials that a client brings: used for its call, kept nowhere, charged to nobody else."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path

import httpx2
import openai
import pytest

from .conftest import Gateway, run_quire, serving
from .upstreams import Canned, canned

MODEL = "gpt-5.1-codex"
OWN = "sk-own-CANARY51f0"
BYOK = {"providerOptions": {"gateway": {"byok": {"office": [{"apiKey": OWN}]}}}}
COST = round(10 * 1.25 + 20 * 10.0)  # millionths of a dollar


@pytest.fixture(scope="module")
def upstream() -> Iterator[Canned]:
    with canned() as server:
        yield server


@pytest.fixture
def office(upstream: Canned) -> Canned:
    """The upstream as if it had not been asked yet."""
    upstream.keys.clear()
    upstream.bodies.clear()
    upstream.refusal = None
    return upstream


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory, upstream: Canned) -> Iterator[Gateway]:
    home = tmp_path_factory.mktemp("home")
    with configured(home, upstream) as running:
        yield running


def configured(home: Path, upstream: Canned, extra: str = "") -> AbstractContextManager[Gateway]:
    """Serve a gateway with one upstream, whose own key is the house's."""
    (home / "config.toml").write_text(
        f"""
{extra}
[models.providers.office]
base_url = "{upstream.address}"
key = "OFFICE_KEY"
serves = ["{MODEL}"]
zdr = true
"""
    )
    return serving(home, environment={"OFFICE_KEY": "sk-house"})


def everything(folder: Path) -> bytes:
    """Return every byte of every file below a folder."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def rows(home: Path, query: str) -> list[tuple[object, ...]]:
    """Return what a query finds in the gateway's database."""
    with closing(sqlite3.connect(home / "gateway" / "quire.db")) as database:
        return database.execute(query).fetchall()


def test_the_credential_is_used_for_its_call_alone(gateway: Gateway, office: Canned) -> None:
    client = gateway.client()
    header = {"x-byok-office": OWN}
    client.responses.create(model=MODEL, input="hi", extra_headers=header)
    client.responses.create(model=MODEL, input="hi", extra_body=BYOK)
    list(client.responses.create(model=MODEL, input="hi", extra_body=BYOK, stream=True))
    client.chat.completions.create(
        model=MODEL, messages=[{"role": "user", "content": "hi"}], extra_body=BYOK
    )
    client.responses.create(model=MODEL, input="hi")
    assert office.keys == [f"Bearer {OWN}"] * 4 + ["Bearer sk-house"]
    assert not any(b"CANARY51f0" in body for body in office.bodies)


def test_the_ai_sdk_brings_its_own_too(gateway: Gateway, office: Canned) -> None:
    body = {"prompt": [{"role": "user", "content": [{"type": "text", "text": "hi"}]}], **BYOK}
    got = httpx2.post(
        gateway.address.replace("/v1", "/v3/ai/language-model"), json=body, timeout=20,
        headers={"authorization": f"Bearer {gateway.key}", "ai-language-model-id": MODEL},
    )  # fmt: skip
    assert got.status_code == 200
    assert office.keys == [f"Bearer {OWN}"]


def test_whose_account_it_was_is_told(gateway: Gateway, office: Canned) -> None:
    def usage(**fields: object) -> dict[str, object]:
        asked = {"model": MODEL, "messages": [{"role": "user", "content": "hi"}], **fields}
        got = httpx2.post(
            gateway.address.replace("/v1", "/api/v1/chat/completions"), json=asked, timeout=20,
            headers={"authorization": f"Bearer {gateway.key}"},
        )  # fmt: skip
        told: dict[str, object] = got.json()["usage"]
        return told

    theirs, ours = usage(**BYOK), usage()
    assert office.keys == [f"Bearer {OWN}", "Bearer sk-house"]
    assert (theirs["is_byok"], theirs["cost"]) == (True, 0)
    assert (ours["is_byok"], ours["cost"]) == (False, pytest.approx(10 * 1.25e-6 + 20 * 10e-6))
    assert theirs["cost_details"] == ours["cost_details"]


@pytest.mark.parametrize("stream", [False, True])
def test_whose_account_it_was_is_told_of_responses_too(
    gateway: Gateway, office: Canned, stream: bool
) -> None:
    def usage(path: str, **fields: object) -> dict[str, object]:
        asked = {"model": MODEL, "input": "hi", "stream": stream, **fields}
        got = httpx2.post(
            gateway.address.replace("/v1", path), json=asked, timeout=20,
            headers={"authorization": f"Bearer {gateway.key}"},
        )  # fmt: skip
        if not stream:
            whole = got.json()
        else:
            *_, last, done = got.text.strip().split("\n\n")
            assert done == "data: [DONE]"
            name, data = last.split("\ndata: ")
            assert name == "event: response.completed"
            whole = json.loads(data)["response"]
        told: dict[str, object] = whole["usage"]
        return told

    plain = usage("/v1/responses")
    theirs, ours = (usage("/api/v1/responses", **fields) for fields in (BYOK, {}))
    parts = {
        "upstream_inference_cost": pytest.approx(10 * 1.25e-6 + 20 * 10e-6),
        "upstream_inference_input_cost": pytest.approx(10 * 1.25e-6),
        "upstream_inference_output_cost": pytest.approx(20 * 10e-6),
    }
    assert ours == {**plain, "is_byok": False, "cost_details": parts}
    assert theirs == {**plain, "cost": 0.0, "is_byok": True, "cost_details": parts}


def test_a_budget_is_not_charged(tmp_path: Path, office: Canned) -> None:
    with configured(tmp_path, office) as gateway:
        key = run_quire(tmp_path, "keys", "create", "poor", "--total", "0.000001").strip()
        client = gateway.client(key)
        with pytest.raises(openai.RateLimitError, match="exceeded the budget"):
            client.responses.create(model=MODEL, input="hi")
        client.responses.create(model=MODEL, input="hi", extra_body=BYOK)
        address = gateway.address.replace("/v1", "/api/v1/key")
        held = httpx2.get(address, headers={"authorization": f"Bearer {key}"}).json()["data"]
        assert (held["usage"], held["byok_usage"]) == (0, COST / 1e6)
        gateway.stop()
    told = rows(tmp_path, "select cost, byok, byok_cost, output_tokens from usage")
    assert told == [(0, 1, COST, 20)]
    assert rows(tmp_path, "select sum(spent), sum(reserved) from spending") in (
        [(0, 0)], [(None, None)],
    )  # fmt: skip


def test_nothing_of_it_is_kept(tmp_path: Path, office: Canned) -> None:
    with configured(tmp_path, office) as gateway:
        client = gateway.client()
        made = client.responses.create(model=MODEL, input="hi", extra_body=BYOK)
        office.refusal = (401, f"Incorrect API key provided: {OWN}.")
        with pytest.raises(openai.APIStatusError) as caught:
            client.responses.create(model=MODEL, input="hi", extra_body=BYOK)
        assert "CANARY51f0" not in str(caught.value.body)
        office.refusal = None
        with pytest.raises(openai.BadRequestError) as refused:
            client.responses.create(model=MODEL, input="hi", extra_body=BYOK, background=True)
        assert refused.value.code == "byok_not_stored"
        assert client.responses.retrieve(made.id).output_text == "An answer."
        client.responses.create(model=MODEL, input="hi")  # the house's account is in good health
        gateway.stop()
        assert gateway.process.stdout is not None
        assert "CANARY51f0" not in gateway.process.stdout.read()
    assert b"CANARY51f0" not in everything(tmp_path)


@pytest.mark.parametrize(
    ("byok", "words"),
    [
        ({"nobody": [{"apiKey": OWN}]}, "There is no upstream 'nobody'"),
        ({"office": [{}]}, "must hold an 'apiKey'"),
        ({"office": [{"apiKey": f"{OWN} two"}]}, "holds a blank"),
        ("text", "must be an object of credentials"),
        ({"quire": [{"apiKey": OWN}]}, "There is no upstream 'quire'"),
    ],
)
def test_what_cannot_be_used_is_said(gateway: Gateway, byok: object, words: str) -> None:
    body = {"providerOptions": {"gateway": {"byok": byok}}}
    with pytest.raises(openai.BadRequestError, match=words) as caught:
        gateway.client().responses.create(model=MODEL, input="hi", extra_body=body)
    assert OWN not in str(caught.value.body)


def test_zero_data_retention_refuses_what_is_not_marked(gateway: Gateway, office: Canned) -> None:
    header = {"x-zero-data-retention": "true"}
    with pytest.raises(openai.BadRequestError, match="own account at office") as caught:
        gateway.client().responses.create(
            model=MODEL, input="hi", extra_body=BYOK, extra_headers=header
        )
    assert (caught.value.code, office.keys) == ("zero_data_retention", [])


def test_a_marked_upstream_is_asked(tmp_path: Path, office: Canned) -> None:
    marked = 'gateway.byok_zdr = ["office"]\ngateway.zdr = true'
    with configured(tmp_path, office, marked) as gateway:
        made = gateway.client().responses.create(model=MODEL, input="hi", extra_body=BYOK)
        assert made.output_text == "An answer."
    assert office.keys == [f"Bearer {OWN}"]
    assert b"CANARY51f0" not in everything(tmp_path)
