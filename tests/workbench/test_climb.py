"""What counts as progress where one edit is not enough."""

from __future__ import annotations

import pytest

from quire.workbench.climb import later, wins
from quire.workbench.trial import BREAKS, HUNG, PARTIAL, USELESS, Verdict

WRONG = Verdict(USELESS, distance=0.2, mark=1, reach=0.3)
EARLY = Verdict(USELESS, distance=1.2, mark=2, reach=0.1)
ONE = Verdict(PARTIAL, fixed=0b01, distance=0.2, mark=3)


@pytest.mark.parametrize(
    ("last", "verdict", "expected"),
    [
        (EARLY, Verdict(USELESS, distance=1.1, mark=4, reach=0.2), True),
        (EARLY, Verdict(USELESS, distance=1.3, mark=4, reach=0.2), True),  # of a worse kind
        (EARLY, Verdict(USELESS, distance=1.1, mark=2, reach=0.2), False),  # the same error
        (EARLY, Verdict(USELESS, distance=1.25, mark=4, reach=0.05), False),
        (WRONG, Verdict(USELESS, distance=1.2, mark=4, reach=0.2), False),
        (WRONG, Verdict(USELESS, distance=1.2, mark=4, reach=1.2), True),  # where none ever was
        (EARLY, Verdict(HUNG, distance=1.6), True),
        (WRONG, Verdict(HUNG, distance=1.6), False),
        (ONE, Verdict(USELESS, distance=1.2, mark=4, reach=1.2), False),  # a test that is lost
    ],
)
def test_an_error_farther_on_is_progress(last: Verdict, verdict: Verdict, expected: bool) -> None:
    assert later(verdict, last) is expected


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (Verdict(PARTIAL, fixed=0b11, distance=0.9), True),  # however far the others are now
        (Verdict(PARTIAL, fixed=0b10, distance=0.1), False),
        (Verdict(PARTIAL, fixed=0b01, distance=0.1), False),
        (Verdict(BREAKS, fixed=0b11, broken=1), False),
    ],
)
def test_one_more_test_that_passes_is_progress(verdict: Verdict, expected: bool) -> None:
    assert wins(verdict, ONE) is expected
