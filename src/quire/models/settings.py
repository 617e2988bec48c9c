"""Settings of the models room: an upstream's account, and how patiently it is asked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal
from urllib.parse import urlsplit

from msgspec import Meta, Struct

from quire.errors import SettingsError
from quire.models.catalogue import Price
from quire.protocol.requests import Effort

Dialect = Literal["responses", "chat", "engine"]
# What stands where a proxy could be named, for none at all.
DIRECT = "none"
# Characters from which on a key is no word that a message could hold by chance.
_LONG = 12


class Secret:
    """A text that shows itself to nobody: not in `repr`, not in an error, not in JSON."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        """Keep `text`, without the blanks around it.

        Raises SettingsError, which does not quote it, when it cannot travel in a header.
        """
        kept = text.strip()
        if not _sendable(kept) or " " in kept:
            raise SettingsError(
                "The key holds a blank, a control character or a letter outside ASCII.",
                hint="Copy the key again, in one line.",
                param="key",
            )
        self._text = kept

    def reveal(self) -> str:
        """Return the text, to be sent and nothing else."""
        return self._text

    def hidden_in(self, text: str) -> str:
        """Return `text` with every copy of the secret replaced by `[key]`.

        A short one, as local servers take, is replaced only where it is a word of its own.
        """
        if len(self._text) >= _LONG:
            return text.replace(self._text, "[key]")
        word = rf"(?<![A-Za-z0-9]){re.escape(self._text)}(?![A-Za-z0-9])"
        return re.sub(word, "[key]", text) if self._text else text

    def __repr__(self) -> str:
        return "Secret(***)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash((Secret, self._text))


class Traits(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is particular about an upstream, so that nothing else need know its name.

    `serves` are patterns of model ids; `models` gives the upstream's own spelling of an id, and
    `spelling` that of every other one (`{creator}`, `{model}`), with `dots` in place of each dot.
    Of `tools`, the kinds that it takes (empty: all), others are played as functions; of `efforts`
    the nearest is sent. `default_output` is the limit of tokens that is sent, and told, where a
    request names none. `stateless`: it keeps nothing between requests. `zdr`: there is an
    agreement that it retains no data; `trains`: it may learn from them. `prices` differ from the
    catalogue's, in US dollars per million tokens.
    """

    title: str = ""
    dialect: Dialect = "responses"
    serves: tuple[str, ...] = ()
    models: Mapping[str, str] = {}
    spelling: str = "{model}"
    dots: str = "."
    tools: tuple[str, ...] = ()
    efforts: tuple[Effort, ...] = ()
    reasoning: Literal["effort", "object", "none"] = "effort"
    default_output: int | None = None
    stateless: bool = False
    zdr: bool = False
    trains: bool = True
    prices: Mapping[str, Price] = {}


class Provider(Traits, frozen=True, kw_only=True):
    """An account at an upstream; times are in seconds.

    `idle_timeout` bounds the silence between two pieces of an answer, not the whole answer. The
    embedded engine (`dialect` is `engine`) has no address. `key_variable` names what should hold
    the key of a provider that needs one. `proxy` is the address of an HTTP proxy, or `none`.
    """

    name: str
    base_url: str = ""
    key: Secret | None = None
    headers: Mapping[str, str] = {}
    idle_timeout: float = 300.0
    connect_timeout: float = 10.0
    key_variable: str = ""
    proxy: str = ""

    def __post_init__(self) -> None:
        if self.dialect == "engine":
            return
        address = urlsplit(self.base_url)
        if address.username or address.password:
            raise SettingsError(
                "The address holds a user name or a password.",
                hint="Give the key apart from the address.",
                param="base_url",
            )
        if address.scheme not in ("http", "https") or not address.hostname:
            raise SettingsError(
                f"base_url is {self.base_url!r}, which is not an http or https address.",
                hint="Write it whole, for example 'https://api.openai.com/v1'.",
                param="base_url",
            )
        for name, value in self.headers.items():
            if not (_sendable(name) and _sendable(value)):
                raise SettingsError(
                    f"The header {name!r} holds a character that cannot be sent.",
                    hint="Use printable ASCII in one line.",
                    param="headers",
                )

    @property
    def ready(self) -> bool:
        """Whether it can be asked: it has its key, or needs none."""
        return self.key is not None or not self.key_variable

    def __repr__(self) -> str:
        # Headers may hold keys too, so only what is public is shown.
        return f"Provider(name={self.name!r}, base_url={self.base_url!r})"

    def address(self, path: str) -> str:
        """Return the URL of `path`, such as `responses`, at this provider."""
        return f"{self.base_url.rstrip('/')}/{path}"


_Limit = Annotated[float, Meta(gt=0)]
_Wait = Annotated[float, Meta(ge=0)]


class Patience(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How often a failing upstream is asked again, and how long is waited; in seconds.

    Waits double from `first_wait`, give or take `jitter`; an upstream that asks for more than
    `longest_wait` is not asked again. Defaults are those of Codex and the OpenAI clients.
    """

    attempts: Annotated[int, Meta(ge=1)] = 5
    first_wait: _Wait = 0.2
    jitter: Annotated[float, Meta(ge=0, le=1)] = 0.1
    longest_wait: _Wait = 120.0
    total_wait: _Wait = 300.0


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person may set about upstreams; the key is never part of a file.

    `base_url` and `dialect` are those of the one upstream that the agent asks; with `state`
    "server" it keeps the conversation and is sent only what is new. `websocket` sends all turns
    over one connection; `background` lets answers be made whether or not the stream to them lasts,
    which takes a server that keeps state. `providers` are
    further ones by name, or changes to those that are known; `successors` are ids that stand in
    for retired ones. `proxy` is an HTTP proxy to ask them through; without one the environment
    decides, and with `none` nothing is asked through any.
    """

    base_url: str = "https://api.openai.com/v1"
    dialect: Literal["responses", "chat"] = "responses"
    state: Literal["replay", "server"] = "replay"
    websocket: bool = False
    background: bool = False
    providers: dict[str, dict[str, object]] = {}
    successors: dict[str, str] = {}
    headers: dict[str, str] = {}
    idle_timeout: _Limit = 300.0
    connect_timeout: _Limit = 10.0
    proxy: str = ""
    retry: Patience = Patience()

    def __post_init__(self) -> None:
        at_odds = next((words for name, words in _AT_ODDS if self._is(name)), "")
        if at_odds:
            raise SettingsError(at_odds, hint="Take one of them away.", param="models")

    def _is(self, names: tuple[str, str]) -> bool:
        held = {
            "websocket": self.websocket,
            "background": self.background,
            "chat": self.dialect == "chat",
            "replay": self.state == "replay",
        }
        return all(held[name] for name in names)


_AT_ODDS = (
    (("websocket", "chat"), "models.websocket needs the dialect 'responses'."),
    (("background", "chat"), "models.background needs the dialect 'responses'."),
    (("websocket", "background"), "There are no background answers over a WebSocket."),
    (("background", "replay"), "models.background needs models.state = 'server'."),
)


def provider_of(settings: Settings, key: str | None, *, name: str = "") -> Provider:
    """Return the account that `settings` and `key` describe, named after its host."""
    return Provider(
        name=name or urlsplit(settings.base_url).hostname or "upstream",
        base_url=settings.base_url,
        dialect=settings.dialect,
        key=Secret(key) if key and key.strip() else None,
        headers=settings.headers,
        idle_timeout=settings.idle_timeout,
        connect_timeout=settings.connect_timeout,
        proxy=settings.proxy,
    )


def _sendable(text: str) -> bool:
    return text.isascii() and text.isprintable()
