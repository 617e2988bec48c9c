"""Zero data retention: words that were sent are found in nothing that the process wrote."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openai
import pytest

from .conftest import Gateway, Script, Start, run_quire

CANARY = "CANARYf3a91c"
ANSWER = f"{CANARY} answered."
FAULTS = ("rate_limit", "server_error", "html_error", "cut", "garbage", "error_event", "failed")


def everything(folder: Path) -> bytes:
    """Return every byte of every file below a folder."""
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def ask_everything(client: openai.OpenAI) -> None:
    """Send the canary through every endpoint that takes words, and through every error."""
    words = f"{CANARY} is my secret."
    client.responses.create(model="m", input=words, user=CANARY)
    list(client.responses.create(model="m", input=words, stream=True))
    for fault in FAULTS:
        with pytest.raises(openai.APIError):
            list(client.responses.create(model="m", input=words, stream=fault == "cut"))
    client.responses.create(model="quire/mini", input=words, instructions=CANARY)
    client.responses.input_tokens.count(model="m", input=words)
    client.responses.compact(model="m", input=[{"role": "user", "content": words}])
    wrong: list[Callable[[], object]] = [
        lambda: client.responses.create(model=CANARY, input=words, temperature=9),
        lambda: client.responses.create(model=f"quire/{CANARY}", input=words),
        lambda: client.responses.create(model="m", input=words, previous_response_id=CANARY),
        lambda: client.responses.retrieve(CANARY),
        lambda: client.post("/responses", content=f'{{"input": "{CANARY}'.encode(), cast_to=object),
        lambda: client.get(f"/{CANARY}", cast_to=object),
    ]
    for refused in wrong:
        with pytest.raises(openai.APIStatusError):
            refused()


def upstream_of(script: Script) -> str:
    """Start an upstream whose answers and errors all hold the canary."""
    answers = [{"text": ANSWER, "times": 2}]
    return script(
        *answers, *({"fault": fault, "message": CANARY, "text": ANSWER} for fault in FAULTS)
    )


@pytest.mark.parametrize("by", ["server", "key", "request"])
def test_nothing_of_a_request_is_kept(start: Start, script: Script, by: str) -> None:
    flags = ("-c", "gateway.zdr=true") if by == "server" else ()
    gateway = start(*flags, upstream=upstream_of(script))
    key = run_quire(gateway.home, "keys", "create", "k", *(["--zdr"] if by == "key" else []))
    headers = {"x-zero-data-retention": "true"} if by == "request" else {}
    with openai.OpenAI(
        base_url=gateway.address, api_key=key.strip(), max_retries=0, default_headers=headers
    ) as client:
        ask_everything(client)
    gateway.stop()
    assert gateway.process.stdout is not None
    assert CANARY not in gateway.process.stdout.read()
    assert CANARY.encode() not in everything(gateway.home)


def test_the_canary_is_found_where_it_may_be(start: Start, script: Script) -> None:
    gateway = start(upstream=upstream_of(script))
    gateway.client().responses.create(model="m", input=f"{CANARY} is my secret.")
    gateway.stop()
    assert CANARY.encode() in everything(gateway.home)


@pytest.mark.parametrize(
    "fields",
    [{"store": True}, {"background": True}, {"conversation": "c"}, {"previous_response_id": "r"}],
)
@pytest.mark.parametrize(
    "asking",
    [{"provider": {"zdr": True}}, {"providerOptions": {"gateway": {"zeroDataRetention": True}}}],
)
def test_what_needs_keeping_is_refused(
    gateway: Gateway, fields: dict[str, object], asking: dict[str, object]
) -> None:
    body = {"model": "quire/mini", "input": "hi", **fields, **asking}
    with pytest.raises(openai.BadRequestError) as caught:
        gateway.client().post("/responses", body=body, cast_to=object)
    assert (caught.value.code, caught.value.param) == ("zero_data_retention", next(iter(fields)))


def test_a_conversation_is_refused_under_zdr(start: Start) -> None:
    client = start("-c", "gateway.zdr=true").client()
    with pytest.raises(openai.BadRequestError, match="zero data retention"):
        client.conversations.create()
