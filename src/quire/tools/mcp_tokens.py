"""What a login to an MCP server left behind: its tokens, kept in a file that only its owner reads.

The fields are those of RFC 6749 (tokens, refresh) and RFC 7591 (the registered client).
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from quire.errors import SettingsError
from quire.protocol.items import Json

_MARGIN = 30.0
"""Seconds before its end at which a token counts as used up."""


class Login(Struct, frozen=True, kw_only=True):
    """A login to the server at `url`; `expires` is in seconds since 1970, None where unknown."""

    url: str
    access_token: str
    refresh_token: str = ""
    expires: float | None = None
    scope: str = ""
    token_endpoint: str = ""
    resource: str = ""
    client: Json = {}

    def __repr__(self) -> str:
        return f"Login(url={self.url!r})"

    def is_fresh(self) -> bool:
        """Tell whether the access token is not known to be used up."""
        return self.expires is None or time.time() < self.expires - _MARGIN

    def renewed(self, answer: bytes) -> Login:
        """Return the login after a token endpoint's answer. Raises msgspec.MsgspecError."""
        given = msgspec.json.decode(answer, type=_Given)
        return replace(
            self,
            access_token=given.access_token,
            refresh_token=given.refresh_token or self.refresh_token,
            expires=None if given.expires_in is None else time.time() + given.expires_in,
            scope=given.scope or self.scope,
        )


class _Given(Struct, frozen=True):
    access_token: str
    expires_in: float | None = None
    refresh_token: str | None = None
    scope: str | None = None


class Tokens:
    """The login to one server, in a file of mode 0600; one to another address does not count."""

    def __init__(self, folder: Path, name: str, url: str) -> None:
        """Look below `folder`, which is made with the first login."""
        self._path = folder / f"{name}.json"
        self._url = url

    def read(self) -> Login | None:
        """Return the login, None where there is none. Raises SettingsError for a broken file."""
        try:
            login = msgspec.json.decode(self._path.read_bytes(), type=Login)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.MsgspecError) as error:
            raise SettingsError(
                f"{self._path} cannot be read.", hint="Remove it and log in again."
            ) from error
        return login if login.url == self._url else None

    def keep(self, login: Login) -> None:
        """Write a login, whole or not at all. Raises SettingsError."""
        fresh = self._path.with_suffix(f".{os.getpid()}")
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(msgspec.json.encode(login))
            fresh.replace(self._path)
        except OSError as error:
            raise SettingsError(
                f"{self._path} cannot be written: {error.strerror}.",
                hint="Check the rights of the folder.",
            ) from error

    def forget(self) -> bool:
        """Remove the file; tell whether there was one. Raises SettingsError."""
        try:
            self._path.unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            raise SettingsError(f"{self._path} cannot be removed: {error.strerror}.") from error
        return True
