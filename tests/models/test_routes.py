"""The route of a request: who is asked, in which order, and why others are not."""

from __future__ import annotations

import msgspec
import pytest

from quire.errors import QuireError
from quire.models.catalogue import Catalogue, Price, catalogue
from quire.models.health import Health, Outcome, after
from quire.models.preferences import MaxPrice, Preferences
from quire.models.routes import Attempt, candidates, plan
from quire.models.settings import Provider, Secret

CODEX = "gpt-5.1-codex"
MINI = "gpt-5.1-codex-mini"
CHEAP = Price(input=0.5, cached=0.05, output=4.0)
DEAR = Price(input=9.0, cached=0.9, output=90.0)
NOW = 10_000.0


def account(name: str, **traits: object) -> Provider:
    plain = Provider(
        name=name,
        base_url=f"http://{name}.example/v1",
        key=Secret("sk-1"),
        serves=("openai/*",),
    )
    return msgspec.structs.replace(plain, **traits)


ENGINE = Provider(name="quire", dialect="engine", serves=("quire/*",), zdr=True, trains=False)
OPENAI = account("openai", serves=("openai/*", "gpt-*"), trains=False)
CHEAPER = account("cheap", prices={CODEX: CHEAP}, spelling="{creator}/{model}", dots="-")
DEARER = account("dear", prices={CODEX: DEAR}, zdr=True, trains=False)
KEYLESS = account("later", key=None, key_variable="LATER_KEY")
LOCAL = account("ollama", key=None, serves=(), models={"tiny": "tiny:8b"}, dialect="chat")
ANY = account("any", serves=("*/*",), spelling="{creator}/{model}")
USUAL = (ENGINE, OPENAI, CHEAPER, DEARER, KEYLESS, LOCAL)


def wish(*models: str, **fields: object) -> Preferences:
    return msgspec.convert({"models": models or (CODEX,), **fields}, Preferences)


def health(*outcomes: Outcome) -> Health:
    state = Health()
    for outcome in outcomes:
        state = after(state, outcome)
    return state


def good(provider: str, first_token: float, speed: float, model: str = CODEX) -> Outcome:
    return Outcome(
        provider=provider, model=model, at=NOW - 5, good=True, first_token=first_token, speed=speed
    )


def bad(provider: str, model: str = CODEX, rest: float | None = None) -> Outcome:
    return Outcome(provider=provider, model=model, at=NOW - 1, good=False, asked_rest=rest)


def told(attempts: tuple[Attempt, ...]) -> list[str]:
    return [f"{each.provider.name}:{each.spelling}" for each in attempts]


ALL = ["openai:gpt-5.1-codex", "cheap:openai/gpt-5-1-codex", "dear:gpt-5.1-codex"]
OA, CH, DE = ALL
MEASURED = health(good("openai", 0.9, 50.0), good("cheap", 0.2, 20.0), good("dear", 0.5, 90.0))
DOWN = health(*(bad("openai") for _ in range(3)))
SHAKY = health(
    *(msgspec.structs.replace(bad("openai"), at=NOW - 200) for _ in range(12)),
    Outcome(provider="openai", model=CODEX, at=NOW - 150, good=True),
)
LIMITED = health(bad("openai", rest=30.0))

ROWS: list[tuple[str, Preferences, Health, list[str]]] = [
    ("table order", wish(), Health(), ALL),
    ("creator form", wish("openai/gpt-5.1-codex"), Health(), ALL),
    ("hyphen form", wish("openai/gpt-5-1-codex"), Health(), ALL),
    ("any case", wish("GPT-5.1-Codex"), Health(), ALL),
    ("order first, the rest after", wish(order=("dear",)), Health(), [DE, OA, CH]),
    ("order of two", wish(order=("dear", "cheap")), Health(), [DE, CH, OA]),
    ("order names nobody", wish(order=("azure",)), Health(), ALL),
    ("order without fallbacks", wish(order=("dear", "cheap"), allow_fallbacks=False), Health(),
     [DE, CH]),
    ("no fallbacks", wish(allow_fallbacks=False), Health(), [OA]),
    ("only", wish(only=("cheap", "dear")), Health(), [CH, DE]),
    ("only and order", wish(only=("cheap", "dear"), order=("dear",)), Health(), [DE, CH]),
    ("ignore", wish(ignore=("openai",)), Health(), [CH, DE]),
    ("only and ignore", wish(only=("cheap", "dear"), ignore=("dear",)), Health(), [CH]),
    ("zero data retention", wish(zdr=True), Health(), [DE]),
    ("no training", wish(data_collection="deny"), Health(), [OA, DE]),
    ("cheapest first", wish(sort="price"), Health(), [CH, OA, DE]),
    ("quickest first token", wish(sort="latency"), MEASURED, [CH, DE, OA]),
    ("most tokens per second", wish(sort="throughput"), MEASURED, [DE, OA, CH]),
    ("unmeasured come last", wish(sort="latency"), health(good("dear", 1.0, 9.0)), [DE, OA, CH]),
    ("sorting without measures keeps the table", wish(sort="throughput"), Health(), ALL),
    ("old measures do not count", wish(sort="latency"),
     health(msgspec.structs.replace(good("dear", 0.1, 9.0), at=NOW - 4000)), ALL),
    ("order wins over sort", wish(sort="price", order=("dear",)), Health(), [DE, CH, OA]),
    ("most paid for input", wish(max_price=MaxPrice(prompt=1.0)), Health(), [CH]),
    ("most paid for output", wish(max_price=MaxPrice(completion=20)), Health(), [OA, CH]),
    ("most paid for both", wish(max_price=MaxPrice(prompt=2, completion=5)), Health(), [CH]),
    ("exactly the most", wish(max_price=MaxPrice(prompt=1.25, completion=10)), Health(), [OA, CH]),
    ("parameters that all take", wish(require_parameters=True, parameters=frozenset({"tools"})),
     Health(), ALL),
    ("parameters do not matter unless required", wish(parameters=frozenset({"top_k"})), Health(),
     ALL),
    ("a resting provider comes last", wish(), DOWN, [CH, DE, OA]),
    ("a resting provider is still tried", wish(only=("openai",)), DOWN, [OA]),
    ("rest wins over order", wish(order=("openai",)), DOWN, [CH, DE, OA]),
    ("a rate limit rests as long as asked", wish(), LIMITED, [CH, DE, OA]),
    ("two failures are forgiven", wish(), health(bad("openai"), bad("openai")), ALL),
    ("a success ends the count", wish(),
     health(bad("openai"), bad("openai"), good("openai", 1, 1), bad("openai")), ALL),
    ("recent uptime decides among equals", wish(), SHAKY, [CH, DE, OA]),
    ("another model's failures do not matter", wish(),
     health(*(bad("openai", MINI) for _ in range(9))), ALL),
    ("a session stays at home", wish(home="dear"), Health(), [DE, OA, CH]),
    ("home wins over sort", wish(home="dear", sort="price"), Health(), [DE, CH, OA]),
    ("order wins over home", wish(home="dear", order=("cheap",)), Health(), [CH, DE, OA]),
    ("a home that rests is left", wish(home="openai"), DOWN, [CH, DE, OA]),
    ("a home that is gone is forgotten", wish(home="azure"), Health(), ALL),
    ("models one after the other", wish(MINI, CODEX, only=("openai",)), Health(),
     ["openai:gpt-5.1-codex-mini", OA]),
    ("models and providers", wish(MINI, CODEX, only=("openai", "cheap")), Health(),
     ["openai:gpt-5.1-codex-mini", "cheap:openai/gpt-5-1-codex-mini", OA, CH]),
    ("sorted over all models",
     wish(CODEX, MINI, only=("openai",), sort="price", partition="none"), Health(),
     ["openai:gpt-5.1-codex-mini", OA]),
    ("an unknown model falls to the next", wish("nothing-9", CODEX), Health(), ALL),
    ("the engine", wish("quire/standard"), Health(), ["quire:quire/standard"]),
    ("the engine under zero retention", wish("quire/max", zdr=True), Health(),
     ["quire:quire/max"]),
    ("the engine after an upstream", wish(MINI, "quire/mini", only=("openai", "quire")), Health(),
     ["openai:gpt-5.1-codex-mini", "quire:quire/mini"]),
    ("a model that a person listed", wish("tiny"), Health(), ["ollama:tiny:8b"]),
    ("a model claimed by name", wish("ollama/qwen:30b"), Health(), ["ollama:qwen:30b"]),
    ("a newer model of a pattern", wish("gpt-9-codex"), Health(), ["openai:gpt-9-codex"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "state", "expected"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS]
)
def test_a_route(wanted: Preferences, state: Health, expected: list[str]) -> None:
    assert told(plan(wanted, catalogue(), USUAL, state, NOW).attempts) == expected


REFUSED: list[tuple[str, Preferences, tuple[str, int], list[str]]] = [
    ("unknown", wish("nothing-9"), ("model_not_found", 404),
     ["'nothing-9' does not exist", "models.providers"]),
    ("the engine's unknown name", wish("quire/huge"), ("model_not_found", 404), ["quire/huge"]),
    ("no key", wish(only=("later",)), ("no_provider", 503), ["later has no key", "Set LATER_KEY."]),
    ("nobody with an agreement", wish(zdr=True, ignore=("dear",)), ("no_provider", 503),
     ["openai has no agreement on zero data retention", "models.providers.openai.zdr = true"]),
    ("all may learn", wish(data_collection="deny", only=("cheap",)), ("no_provider", 503),
     ["cheap may learn from prompts"]),
    ("too dear", wish(max_price=MaxPrice(prompt=0.1)), ("no_provider", 503),
     ["openai costs 1.25 for prompt", "Raise 'max_price'."]),
    ("no price", wish("gpt-9", max_price=MaxPrice(prompt=1)), ("no_provider", 503),
     ["openai has no known price"]),
    ("parameters", wish(require_parameters=True, parameters=frozenset({"top_k", "min_p"})),
     ("no_provider", 503), ["openai does not take min_p, top_k"]),
    ("only names nobody", wish(only=("azure",)), ("no_provider", 503),
     ["openai is not among 'only'"]),
    ("all ignored", wish(only=("cheap",), ignore=("cheap",)), ("no_provider", 503),
     ["cheap is among 'ignore'"]),
    ("order without fallbacks names nobody", wish(order=("azure",), allow_fallbacks=False),
     ("no_provider", 503), ["is not among 'order'"]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("wanted", "kind", "words"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_a_request_that_nobody_can_answer_says_what_to_set(
    wanted: Preferences, kind: tuple[str, int], words: list[str]
) -> None:
    with pytest.raises(QuireError) as raised:
        plan(wanted, catalogue(), USUAL, Health(), NOW)
    error = raised.value
    assert (error.code, error.status, error.retryable) == (*kind, False)
    for part in words:
        assert part in f"{error.message} {error.hint}"


def test_exclusions_are_told_with_the_route() -> None:
    route = plan(wish(only=("openai",)), catalogue(), USUAL, Health(), NOW)
    assert [(each.provider, each.reason) for each in route.excluded] == [
        ("cheap", "is not among 'only'"),
        ("dear", "is not among 'only'"),
        ("later", "is not among 'only'"),
    ]
    assert route.requested == CODEX


def test_a_retired_model_has_a_successor_in_one_line() -> None:
    mapped = catalogue({CODEX: "gpt-5.3-codex"})
    for name in (CODEX, "openai/gpt-5-1-codex"):
        route = plan(wish(name, only=("openai",)), mapped, USUAL, Health(), NOW)
        assert told(route.attempts) == ["openai:gpt-5.3-codex"]


def test_an_overlong_name_is_nobodys_model() -> None:
    for length, served in ((256, True), (257, False)):
        name = "acme/" + "n" * (length - len("acme/"))
        assert bool(candidates(name, catalogue(), (ANY,))) is served


def test_patterns_reach_models_that_are_in_no_catalogue() -> None:
    empty = Catalogue(())
    route = plan(wish("acme/great-1"), empty, (OPENAI, ANY), Health(), NOW)
    assert told(route.attempts) == ["any:acme/great-1"]
