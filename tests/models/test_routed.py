"""Attempts in turn: what is replaced, what is told, who is said to have answered."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import msgspec
import pytest

from quire.errors import ContextTooLong, StreamBroken, UpstreamError
from quire.models.catalogue import Entry, Price, entry
from quire.models.health import Outcome
from quire.models.routed import Watcher, routed
from quire.models.routes import Attempt, Route
from quire.models.script import Answer, Script
from quire.models.scripted import Scripted
from quire.models.settings import Provider, Secret
from quire.protocol.events import Completed, Event, TextDelta, type_of
from quire.protocol.items import Message, Reasoning, user
from quire.protocol.requests import Request, Thinking
from quire.protocol.responses import Usage, answer_text

CODEX = entry("gpt-5.1-codex")
MINI = entry("gpt-5.1-codex-mini")
OPAQUE = Reasoning(id="rs_1", summary=(), encrypted_content="secret")
REQUEST = Request(
    model="gpt-5.1-codex",
    input=(user("Go."), OPAQUE),
    reasoning=Thinking(effort="none"),
    rest={"provider": {"order": ["a"]}, "models": ["x"], "temperature": 0.5},
)
USAGE = Usage(input_tokens=1_000_000, output_tokens=100_000, total_tokens=1_100_000)


def provider(name: str, **traits: object) -> Provider:
    plain = Provider(name=name, base_url=f"http://{name}/v1", key=Secret("sk-1"))
    return msgspec.structs.replace(plain, **traits)


def attempt(name: str, known: Entry = CODEX, **traits: object) -> Attempt:
    return Attempt(provider(name, **traits), known, f"{name}/{known.id}")


class Bench:
    """A route with scripted providers; hears outcomes, and counts what was slept."""

    def __init__(self, *attempts: Attempt, home: str = "", **answers: Answer) -> None:
        self.models = {
            name: Scripted(Script(answer=(answer,) * 2, model=f"{name}-ran"))
            for name, answer in answers.items()
        }
        self.outcomes: list[Outcome] = []
        self.slept: list[float] = []
        self.now = 0.0
        watcher = Watcher(
            heard=self.outcomes.append, home=home, clock=self._clock, sleep=self._sleep
        )
        self.model = routed(Route(attempts), self.models, watcher)
        self.seen: list[Event] = []

    def run(self) -> Completed:
        asyncio.run(self._run(self.model.respond(REQUEST)))
        last = self.seen[-1]
        assert isinstance(last, Completed)
        return last

    async def _run(self, stream: AsyncIterator[Event]) -> None:
        async for event in stream:
            self.seen.append(event)

    def _clock(self) -> float:
        self.now += 1.0
        return self.now

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


@pytest.mark.parametrize(
    "fault",
    [
        Answer(fault="server_error"),
        Answer(fault="rate_limit", retry_after=9.0),
        Answer(fault="quota"),
        Answer(fault="unauthorized"),
        Answer(fault="html_error"),
        Answer(fault="empty_body"),
        Answer(fault="empty"),
        Answer(fault="cut", after=2),
        Answer(fault="error_event", after=2),
        Answer(fault="failed", after=1),
        Answer(fault="silent"),
    ],
    ids=lambda answer: str(answer.fault),
)
def test_a_failure_before_the_first_output_is_replaced_without_a_trace(fault: Answer) -> None:
    bench = Bench(attempt("a"), attempt("b"), a=fault, b=Answer(text="Fine.", usage=USAGE))
    last = bench.run()
    assert [type_of(event) for event in bench.seen][:3] == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
    ]
    assert [event.sequence_number for event in bench.seen] == list(range(len(bench.seen)))
    assert answer_text(last.response) == "Fine."
    assert last.response.model == "b-ran"
    told = last.response.rest["quire"]
    assert isinstance(told, dict)
    [tried] = told.pop("tried")
    assert told == {"provider": "b", "model": "gpt-5.1-codex", "attempt": 2}
    error = tried.pop("error")
    assert tried.pop("status") >= 400
    assert error
    assert tried == {"provider": "a", "model": "gpt-5.1-codex"}
    assert [(each.provider, each.good) for each in bench.outcomes] == [("a", False), ("b", True)]


def test_a_failure_after_the_first_output_is_the_answers_own() -> None:
    bench = Bench(attempt("a"), attempt("b"), a=Answer(fault="cut", after=6, text="Half"),
                  b=Answer(text="Whole."))  # fmt: skip
    with pytest.raises(StreamBroken):
        bench.run()
    assert any(isinstance(event, TextDelta) for event in bench.seen)
    assert bench.models["b"].requests == []
    assert [(each.provider, each.good) for each in bench.outcomes] == [("a", False)]


def test_the_callers_mistake_is_not_repeated_at_others_with_the_same_model() -> None:
    bench = Bench(
        attempt("a"), attempt("b"), attempt("c", MINI),
        a=Answer(fault="context_length"), b=Answer(text="no"), c=Answer(text="Small one."),
    )  # fmt: skip
    last = bench.run()
    assert bench.models["b"].requests == []
    assert answer_text(last.response) == "Small one."
    assert [each.counted for each in bench.outcomes] == [False, True]
    alone = Bench(attempt("a"), attempt("b"), a=Answer(fault="context_length"), b=Answer(text="no"))
    with pytest.raises(ContextTooLong):
        alone.run()


def test_when_all_fail_each_is_heard() -> None:
    bench = Bench(attempt("a"), attempt("b"), a=Answer(fault="server_error", message="One."),
                  b=Answer(fault="rate_limit", message="Two.", retry_after=7.0))  # fmt: skip
    with pytest.raises(UpstreamError) as raised:
        bench.run()
    error = raised.value
    assert error.message == "The script answered 500: One. Then: The script answered 429: Two."
    assert (error.status, error.code, error.retry_after) == (429, "rate_limit_exceeded", 7.0)


@pytest.mark.parametrize(
    ("fault", "asked", "slept"),
    [
        (Answer(fault="server_error"), 2, [0.2]),
        (Answer(fault="rate_limit", retry_after=1.5), 2, [1.5]),
        (Answer(fault="rate_limit", retry_after=60.0), 1, []),
        (Answer(fault="unauthorized"), 1, []),
        (Answer(fault="context_length"), 1, []),
    ],
    ids=["500", "429 soon", "429 late", "401", "400"],
)
def test_the_only_provider_is_asked_a_second_time_where_that_helps(
    fault: Answer, asked: int, slept: list[float]
) -> None:
    bench = Bench(attempt("a"), a=fault)
    with pytest.raises(UpstreamError):
        bench.run()
    assert (len(bench.models["a"].requests), bench.slept) == (asked, slept)


def test_each_attempt_gets_a_request_that_fits() -> None:
    bench = Bench(
        attempt("a", efforts=("medium", "high")), attempt("b", stateless=True),
        a=Answer(fault="server_error"), b=Answer(text="Fine."),
    )  # fmt: skip
    bench.run()
    (first,), (second,) = (bench.models[name].requests for name in ("a", "b"))
    assert (first.model, second.model) == ("a/gpt-5.1-codex", "b/gpt-5.1-codex")
    assert (first.reasoning, second.reasoning) == (
        Thinking(effort="medium"), Thinking(effort="low"),
    )  # fmt: skip
    assert first.rest == {"temperature": 0.5}
    assert (first.store, second.store) == (None, False)


@pytest.mark.parametrize(
    ("home", "kept"), [("", [True, False]), ("a", [True, False]), ("b", [False, True])]
)
def test_encrypted_reasoning_goes_only_where_it_was_made(home: str, kept: list[bool]) -> None:
    bench = Bench(attempt("a"), attempt("b"), home=home, a=Answer(fault="server_error"),
                  b=Answer(text="Fine."))  # fmt: skip
    bench.run()
    inputs = [bench.models[name].requests[0].input for name in ("a", "b")]
    assert [OPAQUE in given for given in inputs] == kept
    assert all(isinstance(given[0], Message) for given in inputs)


def test_the_cost_follows_the_catalogue_or_the_providers_own_price() -> None:
    own = {"openai/gpt-5.1-codex": Price(input=1.0, cached=0.1, output=1.0)}
    costs = []
    for tried in (attempt("a"), attempt("a", prices=own)):
        last = Bench(tried, a=Answer(text="Fine.", usage=USAGE)).run()
        assert last.response.usage is not None
        costs.append(last.response.usage.cost)
    assert costs == [2.25, 1.1]


def test_time_to_the_first_token_and_speed_are_measured() -> None:
    bench = Bench(attempt("a"), a=Answer(text="Fine.", usage=USAGE))
    bench.run()
    (outcome,) = bench.outcomes
    assert (outcome.first_token, outcome.speed) == (1.0, 100_000.0)


def test_an_early_end_is_passed_on_and_is_no_fault_of_the_provider() -> None:
    bench = Bench(attempt("a"), a=Answer(fault="incomplete", text="Half"))
    with pytest.raises(UpstreamError) as raised:
        bench.run()
    assert raised.value.code == "incomplete"
    assert type_of(bench.seen[-1]) == "response.incomplete"
    assert [each.good for each in bench.outcomes] == [True]
