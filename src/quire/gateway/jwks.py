"""The public keys of an issuer (JSON Web Key Set, RFC 7517), from its address or from a file."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from quire.errors import RefusedError, UpstreamError
from quire.gateway.settings import Issuer

if TYPE_CHECKING:
    import jwt

_HERE = frozenset({"127.0.0.1", "::1", "localhost"})
_LONGEST = 1_048_576
_PATIENCE = 5.0
# What a key must be for an algorithm: its type, and its curve where it has one.
_KINDS = {
    "RS256": ("RSA", ""),
    "RS384": ("RSA", ""),
    "RS512": ("RSA", ""),
    "PS256": ("RSA", ""),
    "ES256": ("EC", "P-256"),
    "ES384": ("EC", "P-384"),
}


class _Listed(Struct, frozen=True):
    keys: tuple[dict[str, object], ...]


class KeySet:
    """The keys of one issuer as they were last read; `version` changes whenever they do."""

    def __init__(
        self, name: str, issuer: Issuer, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Read nothing yet; `clock` is in seconds."""
        self._name = name
        self._issuer = issuer
        self._clock = clock
        self._keys: tuple[dict[str, object], ...] = ()
        self._read_at: float | None = None
        self._failed_at: float | None = None
        self._reading = asyncio.Lock()
        self.version = 0

    async def find(self, kid: str, algorithm: str) -> jwt.PyJWK:
        """Return the key that a token names, for the algorithm that it is signed with.

        A key that is not known makes the set be read again, no more often than
        `jwks_pause` allows: that is how a new key is found when an issuer changes it. Raises
        RefusedError (401) where there is no such key, UpstreamError (503) where there are none.
        """
        if not self.fresh:
            await self._refresh(self._issuer.jwks_life)
        found = self._among(kid, algorithm)
        if found is None and self._age() > self._issuer.jwks_pause:
            await self._refresh(self._issuer.jwks_pause)
            found = self._among(kid, algorithm)
        if found is None:
            raise RefusedError(
                "The token's signing key is not among those of its issuer.",
                hint=f"See [gateway.issuers.{self._name}] and the 'kid' of the token.",
                code="invalid_token",
                status=401,
            )
        return _made(found, algorithm)

    @property
    def fresh(self) -> bool:
        """Whether the keys were read so lately that they need not be read again."""
        return self._age() <= self._issuer.jwks_life

    def _age(self) -> float:
        return float("inf") if self._read_at is None else self._clock() - self._read_at

    def _among(self, kid: str, algorithm: str) -> dict[str, object] | None:
        """Return the key with an id; a token without one needs an issuer with a single key."""
        fitting = [key for key in self._keys if _fits(key, algorithm)]
        if not kid:
            return fitting[0] if len(fitting) == 1 else None
        return next((key for key in fitting if key.get("kid") == kid), None)

    async def _refresh(self, older: float) -> None:
        """Read the keys again, unless somebody has while this waited."""
        async with self._reading:
            if self._age() <= older:
                return
            now, failed = self._clock(), self._failed_at
            if failed is not None and now - failed < self._issuer.jwks_pause:
                raise self._unavailable()
            try:
                keys = msgspec.json.decode(await self._data(), type=_Listed).keys
            except (OSError, msgspec.MsgspecError) as error:
                if self._keys:  # an issuer that is away for a while has not changed its keys
                    self._read_at = self._clock()
                    return
                self._failed_at = self._clock()
                raise self._unavailable() from error
            if keys != self._keys:
                self._keys, self.version = keys, self.version + 1
            self._read_at = self._clock()

    def _unavailable(self) -> UpstreamError:
        return UpstreamError(
            f"The keys of the issuer '{self._name}' cannot be read.",
            hint=f"Check gateway.issuers.{self._name}.jwks.",
            code="issuer_unavailable",
            status=503,
            retry_after=self._issuer.jwks_pause,
        )

    async def _data(self) -> bytes:
        """Return the set's JSON. Raises OSError."""
        where = self._issuer.jwks
        if "://" not in where:
            return await asyncio.to_thread(Path(where).expanduser().read_bytes)
        address = urlsplit(where)
        if address.scheme != "https" and address.hostname not in _HERE:
            raise OSError("Keys are fetched over https alone.")
        return await asyncio.to_thread(_fetched, where)


def _fetched(address: str) -> bytes:
    """Return what is found at an address; it is followed nowhere else. Raises OSError."""
    from urllib.request import HTTPRedirectHandler, Request, build_opener

    class _Staying(HTTPRedirectHandler):
        def redirect_request(self, *told: object) -> None:
            """Follow no redirection, so that it is an error."""

    asked = Request(address, headers={"accept": "application/json"})
    with build_opener(_Staying).open(asked, timeout=_PATIENCE) as answer:
        data: bytes = answer.read(_LONGEST)
    return data


def _fits(key: dict[str, object], algorithm: str) -> bool:
    """Return whether a key is one for signatures with an algorithm."""
    kind, curve = _KINDS[algorithm]
    return (
        key.get("kty") == kind
        and (not curve or key.get("crv") == curve)
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
    )


def _made(key: dict[str, object], algorithm: str) -> jwt.PyJWK:
    import jwt

    try:
        return jwt.PyJWK(key, algorithm)
    except jwt.PyJWTError as error:
        raise RefusedError(
            "The token's signing key cannot be used.", code="invalid_token", status=401
        ) from error
