"""Who asks: the key of a request, looked up in memory by its hash."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from quire.errors import RefusedError
from quire.store import keys
from quire.store.database import Database
from quire.store.keys import Key

_LONGEST_APP = 200


class Caller(Struct, frozen=True, kw_only=True):
    """Who asks, with which program, and under which promise: with `zdr` nothing is kept."""

    key: Key
    zdr: bool = False
    app: str = ""

    @property
    def project(self) -> str:
        """The project whose stored state the caller sees."""
        return self.key.project


class Keyring:
    """Every key by its hash, as the database had them at the last look."""

    def __init__(self, database: Database) -> None:
        """Read the keys."""
        self._database = database
        self._stamp = database.read_now(keys.stamp)
        self._keys = keys.listed(database)

    async def refresh(self) -> None:
        """Read the keys again if any has changed."""
        stamp = await self._database.read(keys.stamp)
        if stamp != self._stamp:
            self._keys = await self._database.read(keys.by_hash)
            self._stamp = stamp

    async def key_of(self, headers: Mapping[str, str]) -> Key:
        """Return the key that a request shows. Raises RefusedError with status 401."""
        secret = _shown(headers)
        if not secret:
            raise _unknown("You did not provide an API key.")
        digest = keys.digest(secret)
        if digest not in self._keys:
            await self.refresh()  # another process may have made it a moment ago
        key = self._keys.get(digest)
        if key is None:
            raise _unknown(f"Incorrect API key provided: {_masked(secret)}.")
        if key.disabled:
            raise _unknown(f"The API key {_masked(secret)} is disabled.")
        return key


def app_of(headers: Mapping[str, str]) -> str:
    """Return the name of the program that asks, as it tells it (`X-Title`, `HTTP-Referer`)."""
    named = headers.get("x-title") or headers.get("http-referer") or headers.get("referer") or ""
    return named[:_LONGEST_APP]


def _shown(headers: Mapping[str, str]) -> str:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return token.strip()
    return headers.get("x-api-key") or headers.get("api-key") or ""


def _masked(secret: str) -> str:
    return f"{secret[:3]}…{secret[-4:]}" if len(secret) > 12 else "…"


def _unknown(message: str) -> RefusedError:
    return RefusedError(
        message,
        hint="Send a key as 'Authorization: Bearer sk-…'; make one with `quire keys create`.",
        code="invalid_api_key",
        status=401,
    )
