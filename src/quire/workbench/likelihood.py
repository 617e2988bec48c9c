"""How likely it is that what passes is right, fitted to repairs whose outcome is known."""

from __future__ import annotations

import math
from dataclasses import dataclass

# Weights of two logistic regressions, one upon the other, over what 357 and then 458 searches found
# first, each judged by tests that the search did not see. For 134 of 144 programs that neither had
# seen something passed: 90 of the first are at or above the limit, and 14 of these are wrong.
_ANYHOW = 4.07
_BIT = -0.092  # for each bit of the edits and of what is odd about them
_ALIKE = 0.08  # for changes that come to the same, by their logarithm
_UNLIKE = -0.256  # for behaviours among all that passes, likewise
_TESTS = 0.164  # for all tests, by their logarithm
_LEAD = 0.244  # for each bit between it and the next behaviour that passes
_MOST_LEAD = 4.0
_ALONE = 0.64  # where no other behaviour passes
_VARIED = -0.84  # for edits of which each place has many: some pass by chance
_VARIED_ALONE = 0.32  # of which less counts where no other one does
_MORE = -0.22  # for each edit more than one
_SHARE = 0.29  # for its share among all that passes, by the logarithm of its odds
_TRIED = -0.39  # for the changes that were tried, by their logarithm
_APART = -3.26  # for the share of what else passes that ends otherwise
_IDLE = -3.0  # for each line that no input reaches with it and that others reach
_LEAST_SHARE = 0.001
# Another name, another constant, one more or less, another expression of the function.
VARIED = frozenset(("name", "constant", "off", "reuse"))
LEAST = 0.6  # under which what passes is shown, not taken


@dataclass(frozen=True)
class Passing:
    """What is known of a change that passes.

    `bits` are those of its edits and of what is odd about it, `alike` the changes that come to the
    same, itself among them, `behaviours` how many ways to behave pass, `lead` the bits by which it
    is before the next of them, `parts` its edits, `varied` whether one of them is of those groups,
    `share` its part of all that passes, `tried` how many changes were tried for each function,
    `apart` the share of what else passes that ends otherwise, `idle` the lines that only others
    reach.
    """

    bits: float
    alike: int
    behaviours: int
    tests: int
    lead: float = 0.0
    parts: int = 1
    varied: bool = False
    share: float = 0.5
    tried: int = 0
    apart: float = 0.0
    idle: int = 0


def likelihood(change: Passing) -> float:
    """Give the share of changes like one that passes that were right, between 0 and 1.

    The dearer the edits and the more were tried, the more had a chance to pass for no good reason;
    the more ways of behaving pass, the less the tests tell.
    """
    weight = _ANYHOW + _BIT * change.bits + _MORE * (change.parts - 1)
    weight += _VARIED * change.varied
    weight += _ALIKE * math.log(change.alike) + _UNLIKE * math.log(change.behaviours)
    weight += _TESTS * math.log(1 + change.tests) + _TRIED * math.log(1 + change.tried)
    weight += _APART * change.apart + _IDLE * change.idle
    share = max(_LEAST_SHARE, min(1 - _LEAST_SHARE, change.share))
    weight += _SHARE * math.log(share / (1 - share))
    if change.behaviours > 1:
        weight += _LEAD * max(-_MOST_LEAD, min(_MOST_LEAD, change.lead))
    else:
        weight += _ALONE + _VARIED_ALONE * change.varied
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, weight))))
