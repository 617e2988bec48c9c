"""How likely it is that what passes is right, fitted to repairs whose outcome is known."""

from __future__ import annotations

import math
from dataclasses import dataclass

# Weights of a logistic regression over what 357 searches found first, each judged by tests that the
# search did not see: of four changes three were right. Left out in turn, each of five sets was
# foretold by the others: of 294 repairs 53 were wrong, and of the 266 that are left 33 are.
_ANYHOW = 1.3
_BIT = -0.22  # for each bit of the edits and of what is odd about them
_ALIKE = 0.19  # for changes that come to the same, by their logarithm
_UNLIKE = -0.61  # for behaviours among all that passes, likewise
_TESTS = 0.39  # for all tests, by their logarithm
_LEAD = 0.58  # for each bit between it and the next behaviour that passes
_MOST_LEAD = 4.0
_ALONE = 1.53  # where no other behaviour passes
_VARIED = -1.99  # for edits of which each place has many: some pass by chance
_VARIED_ALONE = 0.77  # of which less counts where no other one does
_MORE = -0.52  # for each edit more than one
# Another name, another constant, one more or less, another expression of the function.
VARIED = frozenset(("name", "constant", "off", "reuse"))
LEAST = 0.5  # under which what passes is shown, not taken


@dataclass(frozen=True)
class Passing:
    """What is known of a change that passes.

    `bits` are those of its edits and of what is odd about it, `alike` the changes that come to the
    same, itself among them, `behaviours` how many ways to behave pass, `lead` the bits by which it
    is before the next of them, `parts` its edits, `varied` whether one of them is of those groups.
    """

    bits: float
    alike: int
    behaviours: int
    tests: int
    lead: float = 0.0
    parts: int = 1
    varied: bool = False


def likelihood(change: Passing) -> float:
    """Give the share of changes like one that passes that were right, between 0 and 1.

    The dearer the edits, the more others had a chance before them to pass for no good reason; the
    more ways of behaving pass, the less the tests tell.
    """
    weight = _ANYHOW + _BIT * change.bits + _MORE * (change.parts - 1)
    weight += _ALIKE * math.log(change.alike) + _UNLIKE * math.log(change.behaviours)
    weight += _TESTS * math.log(1 + change.tests) + _VARIED * change.varied
    if change.behaviours > 1:
        weight += _LEAD * max(-_MOST_LEAD, min(_MOST_LEAD, change.lead))
    else:
        weight += _ALONE + _VARIED_ALONE * change.varied
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, weight))))
