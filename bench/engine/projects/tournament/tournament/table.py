"""League tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

WIN_POINTS = 3
DRAW_POINTS = 1


@dataclass
class Record:
    """What one team has done so far."""

    team: str
    won: int = 0
    drawn: int = 0
    lost: int = 0
    scored: int = 0
    conceded: int = 0
    form: list[str] = field(default_factory=list)

    @property
    def played(self) -> int:
        return self.won + self.drawn + self.lost

    @property
    def points(self) -> int:
        return self.won * WIN_POINTS + self.drawn * DRAW_POINTS

    @property
    def difference(self) -> int:
        return self.scored - self.conceded

    def add(self, scored: int, conceded: int) -> None:
        """Count one match."""
        self.scored += scored
        self.conceded += conceded
        if scored > conceded:
            self.won += 1
            self.form.append("W")
        elif scored < conceded:
            self.lost += 1
            self.form.append("L")
        else:
            self.drawn += 1
            self.form.append("D")


class Table:
    """Collects results and ranks the teams."""

    def __init__(self, teams: Iterable[str]) -> None:
        self._records = {team: Record(team) for team in teams}
        self._results: dict[tuple[str, str], tuple[int, int]] = {}

    def record(self, team: str) -> Record:
        """Return a team's record; an unknown team raises KeyError."""
        return self._records[team]

    def add_result(self, home: str, away: str, home_goals: int, away_goals: int) -> None:
        """Enter a result; each pairing can be entered once."""
        if home == away:
            raise ValueError("a team cannot play against itself")
        if home_goals < 0 or away_goals < 0:
            raise ValueError("goals cannot be negative")
        if (home, away) in self._results:
            raise ValueError(f"{home} against {away} has been entered already")
        first, second = self.record(home), self.record(away)
        first.add(home_goals, away_goals)
        second.add(away_goals, home_goals)
        self._results[home, away] = (home_goals, away_goals)

    def head_to_head(self, team: str, rivals: Iterable[str]) -> int:
        """Return the points of a team from its matches against some rivals alone."""
        mini = Record(team)
        for rival in rivals:
            if (team, rival) in self._results:
                mini.add(*self._results[team, rival])
            if (rival, team) in self._results:
                theirs, ours = self._results[rival, team]
                mini.add(ours, theirs)
        return mini.points

    def standings(self) -> list[Record]:
        """Return the records, best first.

        Points decide, then the points from the matches among the teams with as many points,
        then the goal difference, the goals scored, and the name.
        """
        records = self._records.values()
        level: dict[int, list[str]] = {}
        for record in records:
            level.setdefault(record.points, []).append(record.team)

        def rank(record: Record) -> tuple[int, int, int, int, str]:
            among = self.head_to_head(record.team, level[record.points])
            return (-record.points, -among, -record.difference, -record.scored, record.team)

        return sorted(records, key=rank)

    def leader(self) -> str | None:
        """Return the team at the top; None before the first result."""
        if not self._results:
            return None
        return self.standings()[0].team

    def last_form(self, team: str, count: int = 5) -> str:
        """Return the last results of a team as letters, the newest last."""
        return "".join(self.record(team).form[-count:])

    def render(self) -> str:
        """Return the table as text."""
        width = max(len(name) for name in self._records)
        return "\n".join(
            f"{place:2} {row.team:{width}} {row.played:2} {row.difference:+3} {row.points:3}"
            for place, row in enumerate(self.standings(), start=1)
        )
