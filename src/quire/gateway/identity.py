"""Who asks: the key of a request, looked up in memory by its hash."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from msgspec import Struct

from quire.errors import RefusedError, shortened
from quire.gateway.oidc import Issuers, is_token, refused
from quire.models.catalogue import entry
from quire.models.settings import Secret
from quire.store import keys
from quire.store.database import Database
from quire.store.keys import Key

_LONGEST_APP = 200
# Who asks for what needs no key.
ANYBODY = Key(id="", name="anybody", ending="")
_APPS = ("x-title", "x-openrouter-title", "http-referer", "referer")


class Caller(Struct, frozen=True, kw_only=True):
    """Who asks, with which program, and under which promise: with `zdr` nothing is kept.

    `own` are credentials of the client's for this call, by provider; they are never written.
    """

    key: Key
    zdr: bool = False
    app: str = ""
    own: Mapping[str, Secret] = {}

    @property
    def project(self) -> str:
        """The project whose stored state the caller sees."""
        return self.key.project


class Keyring:
    """Every key by its hash, as the database had them at the last look, and trusted issuers."""

    def __init__(self, database: Database, issuers: Issuers | None = None) -> None:
        """Read the keys; the tokens of `issuers` are taken for keys too."""
        self._database = database
        self._issuers = issuers or Issuers({})
        self._mark: tuple[int, ...] | None = None
        self._stamp = database.read_now(keys.stamp)
        self._keys = keys.listed(database)

    async def refresh(self) -> None:
        """Read the keys again if any has changed."""
        mark = self._database.mark()
        if mark is not None and mark == self._mark:
            return
        stamp = await self._database.read(keys.stamp)
        if stamp != self._stamp:
            self._keys = await self._database.read(keys.by_hash)
            self._stamp = stamp
        self._mark = mark

    @property
    def known(self) -> Mapping[str, Key]:
        """The keys as they are known now: another object once any has changed."""
        return self._keys

    def held(self, headers: Mapping[str, str]) -> Key | None:
        """Return the key that a request shows if it is known and good, and no token's."""
        secret = shown(headers)
        key = None if is_token(secret) else self._keys.get(keys.digest(secret))
        return key if key is not None and not key.disabled else None

    async def key_of(self, headers: Mapping[str, str]) -> Key:
        """Return the key that a request shows, or that its token stands for.

        Raises RefusedError with status 401, and what `Issuers.key_of` raises.
        """
        secret = shown(headers)
        if not secret:
            raise _unknown("You did not provide an API key.")
        if is_token(secret):
            return await self._issuers.key_of(secret)
        if headers.get("ai-gateway-auth-method") == "oidc" and not secret.startswith(keys.PREFIX):
            raise refused("The token cannot be read.", "Send it whole, as it was issued.")
        digest = keys.digest(secret)
        if digest not in self._keys:
            await self.refresh()  # another process may have made it a moment ago
        key = self._keys.get(digest)
        if key is None:
            raise _unknown(f"Incorrect API key provided: {_masked(secret)}.")
        if key.disabled:
            raise _unknown(f"The API key {_masked(secret)} is disabled.")
        return key


def may_ask(key: Key, name: str) -> bool:
    """Return whether a key may ask for a model, by any of the model's names."""
    known = (name, *entry(name).names) if key.models else ()
    return not key.models or any(
        fnmatchcase(each, pattern) for each in known for pattern in key.models
    )


def check_models(key: Key, names: Iterable[str]) -> None:
    """Refuse models that a key may not ask for. Raises RefusedError with status 403."""
    for name in names:
        if not may_ask(key, name):
            raise RefusedError(
                f"This key may not ask for the model '{shortened(name)}'.",
                hint=f"It may ask for: {', '.join(key.models)}.",
                param="model",
                code="model_not_allowed",
            )


def app_of(headers: Mapping[str, str]) -> str:
    """Return the name of the program that asks, as it tells it (`X-Title`, `HTTP-Referer`)."""
    named = next((headers[name] for name in _APPS if headers.get(name)), "")
    return named[:_LONGEST_APP]


def shown(headers: Mapping[str, str]) -> str:
    """Return the key or token that a request shows, an empty text where it shows none."""
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
