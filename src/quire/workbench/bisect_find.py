"""The first bad commit of one test: search a line of commits, follow merges, see it twice more."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

from .bisect_history import Commit, chain, commit
from .bisect_lines import Touched, touched
from .bisect_search import ABSENT, BAD, GOOD, Search
from .bisect_trial import Judge, Target, TimeUp

_AGAIN = 2
_DEPTH = 8  # merges within merges
Say = Callable[[str, str], None]


@dataclass
class Told:
    """What is known of one test, or of several of which the same is.

    `outcome` is first, merge, branch, range, uncommitted, never, limit, shallow, unsteady, time,
    unjudged, passes or unknown. `good` is the commit before, `between` are those that could not be
    judged. `laid` tells that the test of now was laid over older commits, `error` is the failure
    there and `now` that of the working tree.
    """

    outcome: str
    tests: list[str]
    commit: Commit | None = None
    good: Commit | None = None
    between: list[Commit] = field(default_factory=list)
    laid: bool = False
    came: bool = False
    error: str = ""
    where: str = ""
    now: str = ""
    touched: Touched = field(default_factory=Touched)

    def as_fields(self) -> dict[str, object]:
        """Give it as data for a report."""
        return {
            "outcome": self.outcome,
            "tests": self.tests,
            "commit": self.commit.as_fields() if self.commit else None,
            "good": self.good.as_fields() if self.good else None,
            "between": [each.as_fields() for each in self.between],
            "laid": self.laid,
            "came": self.came,
            "error": self.error,
            "where": self.where,
            "now": self.now,
            **self.touched.as_fields(),
        }


@dataclass
class Line:
    """Commits, the newest first; `bounded` where an order says how far to look."""

    names: list[str]
    bounded: bool = False
    shallow: bool = False


class Finder:
    """Finds the first bad commit of a test by runs that a judge makes."""

    def __init__(self, judge: Judge, target: Target, say: Say) -> None:
        self.judge = judge
        self.target = target
        self._say = say

    @property
    def _root(self) -> Path:
        return self.judge.root

    def state(self, name: str) -> str:
        """Give what the test does at a commit, and tell it on the way."""
        state = self.judge.at(name).states[self.target.id]
        self._say(name, state)
        return state

    def find(self, line: Line) -> Told:
        """Give what a line of commits tells, of which the newest is bad."""
        search = Search(self._states(line.names), len(line.names))
        try:
            search.run(bounded=line.bounded)
            if search.good is None:
                return self._endless(line, search)
            if search.between:
                return self._between(line, search, "range")
            return self._followed(line.names[search.bad], line.names[search.good])
        except TimeUp:
            return self._between(line, search, "time")

    def _endless(self, line: Line, search: Search) -> Told:
        """Tell of a line on which the test never passed."""
        older = line.names[search.bad + 1 :]
        came = bool(older) and self.state(older[-1]) == ABSENT
        outcome = "limit" if line.bounded else "shallow" if line.shallow else "never"
        if older and not came:
            outcome = "unjudged"
        told = self._of("never" if came else outcome, line.names[search.bad])
        told.came = came
        return told

    def _between(self, line: Line, search: Search, outcome: str) -> Told:
        told = self._of(outcome, line.names[search.bad])
        if search.good is not None:
            told.good = commit(self._root, line.names[search.good])
            names = line.names[search.bad + 1 : search.good]
            told.between = [commit(self._root, each) for each in names]
        return told

    def _of(self, outcome: str, name: str) -> Told:
        told = Told(outcome, [self.target.shown], commit(self._root, name))
        told.error, told.where = self.judge.at(name).errors.get(self.target.id, ("", ""))
        told.laid = bool(self.judge.laid)
        return told

    def _followed(self, bad: str, good: str, depth: int = 0) -> Told:
        """Follow a merge that is bad to what it brought, and prove what was found."""
        found = commit(self._root, bad)
        outcome = "first"
        for side in found.parents[1:]:
            outcome = "merge"
            if self.state(side) != BAD or depth > _DEPTH:
                continue
            names = self._branch(side, good)
            search = Search(self._states(names), len(names))
            search.run()
            if search.good is None:
                outcome = "branch"
            elif search.between:
                return self._between(Line(names), search, "range")
            else:
                return self._followed(names[search.bad], names[search.good], depth + 1)
        return self._proven(outcome, bad, good)

    def _branch(self, side: str, trunk: str) -> list[str]:
        """Give the commits of a branch, and the one at which it left the trunk."""
        names = chain(self._root, side, trunk)
        parents = commit(self._root, names[-1]).parents if names else ()
        return [*names, *parents[:1]]

    def _states(self, names: list[str]) -> Callable[[int], str]:
        return lambda at: self.state(names[at])

    def _proven(self, outcome: str, bad: str, good: str) -> Told:
        """Run both sides again; a test that ends otherwise then proves nothing."""
        told = self._of(outcome, bad)
        told.good = commit(self._root, good)
        if not self.agrees(bad, BAD) or not self.agrees(good, GOOD):
            told.outcome = "unsteady"
            return told
        told.touched = touched(self.judge, bad)
        return told

    def agrees(self, name: str, state: str) -> bool:
        """Run a test twice more; say whether it ends as before."""
        for turn in range(_AGAIN):
            self._say(name, "again")
            if self.judge.turn(name, turn).states[self.target.id] != state:
                return False
        return True
