"""Which provider is asked for a request, and which ones after it: one pure decision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from quire.errors import UsageError, shortened
from quire.models.catalogue import LONGEST_NAME, Catalogue, Entry, Price
from quire.models.health import FIVE_MINUTES, Health, latency, rest_of, throughput, uptime
from quire.models.preferences import By, Preferences
from quire.models.providers import claimed, serves, spelled
from quire.models.settings import Provider


class Attempt(Struct, frozen=True):
    """One provider to ask for one model; `spelling` is the model's id there."""

    provider: Provider
    entry: Entry
    spelling: str

    @property
    def price(self) -> Price | None:
        """What it costs there, None where it is unknown."""
        if not self.provider.prices:
            return self.entry.price
        own = {name.lower(): price for name, price in self.provider.prices.items()}
        found = (own[name.lower()] for name in self.entry.names if name.lower() in own)
        return next(found, self.entry.price)


class Exclusion(Struct, frozen=True):
    """A provider that has the model and is not asked, with the reason and the remedy."""

    provider: str
    model: str
    reason: str
    remedy: str = ""


class Route(Struct, frozen=True):
    """The attempts in their order, and who was left out and why."""

    attempts: tuple[Attempt, ...]
    excluded: tuple[Exclusion, ...] = ()
    requested: str = ""


def plan(
    preferences: Preferences,
    catalogue: Catalogue,
    providers: Sequence[Provider],
    health: Health,
    now: float,
) -> Route:
    """Return the route of a request.

    Raises UsageError that says what to set: `model_not_found` (404) where no provider has the
    model, `upstream_not_configured` or `no_provider` (503) where each that has it is left out.
    """
    return ordered(choice(preferences, catalogue, providers), preferences, health, now)


class Choice(Struct, frozen=True):
    """Who may be asked, a tuple for each model, and who was left out: what time does not change."""

    kept: tuple[tuple[Attempt, ...], ...]
    excluded: tuple[Exclusion, ...]


def choice(preferences: Preferences, catalogue: Catalogue, providers: Sequence[Provider]) -> Choice:
    """Return who may be asked for a request, in the order of the table.

    It depends on neither the session nor its home. Raises what `plan` raises.
    """
    kept: list[tuple[Attempt, ...]] = []
    excluded: list[Exclusion] = []
    for name in preferences.models:
        having = candidates(name, catalogue, providers)
        left = [_exclusion(each, preferences) for each in having]
        excluded += [exclusion for exclusion in left if exclusion is not None]
        kept.append(tuple(each for each, out in zip(having, left, strict=True) if out is None))
    if not any(kept):
        raise _nobody(preferences, catalogue, excluded)
    return Choice(tuple(kept), tuple(excluded))


def ordered(found: Choice, preferences: Preferences, health: Health, now: float) -> Route:
    """Return the route of a request among those who may be asked."""
    attempts: list[Attempt] = []
    for each in found.kept:
        attempts += each if len(each) < 2 else _ordered(each, preferences, health, now)
    if preferences.partition == "none" and preferences.sort:
        attempts = _ordered(attempts, preferences, health, now)
    if not preferences.allow_fallbacks and not preferences.order:
        attempts = attempts[:1]
    return Route(tuple(attempts), found.excluded, preferences.models[0])


def only(found: Choice, preferences: Preferences) -> Route | None:
    """Return the route of a request where only one may be asked, None where there is a choice."""
    attempts = tuple(each for kept in found.kept for each in kept)
    return Route(attempts, found.excluded, preferences.models[0]) if len(attempts) == 1 else None


def candidates(
    name: str, catalogue: Catalogue, providers: Sequence[Provider]
) -> tuple[Attempt, ...]:
    """Return everyone who has a model, in the order of the table; nobody has an overlong name's."""
    if len(name) > LONGEST_NAME:
        return ()
    known = catalogue.running(name)
    owner = claimed(known.id, providers)
    having = [owner] if owner else [each for each in providers if serves(each, known)]
    return tuple(
        Attempt(each, known, spelled(each, known))
        for each in having
        if each.dialect != "engine" or catalogue.known(known.id) is not None
    )


def _exclusion(attempt: Attempt, wish: Preferences) -> Exclusion | None:
    """Return why an attempt is left out; the first reason found is told."""
    for rule in _RULES:
        found = rule(attempt, wish)
        if found is not None:
            return Exclusion(attempt.provider.name, attempt.entry.id, *found)
    return None


_Reason = tuple[str, str] | None
_KEYLESS = "has no key"
# So many names of a list are quoted in an error.
_NAMED = 8


def _unlisted(attempt: Attempt, wish: Preferences) -> _Reason:
    if wish.only and attempt.provider.name not in wish.only:
        return "is not among 'only'", "Add it to 'only', or leave 'only' out."
    return None


def _ignored(attempt: Attempt, wish: Preferences) -> _Reason:
    if attempt.provider.name in wish.ignore:
        return "is among 'ignore'", "Take it out of 'ignore'."
    return None


def _unordered(attempt: Attempt, wish: Preferences) -> _Reason:
    if wish.order and not wish.allow_fallbacks and attempt.provider.name not in wish.order:
        return "is not among 'order'", "Add it to 'order', or allow fallbacks."
    return None


def _keyless(attempt: Attempt, wish: Preferences) -> _Reason:
    if attempt.provider.ready:
        return None
    return _KEYLESS, f"Set {attempt.provider.key_variable}."


def _retaining(attempt: Attempt, wish: Preferences) -> _Reason:
    if not wish.zdr or attempt.provider.zdr:
        return None
    setting = f"models.providers.{attempt.provider.name}.zdr = true"
    return "has no agreement on zero data retention", f"With an agreement, set {setting}."


def _training(attempt: Attempt, wish: Preferences) -> _Reason:
    if wish.data_collection == "allow" or not attempt.provider.trains:
        return None
    setting = f"models.providers.{attempt.provider.name}.trains = false"
    return "may learn from prompts", f"With an agreement, set {setting}."


def _lacking(attempt: Attempt, wish: Preferences) -> _Reason:
    if not wish.require_parameters or not attempt.entry.parameters:
        return None
    missing = sorted(wish.parameters.difference(attempt.entry.parameters))
    if not missing:
        return None
    return f"does not take {', '.join(missing)}", "Leave them out, or 'require_parameters'."


def _dear(attempt: Attempt, wish: Preferences) -> _Reason:
    limit, price = wish.max_price, attempt.price
    if limit.prompt is None and limit.completion is None:
        return None
    if price is None:
        return "has no known price", f"Set models.providers.{attempt.provider.name}.prices."
    over = [
        f"{asked:g} for {name}"
        for name, most, asked in (
            ("prompt", limit.prompt, price.input),
            ("completion", limit.completion, price.output),
        )
        if most is not None and asked > most
    ]
    return (f"costs {' and '.join(over)}", "Raise 'max_price'.") if over else None


_RULES: tuple[Callable[[Attempt, Preferences], _Reason], ...] = (
    _unlisted,
    _ignored,
    _unordered,
    _keyless,
    _retaining,
    _training,
    _lacking,
    _dear,
)


def _ordered(
    attempts: Iterable[Attempt], wish: Preferences, health: Health, now: float
) -> list[Attempt]:
    """Return attempts in the order in which they are made; what rests comes last.

    An explicit `order` wins over a session's home, that over `sort`, and that over uptime.
    """
    places = {name: place for place, name in enumerate(wish.order)}
    measure = _MEASURES[wish.sort]

    def rank(attempt: Attempt) -> tuple[bool, int, bool, float]:
        record = health.of(attempt.provider.name, attempt.entry.id)
        away = bool(wish.home) and attempt.provider.name != wish.home
        return (
            rest_of(record, now) > 0,
            places.get(attempt.provider.name, len(places)),
            away,
            measure(attempt, health, now),
        )

    return sorted(attempts, key=rank)


def _downtime(attempt: Attempt, health: Health, now: float) -> float:
    record = health.of(attempt.provider.name, attempt.entry.id)
    up = uptime(record, now, FIVE_MINUTES)
    return 0.0 if up is None else 1.0 - up


def _dollars(attempt: Attempt, health: Health, now: float) -> float:
    price = attempt.price
    return float("inf") if price is None else price.input + price.output


def _wait(attempt: Attempt, health: Health, now: float) -> float:
    found = latency(health.of(attempt.provider.name, attempt.entry.id), now)
    return float("inf") if found is None else found.p50


def _slowness(attempt: Attempt, health: Health, now: float) -> float:
    found = throughput(health.of(attempt.provider.name, attempt.entry.id), now)
    return float("inf") if found is None else -found.p50


_MEASURES: Mapping[By | None, Callable[[Attempt, Health, float], float]] = {
    None: _downtime,
    "price": _dollars,
    "latency": _wait,
    "throughput": _slowness,
}


def _nobody(wish: Preferences, catalogue: Catalogue, excluded: Sequence[Exclusion]) -> UsageError:
    names = " or ".join(f"'{shortened(name)}'" for name in wish.models[:_NAMED])
    if not excluded:
        return UsageError(
            f"The model {names} does not exist here.",
            hint="GET /v1/models lists what does; an upstream for others is set with "
            "[models.providers.NAME] in config.toml.",
            param="model",
            code="model_not_found",
            status=404,
        )
    reasons = "; ".join(f"{each.provider} {each.reason}" for each in excluded)
    remedies = dict.fromkeys(each.remedy for each in excluded if each.remedy)
    unset = all(each.reason == _KEYLESS for each in excluded)
    return UsageError(
        f"No provider can be asked for {names}: {reasons}.",
        hint=" ".join(remedies),
        param="model",
        code="upstream_not_configured" if unset else "no_provider",
        status=503,
    )
