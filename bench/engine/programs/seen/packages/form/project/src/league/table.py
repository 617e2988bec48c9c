"""The league table."""
from dataclasses import dataclass

from .models import Rules


@dataclass
class Row:
    """The record of one team."""

    team: str
    won: int = 0
    drawn: int = 0
    lost: int = 0
    scored: int = 0
    conceded: int = 0
    points: int = 0

    @property
    def played(self):
        return self.won + self.drawn + self.lost

    @property
    def difference(self):
        return self.scored - self.conceded

    def add(self, match, rules):
        scored, conceded = match.goals(self.team)
        self.scored += scored
        self.conceded += conceded
        outcome = match.outcome(self.team)
        if outcome == "W":
            self.won += 1
        elif outcome == "D":
            self.drawn += 1
        else:
            self.lost += 1
        self.points += rules.points(outcome)


def compute(season, rules=Rules()):
    """Return one Row for each team of the season, the best first.

    The order is by points, then goal difference, then goals scored (more is
    better in all three), then by name. Deductions are taken off the points.
    """
    rows = {team: Row(team) for team in season.teams}
    for match in season.matches:
        rows[match.home].add(match, rules)
        rows[match.away].add(match, rules)
    for team, points in rules.deductions.items():
        if team in rows:
            rows[team].points -= points
    return sorted(rows.values(), key=lambda row: (-row.points, -row.difference, -row.scored, row.team))


def ranks(rows):
    """Return {team: rank} for the rows of a table.

    Teams equal in points, difference and goals scored share a rank, and the
    ranks behind them are left out: 1, 2, 2, 4.
    """
    result = {}
    previous, rank = None, 0
    for place, row in enumerate(rows, start=1):
        record = (row.points, row.difference, row.scored)
        if record != previous:
            rank = place
            previous = record
        result[row.team] = rank
    return result


def split(season, team, rules=Rules()):
    """Return (home, away): the team's Rows of its home and its away matches.

    Deductions are not counted here.
    """
    home, away = Row(team), Row(team)
    for match in season.matches:
        if match.home == team:
            home.add(match, rules)
        else:
            away.add(match, rules)
    return home, away
