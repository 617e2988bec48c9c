"""Lists of models are public, as those of other gateways are; nothing else is, and a key counts."""

from __future__ import annotations

import httpx2
import pytest

from .conftest import Gateway, Start, run_quire

LISTS = (
    "/v1/models", "/v1/models/quire/mini", "/v1/models/quire/mini/endpoints", "/api/v1/models",
    "/api/v1/models/quire/mini/endpoints", "/v1/ai/config", "/v3/ai/config", "/v4/ai/config",
)  # fmt: skip
OTHERS = (
    "/metrics", "/v1/credits", "/v1/report", "/v1/generation?id=gen_1", "/v1/responses/resp_1",
    "/v1/conversations/conv_1", "/api/v1/key", "/api/v1/credits", "/api/v1/activity",
    "/api/v1/rankings", "/api/v1/rankings/apps", "/api/v1/performance", "/api/v1/uptime",
)  # fmt: skip


def status(gateway: Gateway, path: str, key: str = "") -> int:
    """Ask for a path, with a key or without."""
    headers = {"authorization": f"Bearer {key}"} if key else {}
    return httpx2.get(gateway.address.removesuffix("/v1") + path, headers=headers).status_code


def test_lists_need_no_key_and_all_else_does(gateway: Gateway) -> None:
    assert {path: status(gateway, path) for path in LISTS} == dict.fromkeys(LISTS, 200)
    assert {path: status(gateway, path) for path in OTHERS} == dict.fromkeys(OTHERS, 401)


def test_a_key_that_is_shown_must_be_right(gateway: Gateway) -> None:
    assert {status(gateway, path, "sk-wrong") for path in LISTS} == {401}


def test_a_key_sees_what_it_may_ask_for(gateway: Gateway) -> None:
    key = run_quire(gateway.home, "keys", "create", "small", "--model", "quire/mini").strip()
    client = gateway.client(key)
    assert [model.id for model in client.models.list()] == ["quire/mini"]
    got = httpx2.get(
        gateway.address.removesuffix("/v1") + "/v3/ai/config",
        headers={"authorization": f"Bearer {key}"},
    )
    assert [model["id"] for model in got.json()["models"]] == ["quire/mini"]


def test_the_document_says_what_needs_no_key(gateway: Gateway) -> None:
    document = httpx2.get(f"{gateway.address.removesuffix('/v1')}/openapi.json").json()
    free = {
        (path, method)
        for path, methods in document["paths"].items()
        for method, told in methods.items()
        if {} in told.get("security", document["security"])
    }
    assert free == {
        (path, "get")
        for path in ("/v1/models", "/v1/models/{id}", "/v1/models/{id}/endpoints", "/api/v1/models",
                     "/api/v1/models/{id}/endpoints", "/v{version}/ai/config")
    }  # fmt: skip


@pytest.mark.parametrize("path", LISTS[:1] + LISTS[3:4])
def test_a_server_can_keep_its_lists_to_itself(start: Start, path: str) -> None:
    gateway = start("-c", "gateway.open_lists=false")
    assert (status(gateway, path), status(gateway, path, gateway.key)) == (401, 200)
