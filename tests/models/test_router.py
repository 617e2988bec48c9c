"""Several upstreams on loopback behind one router: fallback, homes, what can be asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import msgspec
import pytest

from quire.errors import UsageError
from quire.models.catalogue import catalogue
from quire.models.router import Router, upstreams
from quire.models.script import Answer, FunctionWish, Script
from quire.models.scripted_server import ScriptedServer
from quire.models.settings import Provider
from quire.protocol import items
from quire.protocol.events import Completed
from quire.protocol.items import user
from quire.protocol.requests import Request
from quire.protocol.responses import Response

CODEX = Request(model="openai/gpt-5.1-codex", input=(user("Go."),), tools=({"type": "shell"},))
FIRST = Provider(name="first", base_url="http://127.0.0.1:9/v1", serves=("openai/*",))


async def answered(
    providers: Sequence[Provider], *requests: Request
) -> tuple[list[Response], Router]:
    async with upstreams(providers) as models:
        router = Router(providers, catalogue(), models)
        responses = []
        for request in requests:
            told = [event async for event in router.model_for(request).respond(request)]
            last = told[-1]
            assert isinstance(last, Completed)
            responses.append(last.response)
        return responses, router


def test_a_second_upstream_answers_when_the_first_is_down_and_keeps_the_session() -> None:
    wish = FunctionWish(name="shell", arguments={"commands": ["ls"]})

    async def run() -> tuple[list[Response], Router, list[str]]:
        async with ScriptedServer(Script(answer=(Answer(calls=(wish,), times=2),))) as server:
            second = msgspec.structs.replace(
                FIRST, name="second", base_url=server.address, dialect="chat"
            )
            asked = msgspec.structs.replace(CODEX, prompt_cache_key="s-1")
            responses, router = await answered((FIRST, second), asked, asked)
            return responses, router, [request.path for request in server.received]

    responses, router, paths = asyncio.run(run())
    signatures = [response.rest["quire"] for response in responses]
    told = {"provider": "second", "model": "gpt-5.1-codex"}
    down = {"provider": "first", "model": "gpt-5.1-codex", "error": "unreachable", "status": 502}
    assert signatures == [{**told, "attempt": 2, "tried": [down]}, {**told, "attempt": 1}]
    assert paths == ["/v1/chat/completions"] * 2
    (call,) = responses[0].output
    assert isinstance(call, items.ShellCall)
    assert router.health.of("first", "gpt-5.1-codex").failures == 1
    assert router.health.of("second", "gpt-5.1-codex").failures == 0


def test_a_responses_server_without_shell_has_it_played() -> None:
    wish = FunctionWish(name="shell", arguments={"commands": ["ls"]})

    async def run() -> tuple[list[Response], list[object]]:
        async with ScriptedServer(Script(answer=(Answer(calls=(wish,)),))) as server:
            only = msgspec.structs.replace(FIRST, base_url=server.address, tools=("function",))
            responses, _ = await answered((only,), CODEX)
            return responses, [request.fields()["tools"] for request in server.received]

    responses, tools = asyncio.run(run())
    assert [items.kind_of(item) for item in responses[0].output] == ["shell_call"]
    (sent,) = tools
    assert isinstance(sent, list)
    assert [tool["type"] for tool in sent] == ["function"]


def test_a_route_is_remembered_unless_its_wishes_are_long() -> None:
    router = Router((FIRST,), catalogue(), {})

    def wishing(name: str) -> Request:
        return msgspec.structs.replace(CODEX, rest={"provider": {"ignore": [name]}})

    assert router.route(wishing("a")) is router.route(wishing("a"))
    overlong = wishing("a" * 1_000)
    assert router.route(overlong) == router.route(overlong)
    assert router.route(overlong) is not router.route(overlong)


def test_what_can_be_asked_for_is_what_a_ready_upstream_has() -> None:
    waiting = msgspec.structs.replace(FIRST, key_variable="FIRST_KEY")
    engine = Provider(name="quire", dialect="engine", serves=("quire/*",))
    ids = [entry.id for entry in Router((engine, waiting), catalogue(), {}).entries()]
    assert ids == ["quire/mini", "quire/standard", "quire/max"]
    assert len(Router((engine, FIRST), catalogue(), {}).entries()) == 7
    with pytest.raises(UsageError, match="first has no key") as raised:
        Router((engine, waiting), catalogue(), {}).route(CODEX)
    assert raised.value.hint == "Set FIRST_KEY."
