"""Budgets and the limit that is hit first."""

from __future__ import annotations

import pytest

from quire.agent.budget import UNLIMITED, Budget, Spent, hit
from quire.protocol.records import Exhausted

SPENT = Spent(steps=3, seconds=10.0, dollars=0.5)


@pytest.mark.parametrize(
    ("budget", "expected"),
    [
        (UNLIMITED, None),
        (Budget(steps=4, seconds=11.0, dollars=0.6), None),
        (Budget(steps=3), Exhausted(limit="steps", allowed=3.0, used=3.0)),
        (Budget(seconds=9.5), Exhausted(limit="seconds", allowed=9.5, used=10.0)),
        (Budget(dollars=0.5), Exhausted(limit="dollars", allowed=0.5, used=0.5)),
        (Budget(dollars=0.0), Exhausted(limit="dollars", allowed=0.0, used=0.5)),
        (Budget(steps=1, dollars=0.1), Exhausted(limit="steps", allowed=1.0, used=3.0)),
    ],
)
def test_the_first_limit_is_said(budget: Budget, expected: Exhausted | None) -> None:
    assert hit(budget, SPENT) == expected
