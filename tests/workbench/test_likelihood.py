"""How likely a change is right that passes: dear edits and loose tests speak against it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quire.workbench.behaviour import Behaviour
from quire.workbench.candidates import Candidate
from quire.workbench.confidence import sure
from quire.workbench.likelihood import LEAST, Passing, likelihood
from quire.workbench.survivor import Survivor
from tests.workbench.test_rank import unique

CHANGES = st.builds(
    Passing,
    bits=st.floats(0, 60),
    alike=st.integers(1, 48),
    behaviours=st.integers(2, 48),
    tests=st.integers(1, 180),
    lead=st.floats(-3, 3),
    parts=st.integers(1, 4),
    varied=st.booleans(),
    share=st.floats(0.01, 0.98),
    tried=st.integers(0, 60_000),
    apart=st.floats(0, 0.9),
    idle=st.integers(0, 2),
)


@given(CHANGES)
def test_it_falls_with_what_speaks_against_a_change(change: Passing) -> None:
    known = likelihood(change)
    assert 0 < known < 1
    assert likelihood(replace(change, bits=change.bits + 1)) < known
    assert likelihood(replace(change, behaviours=change.behaviours + 1)) < known
    assert likelihood(replace(change, parts=change.parts + 1)) < known
    assert likelihood(replace(change, alike=change.alike + 1)) > known
    assert likelihood(replace(change, lead=change.lead + 1)) > known
    assert likelihood(replace(change, varied=True)) <= known
    assert likelihood(replace(change, share=change.share + 0.01)) > known
    assert likelihood(replace(change, tried=2 * change.tried + 1)) < known
    assert likelihood(replace(change, apart=change.apart + 0.1)) < known
    assert likelihood(replace(change, idle=change.idle + 1)) < known


@given(CHANGES)
def test_a_change_is_likelier_where_no_other_behaviour_passes(change: Passing) -> None:
    near = replace(change, lead=min(change.lead, 1.0))
    assert likelihood(replace(near, behaviours=1)) > likelihood(near)


@pytest.mark.parametrize(("of_it", "taken"), [(LEAST, 1), (LEAST - 0.01, 0)])
def test_what_is_hardly_likely_is_not_taken_however_sure_it_looks(of_it: float, taken: int) -> None:
    candidate = Candidate((), (unique(),), 1.0)
    best = Survivor(candidate, 1.0, Behaviour(["1"]), confidence=0.9)
    assert len(sure([replace(best, likelihood=of_it)])) == taken
