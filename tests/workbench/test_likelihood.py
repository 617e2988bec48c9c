"""How likely a change is right that passes: dear edits and loose tests speak against it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quire.workbench.behaviour import Behaviour
from quire.workbench.candidates import Candidate
from quire.workbench.confidence import sure
from quire.workbench.likelihood import LEAST, likelihood
from quire.workbench.survivor import Survivor
from tests.workbench.test_rank import unique


@given(
    st.floats(0, 60), st.integers(1, 48), st.integers(1, 48), st.integers(1, 90), st.integers(0, 90)
)
def test_it_falls_with_dear_edits_and_with_other_behaviours(
    bits: float, alike: int, behaviours: int, failing: int, passing: int
) -> None:
    tests = failing + passing
    known = likelihood(bits, alike, behaviours, failing, tests)
    assert 0 < known < 1
    assert likelihood(bits + 1, alike, behaviours, failing, tests) < known
    assert likelihood(bits, alike, behaviours + 1, failing, tests) < known
    assert likelihood(bits, alike + 1, behaviours, failing, tests) > known


@pytest.mark.parametrize(("of_it", "taken"), [(LEAST, 1), (LEAST - 0.01, 0)])
def test_what_is_hardly_likely_is_not_taken_however_sure_it_looks(of_it: float, taken: int) -> None:
    candidate = Candidate((), (unique(),), 1.0)
    best = Survivor(candidate, 1.0, Behaviour(["1"]), confidence=0.9)
    assert len(sure([replace(best, likelihood=of_it)])) == taken
