"""MCP servers: real ones over streams and HTTP, behind real walls."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from quire.agent.projection import Profile
from quire.agent.session import Session
from quire.cli.servers import offering, serving
from quire.errors import SettingsError
from quire.protocol.events import Event
from quire.protocol.items import FunctionCall, FunctionCallOutput
from quire.protocol.records import ItemAdded, Notice, ToolEnded, ToolsOffered, ToolStarted
from quire.sandbox.policy import Policy
from quire.sandbox.runner import Sandbox
from quire.tools.mcp import Told
from quire.tools.mcp_settings import Server, check
from quire.tools.settings import Settings as Limits
from quire.tools.toolbox import Toolbox
from quire.tools.wishes import tool_name, wish_of
from tests.tools.mcp_room import (
    PATIENCE,
    SHOP,
    call,
    output,
    over_http,
    room,
    settings,
    shop,
    told,
)


def test_a_tool_is_offered_with_its_schema_and_called(workspace: Path) -> None:
    async def all_of() -> None:
        async with room(workspace, settings(shop=shop())) as (toolbox, servers):
            (echo,) = (d for d in servers.definitions() if d["name"] == "shop__echo")
            assert echo == {
                "type": "function",
                "name": "shop__echo",
                "description": "Return a text, as often as asked.",
                "parameters": {
                    "properties": {
                        "text": {"title": "Text", "type": "string"},
                        "times": {"default": 1, "title": "Times", "type": "integer"},
                    },
                    "required": ["text"],
                    "title": "echoArguments",
                    "type": "object",
                },
                "strict": False,
            }
            started, ended, item = [e async for e in toolbox.run(call("shop__echo", text="hi"))]
            assert started == ToolStarted(
                call_id="call_shop__echo", server="shop", tool="echo", arguments={"text": "hi"}
            )
            assert isinstance(ended, ToolEnded)
            assert ended.status == "completed"
            answer = FunctionCallOutput(call_id="call_shop__echo", output="hi")
            assert item == ItemAdded(item=answer)
            more = call("shop__echo", text="0123456789", times=20_000)  # more than is kept of it
            events = [event async for event in toolbox.run(more)]
            assert "of 200,000 bytes cut" in output(events)

    asyncio.run(all_of())


def test_results_are_texts_images_and_structures(workspace: Path) -> None:
    calls = [
        call("shop__price", item="tea"),
        call("shop__picture"),
        call("shop__fails"),
        call("shop__echo", text="0123456789\n", times=9000),
        call("shop__nothing"),
    ]
    with over_http() as url:
        web = settings(shop=Server(url=url))
        price, picture, fails, long, nothing = told(workspace, web, *calls)
    assert output(price) == '{\n  "cents": 300,\n  "currency": "EUR"\n}'
    item = picture[-1]
    assert isinstance(item, ItemAdded)
    assert isinstance(item.item, FunctionCallOutput)
    assert isinstance(item.item.output, tuple)
    (part,) = item.item.output
    assert str(part.image_url).startswith("data:image/png;base64,iVBOR")
    assert output(fails) == "The tool reports an error:\nError executing tool fails"
    assert len(output(long)) <= 9_000
    assert 'read them with read_output(id="' in output(long)
    assert output(nothing) == "unsupported call: shop__nothing"


def test_a_server_runs_inside_the_walls(workspace: Path) -> None:
    secret = workspace.parent / "secret.txt"
    secret.write_text("hidden")
    (workspace / "open.txt").write_text("shown")
    (workspace / "own.key").write_text("withheld")
    (workspace / ".quireignore").write_text("*.key\n")
    paths = (secret, workspace / "open.txt", workspace / "own.key")
    looks = [call("shop__look", path=str(path)) for path in paths]
    given = settings(shop=shop(env={"TOKEN": "x"}))
    hidden, shown, withheld, seen = told(workspace, given, *looks, call("shop__variables"))
    assert output(hidden).startswith("FileNotFoundError; ")
    assert not (workspace.parent / "planted.txt").exists()
    assert output(shown) == "shown; OSError"
    assert "withheld" not in output(withheld)
    names = set(output(seen).split("\n"))
    assert "TOKEN" in names
    assert "QUIRE_HOME" not in names


def test_only_the_persons_word_widens_the_walls(workspace: Path) -> None:
    secret = workspace.parent / "secret.txt"
    secret.write_text("hidden")
    outside = settings(shop=shop(sandbox="off"), wide=shop(sandbox="workspace-write"))
    looks = [call("shop__look", path=str(secret)), call("wide__look", path=str(workspace / "a"))]
    free, wide = told(workspace, outside, *looks)
    assert output(free) == "hidden; written"
    assert output(wide) == "FileNotFoundError; written"


def test_a_server_that_dies_is_started_once_more(workspace: Path) -> None:
    calls = [call("shop__dies"), call("shop__echo", text="x")] * 2
    first, alive, second, gone = told(workspace, settings(shop=shop()), *calls)
    why = "it ended (exit code 3; the till is empty)"
    away = Notice(level="warning", text=f"The MCP server shop is not there: {why}.")
    again = Notice(level="info", text="The MCP server shop was started once more.")
    said = [[e for e in events if isinstance(e, Notice)] for events in (first, alive, second, gone)]
    assert said == [[away], [again], [away], []]
    words = f"The MCP server is not there: {why}. Do without it, or say what is needed."
    assert [output(each) for each in (first, alive, second, gone)] == [words, "x", words, words]


def test_a_server_that_cannot_be_started_once_more_is_said(workspace: Path) -> None:
    once = workspace / "once"
    script = f"test -e {once} && exit 7; touch {once}; exec {sys.executable} {SHOP}"
    server = shop(command="sh", args=("-c", script), sandbox="off")
    calls = [call("shop__dies"), call("shop__echo", text="x"), call("shop__echo", text="x")]
    _, second, third = told(workspace, settings(shop=server), *calls)
    text = "The MCP server shop could not be started once more: it ended (exit code 7)."
    notices = [event for event in (*second, *third) if isinstance(event, Notice)]
    assert notices == [Notice(level="warning", text=text)]
    assert output(third).startswith("The MCP server is not there: it ended (exit code 7).")


def test_tools_that_a_server_changes_come_behind_the_others(workspace: Path) -> None:
    given = settings(shop=shop(enabled_tools=("echo", "picture", "changes", "added")))
    profile = Profile(model="m", tools=({"type": "shell"},))
    session = Session.create(workspace.parent, workspace, profile)

    async def all_of() -> None:
        outputs = session.folder / "outputs"
        async with await Sandbox.open(Policy(workspace)) as sandbox:
            toolbox = Toolbox(sandbox, workspace, outputs, Limits())
            async with offering(session, given, toolbox, ["m"], unsafe=False):
                before = session.request().tools
                assert session.heard() == []
                [event async for event in toolbox.run(call("shop__changes"))]
                heard = await news(session)
                after = session.request().tools
                assert [type(event) for event in heard] == [ToolsOffered, Notice]
                assert heard[1].text == (  # type: ignore[attr-defined]
                    "The MCP server shop changed its tools: added (new); picture (gone)."
                )
                assert after[: len(before)] == before
                assert [tool.get("name") for tool in after[len(before) :]] == ["shop__added"]
                assert session.heard() == []
                gone = [event async for event in toolbox.run(call("shop__picture"))]
                new = [event async for event in toolbox.run(call("shop__added"))]
                assert (output(gone), output(new)) == ("unsupported call: shop__picture", "added")
            await toolbox.close()

    asyncio.run(all_of())
    session.close()


async def news(session: Session) -> Sequence[Event]:
    """Wait until a session has heard something."""
    async with asyncio.timeout(PATIENCE):
        while not (heard := session.heard()):
            await asyncio.sleep(0.01)
    return heard


def test_a_tool_that_hangs_is_left_and_the_server_goes_on(workspace: Path) -> None:
    calls = [call("shop__echo", text="a"), call("shop__hangs"), call("shop__echo", text="b")]
    first, hangs, then = told(workspace, settings(shop=shop(tool_timeout_sec=2.0)), *calls)
    assert "the tool did not answer within 2 s" in output(hangs)
    assert [type(event) for event in hangs] == [ToolStarted, ToolEnded, Notice, ItemAdded]
    assert (output(first), output(then)) == ("a", "b")


def test_servers_that_do_not_start_hold_up_nobody(workspace: Path) -> None:
    silent = Server(command="sleep", args=("60",), startup_timeout_sec=0.3)
    broken = Server(command="sh", args=("-c", "echo no licence >&2; exit 9"))
    off = Server(command="sh", enabled=False)
    given = settings(
        silent=silent, broken=broken, absent=Server(command="no-such-program"), off=off,
        gone=Server(url="http://127.0.0.1:9/mcp"), keyless=Server(
            url="http://127.0.0.1:9/mcp", bearer_token_env_var="QUIRE_TEST_NO_SUCH"
        ), shop=shop(enabled_tools=("echo", "price"), disabled_tools=("price",)),
    )  # fmt: skip

    async def all_of() -> None:
        async with serving(given, workspace) as servers:
            found = {one.name: one for one in servers.told()}
            assert len(servers.faults()) == 5
            assert servers.faults() == ()
            assert found.pop("gone").state == "failed"
            assert found == {
                "absent": failed("absent", "no-such-program", "there is no program"
                                 " 'no-such-program'"),
                "broken": failed("broken", "sh", "it ended (exit code 9; no licence)"),
                "keyless": failed("keyless", "http://127.0.0.1:9/mcp",
                                  "the variable QUIRE_TEST_NO_SUCH is not set"),
                "off": Told(name="off", where="sh", state="disabled"),
                "shop": Told(name="shop", where=sys.executable, state="ready",
                             tools=("shop__echo",)),
                "silent": failed("silent", "sleep", "it did not answer within 0.3 s"),
            }  # fmt: skip

    asyncio.run(all_of())


def failed(name: str, where: str, problem: str) -> Told:
    """Return how a server is told of that did not start."""
    return Told(name=name, where=where, state="failed", problem=problem)


def test_tools_keep_their_places_when_a_server_is_away(workspace: Path) -> None:
    async def names(given: Server, remembered: tuple[object, ...]) -> list[object]:
        async with room(workspace, settings(zoo=given)) as (toolbox, servers):
            definitions = servers.definitions(remembered)  # type: ignore[arg-type]
            answer = [e async for e in toolbox.run(call("zoo__price", item="tea"))]
            return [definitions, output(answer)]

    async def all_of() -> None:
        before, _ = await names(shop(enabled_tools=("price", "echo")), ())
        assert isinstance(before, tuple)
        assert [d["name"] for d in before] == ["zoo__echo", "zoo__price"]
        after, answer = await names(Server(command="no-such-program"), before)
        assert after == before
        assert str(answer).startswith("The MCP server is not there: there is no program")

    asyncio.run(all_of())


def test_a_call_that_a_crash_cut_off_is_not_made_again(workspace: Path) -> None:
    one = call("shop__dies")
    begun = ToolStarted(call_id=one.call_id, server="shop", tool="dies", arguments={})

    async def all_of() -> list[object]:
        async with room(workspace, settings()) as (toolbox, _):
            return [event async for event in toolbox.recover(one, [begun])]

    (answer,) = asyncio.run(all_of())
    assert isinstance(answer, ItemAdded)
    assert output([answer]).startswith("Quire was stopped while this tool ran")


def test_hooks_and_approvals_know_a_tool_by_its_names() -> None:
    one = FunctionCall(call_id="c", name="shop__echo", arguments='{"text":"hi"}')
    assert tool_name(one) == "mcp__shop__echo"
    assert (wish_of(one).kind, wish_of(one).text) == ("function", 'shop__echo {"text":"hi"}')


@pytest.mark.parametrize(
    ("name", "server", "param"),
    [
        ("a.b", Server(command="x"), "mcp_servers.a.b"),
        ("a", Server(), "mcp_servers.a.command"),
        ("a", Server(command="x", url="http://x/"), "mcp_servers.a.command"),
        ("a", Server(url="ftp://x/"), "mcp_servers.a.url"),
        ("a", Server(command="x", tool_timeout_sec=0), "mcp_servers.a.tool_timeout_sec"),
        ("a", Server(command="x", sandbox="off", source="project"), "mcp_servers.a.sandbox"),
        ("a", Server(command="x", env_vars=("K",), source="project"), "mcp_servers.a.env_vars"),
    ],
)
def test_a_server_that_may_not_be_is_refused(name: str, server: Server, param: str) -> None:
    with pytest.raises(SettingsError) as refused:
        check({name: server})
    assert refused.value.param == param
