"""The score sheet: who gave what to whom."""
from copy import deepcopy
from fractions import Fraction

from .marks import InvalidMark, trimmed_mean


class ScoreSheet:
    def __init__(self, panel):
        self.panel = panel
        self._marks = {}
        self._penalties = {}

    def competitors(self):
        """All entered competitors, sorted."""
        return sorted(self._marks)

    def register(self, competitor):
        """Enter a competitor (no effect if already entered)."""
        self._marks.setdefault(competitor, {c: {} for c in self.panel.criteria})

    def enter(self, mark):
        """Record a mark; the competitor is entered if need be.

        A judge can mark a competitor in a criterion but once: a second mark is an
        InvalidMark (see amend).
        """
        self.panel.check(mark)
        self.register(mark.competitor)
        given = self._marks[mark.competitor][mark.criterion]
        if mark.judge in given:
            raise InvalidMark(f"{mark.judge} has already marked {mark.competitor}")
        given[mark.judge] = mark.value

    def amend(self, mark):
        """Replace a mark given before, and return the old value."""
        self.panel.check(mark)
        given = self._marks.get(mark.competitor, {}).get(mark.criterion, {})
        if mark.judge not in given:
            raise InvalidMark(f"{mark.judge} has not marked {mark.competitor}")
        old = given[mark.judge]
        given[mark.judge] = mark.value
        return old

    def penalise(self, competitor, tenths, reason):
        """Take tenths of a point off the total of a competitor who is entered."""
        if competitor not in self._marks:
            raise KeyError(competitor)
        if tenths <= 0:
            raise ValueError("a penalty must be positive")
        self._penalties.setdefault(competitor, []).append((tenths, reason))

    def penalty(self, competitor):
        return sum(tenths for tenths, _ in self._penalties.get(competitor, ()))

    def reasons(self, competitor):
        return [reason for _, reason in self._penalties.get(competitor, ())]

    def withdraw(self, competitor):
        """Strike a competitor off the sheet, with marks and penalties."""
        del self._marks[competitor]
        self._penalties.pop(competitor, None)

    def missing(self, competitor):
        """Pairs (criterion, judge) still to be marked, in the order of the panel."""
        given = self._marks[competitor]
        return [
            (criterion, judge)
            for criterion in self.panel.criteria
            for judge in self.panel.judges
            if judge not in given[criterion]
        ]

    def criterion_score(self, competitor, criterion):
        """Trimmed mean of the marks in a criterion, in tenths."""
        return trimmed_mean(self._marks[competitor][criterion].values(), self.panel.trim)

    def total(self, competitor):
        """Weighted sum of the criterion scores less penalties, but never under 0."""
        points = sum(
            (self.panel.weight(c) * self.criterion_score(competitor, c) for c in self.panel.criteria),
            Fraction(0),
        )
        return max(points - self.penalty(competitor), Fraction(0))

    def snapshot(self):
        """The present state, for restore(); later changes do not affect it."""
        return deepcopy((self._marks, self._penalties))

    def restore(self, state):
        """Go back to a snapshot, which can be restored any number of times."""
        self._marks, self._penalties = deepcopy(state)
