"""Counters and histograms of each worker, added up and told in the text format of Prometheus.

Names follow OpenTelemetry's semantic conventions for generative AI, dots as underscores.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import msgspec
from msgspec import Struct

from quire.gateway.names import Names
from quire.store.ledger import Used

MEDIA_TYPE = b"text/plain; version=0.0.4; charset=utf-8"
# Seconds, doubling: the buckets that the conventions advise.
_SECONDS = tuple(0.01 * 2**power for power in range(14))
_MILLION = 1_000_000
# How an answer ended that tells nothing of its model.
UNANSWERED = frozenset({"failed", "left"})
_TOKENS = "gen_ai_client_inference_usage_tokens_total"
_Labels = tuple[tuple[str, str], ...]
# The model that was asked for, the one that ran, its provider, the key, how the answer ended.
_Kind = tuple[str, str, str, str, str]
_HELP = {
    "quire_requests_total": ("counter", "Answers by their end."),
    "quire_cost_dollars_total": ("counter", "Money spent, in US dollars."),
    "gen_ai_client_inference_usage_tokens_total": ("counter", "Tokens by type."),
    "gen_ai_server_request_duration_seconds": ("histogram", "Time of a whole answer."),
    "gen_ai_server_time_to_first_token_seconds": ("histogram", "Time to the first token."),
    "gen_ai_server_time_per_output_token_seconds": (
        "histogram",
        "Time of each token after the first.",
    ),
}


class _Count(Struct, frozen=True, array_like=True):
    name: str
    labels: _Labels
    count: int


class _Times(Struct, frozen=True, array_like=True):
    name: str
    labels: _Labels
    counts: tuple[int, ...]
    sum: float


class _State(Struct, frozen=True):
    counts: tuple[_Count, ...] = ()
    times: tuple[_Times, ...] = ()


class Histogram:
    """Counts of seconds by bucket."""

    def __init__(self) -> None:
        """Begin with none."""
        self._counts = [0] * (len(_SECONDS) + 1)
        self._sum = 0.0

    @property
    def state(self) -> tuple[tuple[int, ...], float]:
        """The counts by bucket, and the sum of all values."""
        return tuple(self._counts), self._sum

    def add(self, counts: Iterable[int], total: float) -> None:
        """Add the values of another one."""
        self._counts = [a + b for a, b in zip(self._counts, counts, strict=True)]
        self._sum += total

    def note(self, seconds: float) -> None:
        """Count one value."""
        self._counts[bisect_left(_SECONDS, seconds)] += 1
        self._sum += seconds

    def lines(self, name: str, labels: _Labels) -> Iterator[str]:
        """Yield the lines of the text format."""
        count = 0
        for bound, inside in zip((*_SECONDS, float("inf")), self._counts, strict=True):
            count += inside
            edge = "+Inf" if bound == float("inf") else f"{bound:g}"
            yield f"{name}_bucket{_shown((*labels, ('le', edge)))} {count}"
        yield f"{name}_sum{_shown(labels)} {self._sum:.6f}"
        yield f"{name}_count{_shown(labels)} {count}"


class _Tally:
    """Answers of one kind, added up."""

    def __init__(self) -> None:
        self.answers = 0
        self.cost = 0
        self.tokens = {"input": 0, "cached": 0, "output": 0, "reasoning": 0}
        self.times: dict[str, Histogram] = defaultdict(Histogram)

    def note(self, used: Used) -> None:
        """Count one answer."""
        self.answers += 1
        self.cost += used.cost or 0
        tokens = self.tokens
        tokens["input"] += used.input_tokens - used.cached_tokens
        tokens["cached"] += used.cached_tokens
        tokens["output"] += used.output_tokens - used.reasoning_tokens
        tokens["reasoning"] += used.reasoning_tokens
        self.times["gen_ai_server_request_duration_seconds"].note(used.seconds)
        if used.first_token is None:
            return
        self.times["gen_ai_server_time_to_first_token_seconds"].note(used.first_token)
        if used.output_tokens > 1:
            each = (used.seconds - used.first_token) / (used.output_tokens - 1)
            self.times["gen_ai_server_time_per_output_token_seconds"].note(each)


def added(states: Iterable[str]) -> Meters:
    """Return what several workers have counted together."""
    whole = Meters()
    for state in states:
        whole.add(state)
    return whole


class Meters:
    """What was counted since a start; nothing of it is content."""

    def __init__(self) -> None:
        """Begin at zero."""
        self._counts: dict[str, Counter[_Labels]] = defaultdict(Counter)
        self._times: dict[str, dict[_Labels, Histogram]] = defaultdict(
            lambda: defaultdict(Histogram)
        )
        self._recent: dict[_Kind, _Tally] = defaultdict(_Tally)
        self._names = Names()
        self._state = ""

    def note(self, used: Used) -> None:
        """Count one answer; it is added up with its like before it is told."""
        kind = (used.asked, used.model, used.provider, used.key, used.status)
        self._recent[kind].note(used)

    def _gathered(self) -> None:
        """Add up what was noted since the last look."""
        self._state = ""
        recent, self._recent = self._recent, defaultdict(_Tally)
        for (asked, model, provider, key, status), tally in recent.items():
            answered = status not in UNANSWERED
            labels = (
                ("gen_ai_request_model", self._names.shown(asked, answered=answered)),
                ("gen_ai_response_model", self._names.shown(model, answered=answered)),
                ("gen_ai_provider_name", provider),
            )
            who = (*labels, ("key", key))
            self._counts["quire_requests_total"][(*who, ("status", status))] += tally.answers
            if tally.cost:
                self._counts["quire_cost_dollars_total"][who] += tally.cost
            for name, count in tally.tokens.items():
                self._counts[_TOKENS][(*who, ("gen_ai_token_type", name))] += count
            for name, histogram in tally.times.items():
                self._times[name][labels].add(*histogram.state)

    def state(self) -> str:
        """Return everything as JSON, for other workers to add up; the same until more is noted."""
        if self._recent or not self._state:
            self._gathered()
            self._state = self._encoded()
        return self._state

    def _encoded(self) -> str:
        counts = tuple(
            _Count(name, labels, count)
            for name, found in self._counts.items()
            for labels, count in found.items()
        )
        times = tuple(
            _Times(name, labels, *histogram.state)
            for name, found in self._times.items()
            for labels, histogram in found.items()
        )
        return msgspec.json.encode(_State(counts, times)).decode()

    def add(self, state: str) -> None:
        """Add what another worker has counted."""
        self._state = ""
        told = msgspec.json.decode(state, type=_State)
        for each in told.counts:
            self._counts[each.name][each.labels] += each.count
        for timed in told.times:
            self._times[timed.name][timed.labels].add(timed.counts, timed.sum)

    def text(self) -> str:
        """Return everything in the text format of Prometheus."""
        self._gathered()
        return "".join(f"{line}\n" for line in self._lines())

    def _lines(self) -> Iterator[str]:
        for name, (kind, words) in _HELP.items():
            yield f"# HELP {name} {words}"
            yield f"# TYPE {name} {kind}"
            for labels, histogram in self._times.get(name, {}).items():
                yield from histogram.lines(name, labels)
            for labels, count in self._counts.get(name, {}).items():
                shown = repr(count / _MILLION) if "dollars" in name else str(count)
                yield f"{name}{_shown(labels)} {shown}"


def _shown(labels: _Labels) -> str:
    pairs = ",".join(f'{name}="{_escaped(value)}"' for name, value in labels)
    return f"{{{pairs}}}"


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
