"""Logins to MCP servers: tokens that are used up or refused are renewed, and go nowhere else."""

from __future__ import annotations

import asyncio
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from quire.errors import SettingsError, UpstreamError, UsageError
from quire.tools.mcp_auth import refreshing
from quire.tools.mcp_connection import Connection, address
from quire.tools.mcp_login import logged_in
from quire.tools.mcp_settings import Server
from quire.tools.mcp_tokens import Login, Tokens
from tests.tools.mcp_room import LOCKED, PATIENCE, over_http


class Locked(NamedTuple):
    """A server behind a login: its address, and the folder of what it is told."""

    url: str
    folder: Path


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Locked]:
    """A server for all tests: it takes seconds to start."""
    folder = tmp_path_factory.mktemp("locked")
    with over_http(LOCKED, str(folder)) as url:
        yield Locked(url, folder)


@pytest.fixture
def locked(running: Locked) -> Locked:
    """The server, as it is at first."""
    for told in running.folder.iterdir():
        told.unlink()
    return running


async def log_in(url: str) -> Login | None:
    """Log in as a person with a browser."""
    opened: list[asyncio.Task[bytes]] = []

    def show(address: str) -> None:
        opened.append(asyncio.create_task(asyncio.to_thread(_read, address)))

    login = await logged_in(url, show)
    for page in opened:
        assert (await page).startswith(b"This page can be closed")
    return login


def _read(address: str) -> bytes:
    with urllib.request.urlopen(address) as page:
        return bytes(page.read())


async def said(url: str, tokens: Tokens, headers: Mapping[str, str] | None = None) -> str:
    """Return the secret of the server, or why there is none."""
    server = Server(url=url, startup_timeout_sec=PATIENCE)
    connection = Connection(address(url, headers or {}, tokens, "log in"), server)
    try:
        await connection.start()
        result = await connection.call("secret", {})
    except UsageError as error:
        return error.message
    finally:
        await connection.close()
    return str(getattr(result.content[0], "text", ""))


def test_tokens_are_renewed_when_they_are_used_up_or_refused(
    locked: Locked, tmp_path: Path
) -> None:
    tokens, renewed = Tokens(tmp_path, "locked", locked.url), locked.folder / "renewed"

    async def scene() -> None:
        assert await said(locked.url, tokens) == "log in"
        login = await log_in(locked.url)
        assert login is not None and login.is_fresh()
        tokens.keep(login)
        assert await said(locked.url, tokens) == "forty-two"
        assert not renewed.exists()

        (locked.folder / "revoked").touch()
        assert await said(locked.url, tokens) == "forty-two"
        assert renewed.read_text() == "once\n"
        second = tokens.read()
        assert second is not None and second.access_token != login.access_token

        tokens.keep(replace(second, expires=1.0))
        assert await said(locked.url, tokens) == "forty-two"
        assert renewed.read_text() == "once\nonce\n"
        third = tokens.read()
        assert third is not None and third.is_fresh()

        (locked.folder / "revoked").touch()
        (locked.folder / "strict").touch()
        assert await said(locked.url, tokens) == "log in"

    asyncio.run(scene())


def test_a_server_that_wants_no_login_gives_none() -> None:
    async def scene(url: str) -> Login | None:
        return await logged_in(url, pytest.fail)

    with over_http() as url:
        assert asyncio.run(scene(url)) is None


def test_an_address_without_a_server_is_no_server_without_a_login() -> None:
    async def scene(url: str) -> None:
        await logged_in(url, pytest.fail)

    with over_http() as url:
        wrong = f"{url}/nowhere"
        with pytest.raises(UpstreamError) as caught:
            asyncio.run(scene(wrong))
    assert caught.value.message == f"There is no MCP server at {wrong}: it answered with 404."


def test_a_login_that_is_refused_says_why(locked: Locked) -> None:
    async def scene() -> None:
        def show(address: str) -> None:
            back = address.partition("redirect_uri=")[2].partition("&")[0]
            target = f"{urllib.parse.unquote(back)}?error=access_denied"
            tasks.append(asyncio.create_task(asyncio.to_thread(_read, target)))

        tasks: list[asyncio.Task[bytes]] = []
        await logged_in(locked.url, show)

    with pytest.raises(UpstreamError, match=r"^The login was refused: access_denied\.$"):
        asyncio.run(scene())


LOGIN = Login(url="http://a/mcp", access_token="x", refresh_token="r", token_endpoint="http://a/t")


def test_a_login_goes_to_its_own_address_only(tmp_path: Path) -> None:
    Tokens(tmp_path, "a", LOGIN.url).keep(LOGIN)
    assert Tokens(tmp_path, "a", LOGIN.url).read() == LOGIN
    assert Tokens(tmp_path, "a", "http://b/mcp").read() is None
    assert repr(LOGIN) == "Login(url='http://a/mcp')"


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("{")
    with pytest.raises(SettingsError, match=r"a\.json cannot be read"):
        Tokens(tmp_path, "a", LOGIN.url).read()


@pytest.mark.parametrize(
    ("client", "form", "header"),
    [
        ({"client_id": "i"}, "client_id=i", None),
        ({"client_id": "i", "client_secret": "s"}, "client_id=i&client_secret=s", None),
        (
            {
                "client_id": "i",
                "client_secret": "s",
                "token_endpoint_auth_method": "client_secret_basic",
            },
            "client_id=i",
            "Basic aTpz",
        ),
    ],
)
def test_a_renewal_is_asked_for_as_the_client_was_registered(
    client: dict[str, object], form: str, header: str | None
) -> None:
    request = refreshing(replace(LOGIN, client=client))
    asked = request.content.decode()
    assert asked == f"grant_type=refresh_token&refresh_token=r&{form}"
    assert (str(request.url), request.headers.get("authorization")) == ("http://a/t", header)
