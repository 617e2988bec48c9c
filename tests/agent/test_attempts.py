"""What attempts may spend, and which one is taken."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from quire.agent import attempts
from quire.agent.budget import Budget
from quire.protocol.records import AttemptEnded, AttemptRun, AttemptTaken, Change, Verdict
from quire.protocol.responses import Usage


@dataclass(frozen=True)
class End:
    """The end of an attempt, as far as a choice looks at it."""

    number: int
    verdict: Verdict
    lines: int = 0
    cost: float | None = None

    def record(self) -> AttemptEnded:
        return AttemptEnded(
            number=self.number, session=f"s{self.number}", model="m", verdict=self.verdict,
            summary="Why.", words="", found="f", left="l", lines=self.lines, seconds=1.0,
            usage=Usage(cost=self.cost),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("ends", "number"),
    [
        ((End(1, "fixed", 9), End(2, "fixed", 3), End(3, "not_fixed", 1)), 2),
        ((End(1, "done", 1), End(2, "fixed", 9)), 2),
        ((End(1, "unverified", 1), End(2, "done", 5)), 2),
        ((End(1, "answered"), End(2, "unverified", 50)), 2),
        ((End(1, "fixed", 3, 0.2), End(2, "fixed", 3, 0.1)), 2),
        ((End(2, "fixed", 3), End(1, "fixed", 3)), 1),
        ((End(1, "failed"), End(2, "stopped"), End(3, "refused"), End(4, "not_fixed")), 4),
    ],
)
def test_the_smallest_of_the_best_proven_is_taken(ends: tuple[End, ...], number: int) -> None:
    assert attempts.best([end.record() for end in ends]).number == number


def test_all_together_have_no_more_than_the_order() -> None:
    room = Budget(steps=7, seconds=60.0, tokens=1_000, dollars=0.75)
    assert attempts.share(room, 3) == Budget(steps=2, seconds=60.0, tokens=333, dollars=0.25)
    assert attempts.share(Budget(steps=1), 3) == Budget(steps=1)


def test_only_where_none_achieved_it_there_is_a_shortfall() -> None:
    failed = End(1, "refused").record()
    assert attempts.shortfall(()) is None
    assert attempts.shortfall([failed, End(2, "answered").record()]) is None
    told = ("refused", "None of 2 attempts achieved it. Why.")
    assert attempts.shortfall([failed, End(2, "stopped").record()]) == told


def test_what_somebody_else_changed_meanwhile_is_in_the_way() -> None:
    wanted = [Change("a", "update", "1", "2"), Change("b", "add", None, "3")]
    other = [Change("a", "update", "1", "9"), Change("b", "add", None, "3")]
    assert attempts.in_the_way(wanted, [*other, Change("c", "delete", "1")]) == ("a",)


def test_the_receipt_tells_every_attempt() -> None:
    taken = AttemptTaken(number=1, tree="t", changes=())
    turn = [End(2, "not_fixed").record(), End(1, "fixed", 4).record(), taken]
    one = AttemptRun(
        number=1, model="m", verdict="fixed", lines=4, taken=True, seconds=1.0, usage=Usage()
    )
    other = AttemptRun(
        number=2, model="m", verdict="not_fixed", lines=0, taken=False, seconds=1.0, usage=Usage()
    )
    assert attempts.runs(turn) == (one, other)
