"""Identities of other houses: signed tokens of the issuers that the settings trust.

A token is a JSON Web Token (RFC 7519) with an asymmetric signature (RFC 7518: RS256, ES256). Its
issuer, audience, times, algorithm and key are checked, in that order of what is cheap; its claims
then become a Key as the database's are, with an id of its own for budgets and rates.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from importlib.util import find_spec
from string import Formatter
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec import Struct

from quire.errors import RefusedError, SettingsError
from quire.gateway.jwks import KeySet
from quire.gateway.settings import Issuer
from quire.store.keys import Key, Limits

if TYPE_CHECKING:
    import jwt

_MILLION = 1_000_000
# How much two clocks may differ, in seconds.
_LEEWAY = 10
_REQUIRED = ["iss", "aud", "exp"]
_REMEMBERED = 16_384
_LONGEST_TOKEN = 16_384
_PartT = TypeVar("_PartT", bound=Struct)


class _Head(Struct, frozen=True):
    alg: str = ""
    kid: str = ""
    crit: tuple[str, ...] = ()


class _Body(Struct, frozen=True):
    iss: str = ""


class _Known(Struct, frozen=True):
    """An identity that was verified, until its token ends or the issuer's keys change."""

    key: Key
    until: float
    keys: int


class Issuers:
    """The issuers whose tokens are taken for keys."""

    def __init__(
        self, trusted: Mapping[str, Issuer], clock: Callable[[], float] = time.time
    ) -> None:
        """Keep the issuers by their names; no keys are fetched yet.

        Raises SettingsError where the library that checks signatures is not installed.
        """
        if trusted and find_spec("jwt") is None:
            raise SettingsError(
                "Tokens of issuers need the package PyJWT, which is not installed.",
                hint="Install it with: pip install 'quire[oidc]'",
                code="missing_package",
            )
        self._trusted = {name: (issuer, KeySet(name, issuer)) for name, issuer in trusted.items()}
        self._clock = clock
        self._known: OrderedDict[str, _Known] = OrderedDict()

    async def key_of(self, token: str) -> Key:
        """Return the identity that a token proves.

        Raises RefusedError with status 401 that says what is wrong with it, 403 where its claims
        are not those that are let in, and UpstreamError where the issuer's keys cannot be had.
        """
        digest = hashlib.sha256(token.encode()).hexdigest()
        name, (issuer, keys) = self._issuer(token)
        known = self._known.get(digest)
        good = known is not None and keys.fresh and known.keys == keys.version
        if known is not None and good and self._clock() < known.until:
            return known.key
        claims = await self._verified(token, issuer, keys)
        made = identity(name, issuer, claims)
        ends = claims.get("exp")
        until = float(ends) if isinstance(ends, int | float) else 0.0
        self._known[digest] = _Known(made, until, keys.version)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return made

    def _issuer(self, token: str) -> tuple[str, tuple[Issuer, KeySet]]:
        """Return who says to have issued a token, where that is somebody trusted."""
        if not self._trusted:
            raise refused(
                "This server trusts no issuer of tokens.",
                "Send a key, or let the owner set [gateway.issuers.NAME].",
            )
        claimed = _part(token, 1, _Body).iss
        for name, found in self._trusted.items():
            if issued_by(found[0].issuer, claimed):
                return name, found
        raise refused(f"The issuer {claimed!r} is not trusted.", "See [gateway.issuers.NAME].")

    async def _verified(self, token: str, issuer: Issuer, keys: KeySet) -> dict[str, object]:
        """Return the claims of a token whose signature and times are good."""
        import jwt

        head = _part(token, 0, _Head)
        if head.alg not in issuer.algorithms:
            raise refused(
                f"The token is signed with {head.alg!r}.",
                f"Taken are: {', '.join(issuer.algorithms)}.",
            )
        if head.crit:
            raise refused("The token has critical extensions that are not known here.")
        key = await keys.find(head.kid, head.alg)
        try:
            return dict(
                jwt.decode(
                    token, key, algorithms=[head.alg], audience=list(issuer.audience),
                    leeway=_LEEWAY, options={"require": _REQUIRED},
                )
            )  # fmt: skip
        except jwt.PyJWTError as error:
            raise refused(_fault(error)) from None


def is_token(shown: str) -> bool:
    """Return whether a credential has the form of a signed token: three parts, the first JSON."""
    return shown.startswith("eyJ") and shown.count(".") == 2


def issued_by(pattern: str, claimed: str) -> bool:
    """Return whether an issuer is the one that settings name; a last `/*` takes what is below."""
    if pattern.endswith("/*"):
        whole = pattern.removesuffix("/*")
        return claimed == whole or claimed.startswith(f"{whole}/")
    return claimed == pattern


def identity(name: str, issuer: Issuer, claims: Mapping[str, object]) -> Key:
    """Return the key that claims stand for. Raises RefusedError with status 401 or 403."""
    for claim, pattern in issuer.claims.items():
        found = claims.get(claim)
        if not isinstance(found, str) or not fnmatchcase(found, pattern):
            raise refused(
                f"The claim {claim!r} is {found!r}, which is not let in.",
                f"[gateway.issuers.{name}] lets in {pattern!r}.",
                status=403,
            )
    subject = filled(issuer.subject, claims)
    digest = hashlib.sha256(msgspec.json.encode([name, subject])).hexdigest()
    return Key(
        id=f"oidc_{digest[:24]}",
        name=f"{name}:{subject}",
        ending=digest[:4],
        project=filled(issuer.project, claims) if issuer.project else f"{name}:{subject}",
        zdr=issuer.zdr,
        limits=Limits(
            day=_millionths(issuer.day),
            month=_millionths(issuer.month),
            total=_millionths(issuer.total),
            per_minute=issuer.per_minute,
            tokens_per_minute=issuer.tokens_per_minute,
        ),
        models=issuer.models,
    )


def filled(template: str, claims: Mapping[str, object]) -> str:
    """Return a template with its claims, `{repository}`, put in. Raises RefusedError 401."""
    told: list[str] = []
    for text, claim, _, _ in Formatter().parse(template):
        told.append(text)
        if claim is None:
            continue
        value = claims.get(claim)
        if not isinstance(value, str | int) or value == "":
            raise refused(f"The token has no claim {claim!r}.")
        told.append(str(value))
    return "".join(told)


def refused(message: str, hint: str = "", *, status: int = 401) -> RefusedError:
    """Return the refusal of a token; it quotes claims, never the token."""
    return RefusedError(
        message,
        hint=hint,
        code="invalid_token" if status == 401 else "identity_not_allowed",
        status=status,
    )


def _millionths(dollars: float | None) -> int | None:
    return None if dollars is None else round(dollars * _MILLION)


def _part(token: str, place: int, kind: type[_PartT]) -> _PartT:
    """Return the head (0) or the body (1) of a token, which nobody has verified yet."""
    try:
        text = token[:_LONGEST_TOKEN].split(".")[place]
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
        return msgspec.json.decode(data, type=kind)
    except (binascii.Error, IndexError, ValueError, msgspec.MsgspecError) as error:
        raise refused("The token cannot be read.", "Send it whole, as it was issued.") from error


def _fault(error: jwt.PyJWTError) -> str:
    """Return what is wrong with a token in words that quote nothing of it."""
    import jwt

    faults: tuple[tuple[type[jwt.PyJWTError], str], ...] = (
        (jwt.ExpiredSignatureError, "The token has expired."),
        (jwt.ImmatureSignatureError, "The token is not valid yet."),
        (jwt.InvalidIssuedAtError, "The token's time of issue cannot be right."),
        (jwt.InvalidAudienceError, "The token is for another audience."),
        (jwt.InvalidSignatureError, "The token's signature is wrong."),
        (jwt.MissingRequiredClaimError, f"{error}."),
    )
    return next((words for kind, words in faults if isinstance(error, kind)), "The token is wrong.")
