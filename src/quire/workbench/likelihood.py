"""How likely it is that what passes is right, fitted to repairs whose outcome is known."""

from __future__ import annotations

import math

# Weights of a logistic regression over what 430 searches found first, each judged by tests that the
# search did not see: of six changes five were right.
_ANYHOW = 4.34
_BIT = -0.283  # for each bit of the edits and of what is odd about them
_ALIKE = 0.29  # for changes that come to the same, by their logarithm
_UNLIKE = -0.859  # for behaviours among all that passes, likewise
_FAILING = -0.655  # for the share of the tests that failed
_TESTS = -0.328  # for all tests, by their logarithm: larger programs have more to go wrong
LEAST = 0.35  # under which what passes is shown, not taken


def likelihood(bits: float, alike: int, behaviours: int, failing: int, tests: int) -> float:
    """Give the share of changes like one that passes that were right, between 0 and 1.

    `bits` are those of its edits and of what is odd about it, `alike` the changes that come to the
    same, itself among them, `behaviours` how many ways to behave pass, `failing` how many of the
    `tests` failed. The dearer the edits, the more others had a chance before them to pass for no
    good reason; the more ways of behaving pass, the less the tests tell.
    """
    weight = _ANYHOW + _BIT * bits
    weight += _ALIKE * math.log(alike) + _UNLIKE * math.log(behaviours)
    weight += _FAILING * failing / max(tests, 1) + _TESTS * math.log(1 + tests)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, weight))))
