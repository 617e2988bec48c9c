"""Scripts from files, the Model that follows one, and the server that serves one."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from quire.errors import SettingsError, UpstreamError
from quire.models.script import Answer, FunctionWish, Script, load, saying
from quire.models.scripted import Scripted
from quire.models.scripted_server import ScriptedServer
from quire.models.settings import Provider, Secret
from quire.models.upstream import Upstream
from quire.protocol.events import Completed, Event, OutputItemDone
from quire.protocol.items import (
    ApplyPatchCall,
    CreateFile,
    FunctionCall,
    Item,
    Message,
    Reasoning,
    ShellAction,
    ShellCall,
    user,
)
from quire.protocol.model import Model
from quire.protocol.requests import Request

REQUEST = Request(model="any", input=(user("Go."),))
TOML = """
model = "practice"

[[answer]]
reasoning = "The runner first."
shell = ["pytest -q", "git status"]
times = 2

[[answer]]
fault = "rate_limit"
retry_after = 3

[[answer]]
text = "Done."
usage = { input_tokens = 5, output_tokens = 1, total_tokens = 6 }
"""


async def items_of(model: Model) -> list[Item]:
    events: list[Event] = [event async for event in model.respond(REQUEST)]
    last = events[-1]
    assert isinstance(last, Completed)
    done = [event.item for event in events if isinstance(event, OutputItemDone)]
    assert tuple(done) == last.response.output
    return done


def test_a_script_is_read_from_toml_and_from_json(tmp_path: Path) -> None:
    toml, json = tmp_path / "a.toml", tmp_path / "a.json"
    toml.write_text(TOML)
    script = load(toml)
    json.write_bytes(msgspec.json.encode(script))
    assert load(json) == script
    assert [answer.fault for answer in script.turns()] == [None, None, "rate_limit", None]
    assert script.answer[0].shell == ("pytest -q", "git status")


def test_a_script_with_an_unknown_word_is_refused_by_field(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text("[[answer]]\nfault = 'earthquake'\n")
    with pytest.raises(SettingsError, match=r"earthquake.*answer"):
        load(path)


def test_a_script_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"missing\.toml"):
        load(tmp_path / "missing.toml")


def test_answers_come_in_their_order_with_ids_that_name_the_turn() -> None:
    wish = FunctionWish(name="f", arguments='{"a":1}')
    patch = ApplyPatchCall(
        call_id="p", operation=CreateFile(path="a.txt", diff="+hi\n"), status="completed"
    )
    model = Scripted(
        Script(
            answer=(
                Answer(reasoning="Hm.", text="Look.", shell=("ls",), calls=(wish,)),
                saying(patch),
            )
        )
    )
    first, second = asyncio.run(items_of(model)), asyncio.run(items_of(model))
    assert [(type(item), item.id) for item in first] == [
        (Reasoning, "rs_1_1"),
        (Message, "msg_1_2"),
        (ShellCall, "sh_1_3"),
        (FunctionCall, "fc_1_4"),
    ]
    assert first[2] == ShellCall(
        id="sh_1_3",
        call_id="call_1_shell",
        action=ShellAction(commands=("ls",)),
        status="completed",
    )
    assert second == [msgspec.structs.replace(patch, id="apc_2_1")]
    assert model.requests == [REQUEST, REQUEST]


def test_a_script_that_is_used_up_says_so() -> None:
    with pytest.raises(UpstreamError) as raised:
        asyncio.run(items_of(Scripted(Script(answer=()))))
    assert (raised.value.code, raised.value.retryable) == ("script_exhausted", False)


def test_the_server_runs_as_a_program_and_logs_requests_without_keys(tmp_path: Path) -> None:
    script, log = tmp_path / "a.toml", tmp_path / "log.jsonl"
    script.write_text('[[answer]]\ntext = "Done."\n')
    command = [sys.executable, "-m", "quire.models.scripted_server"]
    given = ["--script", str(script), "--log", str(log)]
    with subprocess.Popen([*command, *given], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        address = server.stdout.readline().strip()
        try:
            items, error = asyncio.run(_asked_twice(address))
        finally:
            server.terminate()
    assert [item.id for item in items] == ["msg_1_1"]
    assert error == "acme answered 400: The script has 1 answers, this is request 2."
    lines = log.read_text().splitlines()
    assert len(lines) == 2
    assert "sk-hidden" not in lines[0]
    assert msgspec.json.decode(lines[0])["body"]["model"] == "any"


def test_a_request_without_a_body_is_logged_as_data(tmp_path: Path) -> None:
    async def asked() -> None:
        script = Script(answer=(Answer(text="Done."),))
        async with ScriptedServer(script, log=tmp_path / "log.jsonl") as server:
            port = int(server.address.split(":")[2].partition("/")[0])
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(b"GET /v1/responses/resp_1 HTTP/1.1\r\nhost: x\r\n\r\n")
            assert (await reader.readline()).split()[1] == b"404"
            writer.close()

    asyncio.run(asked())
    (line,) = (tmp_path / "log.jsonl").read_bytes().splitlines()
    assert msgspec.json.decode(line) == {
        "path": "/v1/responses/resp_1", "headers": {"host": "x"}, "body": None,
    }  # fmt: skip


async def _asked_twice(address: str) -> tuple[list[Item], str]:
    account = Provider(name="acme", base_url=address, key=Secret("sk-hidden"))
    async with Upstream(account) as model:
        items = await items_of(model)
        try:
            await items_of(model)
        except UpstreamError as error:
            return items, error.message
    return items, ""
