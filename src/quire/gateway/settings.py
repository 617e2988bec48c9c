"""Settings of the gateway room: limits of what comes in, and how patiently streams are held."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal
from urllib.parse import urlsplit

from msgspec import Meta, Struct

from quire.errors import SettingsError

_Seconds = Annotated[float, Meta(gt=0)]
Algorithm = Literal["RS256", "RS384", "RS512", "PS256", "ES256", "ES384"]


class Issuer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who issues tokens that stand for keys, and what such an identity may do.

    `issuer` is the claim `iss`, whole, or with a last `/*` for all below it; one of `audience` must
    be in `aud`. `jwks` is the address or the file of its public keys, read again after `jwks_life`
    seconds, and for a key that is not known after `jwks_pause`. `claims` are patterns that a token
    must match. `subject` names the identity that budgets and rates are for, `project` whose stored
    state it sees (its own, if empty). Money is in US dollars.
    """

    issuer: str
    audience: tuple[str, ...]
    jwks: str
    algorithms: tuple[Algorithm, ...] = ("RS256", "ES256")
    claims: Mapping[str, str] = {}
    subject: str = "{sub}"
    project: str = ""
    jwks_life: float = 600.0
    jwks_pause: float = 10.0
    zdr: bool = False
    models: tuple[str, ...] = ()
    day: float | None = None
    month: float | None = None
    total: float | None = None
    per_minute: int | None = None
    tokens_per_minute: int | None = None

    def __post_init__(self) -> None:
        if not (self.issuer and self.audience and all(self.audience) and self.jwks):
            raise SettingsError(
                "An issuer needs its 'issuer', one 'audience' at least, and 'jwks'.",
                hint="See the guide to identities.",
                param="gateway.issuers",
            )


class Telemetry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where spans and metrics of OpenTelemetry go; nothing is sent while `endpoint` is empty.

    `endpoint` is the address of a collector that takes OTLP over HTTP; `names` says which of the
    conventions' two families of token metrics is told. Metrics are sent every `interval` seconds.
    """

    endpoint: str = ""
    names: Literal["current", "newest", "both"] = "both"
    service: str = "quire"
    interval: float = 15.0
    spans: bool = True

    def __post_init__(self) -> None:
        address = urlsplit(self.endpoint)
        if self.endpoint and (address.scheme not in ("http", "https") or not address.hostname):
            raise SettingsError(
                f"gateway.telemetry.endpoint is {self.endpoint!r}, which is not an http address.",
                hint="Write it whole, for example 'http://127.0.0.1:4318'.",
                param="gateway.telemetry.endpoint",
            )


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person may set about the gateway; times are in seconds, sizes in bytes.

    `zdr` makes every request one of zero data retention; `byok_zdr` names the upstreams at which a
    client's own account is under an agreement too. A stream that has nothing to say gets a
    comment every `keep_alive`. A client whose head does not come for `client_patience` is left,
    and so is one whose body does not end, or whose reading does not go on, for ten times as long. A
    background answer whose worker has not shown itself for `lease` is taken over by another one;
    money that it had set aside is free after `purse_lease`. `shared` says that other processes use
    the same database; `server` names all processes of one start.
    With `strict_fields` a field that the Responses API does not have is refused; with
    `strict_endpoints` a model is served only where its maker serves it.
    With `open_rankings` every key sees those of all projects; with `open_lists` models and their
    prices are listed without a key too.
    """

    zdr: bool = False
    byok_zdr: tuple[str, ...] = ()
    strict_fields: bool = False
    strict_endpoints: bool = False
    largest_body: Annotated[int, Meta(ge=1)] = 128 * 1024 * 1024
    keep_alive: _Seconds = 15.0
    client_patience: _Seconds = 30.0
    lease: _Seconds = 3.0
    purse_lease: _Seconds = 60.0
    socket_life: _Seconds = 3600.0
    shared: bool = False
    workers: int = 1
    server: str = ""
    issuers: dict[str, Issuer] = {}
    telemetry: Telemetry = Telemetry()
    open_rankings: bool = False
    open_lists: bool = True
