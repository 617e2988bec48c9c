"""Property tests (Hypothesis) in a warm process: the same examples each time, and no traces."""

from __future__ import annotations

import sys
from typing import Any

_OWN = "_hypothesis_internal_use_settings"  # where `@settings` leaves what a test asks for


def tame(function: object) -> bool:
    """Make a property test run again and again with the same examples; say whether it is one.

    Each trial is a run of its own: that another object runs it, that it is slow today or fails
    otherwise than last time, is no fault of the code. Its own number of examples stays.
    """
    hypothesis: Any = sys.modules.get("hypothesis")
    function = getattr(function, "__func__", function)
    if hypothesis is None or not getattr(function, "is_hypothesis_test", False):
        return False
    asked = getattr(function, _OWN, None) or hypothesis.settings()
    phase = hypothesis.Phase
    setattr(
        function,
        _OWN,
        hypothesis.settings(
            asked,
            database=None,
            deadline=None,
            derandomize=True,
            phases=(phase.explicit, phase.generate),
            suppress_health_check=list(hypothesis.HealthCheck),
        ),
    )
    return True
