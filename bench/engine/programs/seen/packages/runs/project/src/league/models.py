"""Matches, rules and seasons."""
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Match:
    """A match that has been played."""

    home: str
    away: str
    home_goals: int
    away_goals: int
    round: int = 1

    def __post_init__(self):
        if self.home == self.away:
            raise ValueError(f"{self.home} cannot play against itself")
        if self.home_goals < 0 or self.away_goals < 0:
            raise ValueError("goals cannot be negative")

    def involves(self, team):
        return team in (self.home, self.away)

    def goals(self, team):
        """Return (scored, conceded) as the team sees it; KeyError if it did not play."""
        if team == self.home:
            return self.home_goals, self.away_goals
        if team == self.away:
            return self.away_goals, self.home_goals
        raise KeyError(team)

    def outcome(self, team):
        """"W", "D" or "L" as the team sees it."""
        scored, conceded = self.goals(team)
        if scored == conceded:
            return "D"
        return "W" if scored > conceded else "L"


@dataclass(frozen=True)
class Rules:
    """Points for each outcome, and points taken away from teams."""

    win: int = 3
    draw: int = 1
    loss: int = 0
    deductions: dict = field(default_factory=dict)

    def points(self, outcome):
        return {"W": self.win, "D": self.draw, "L": self.loss}[outcome]


class Season:
    """The teams of a season and the matches played so far.

    `matches` are matches to begin with; the season keeps a list of its own.
    """

    def __init__(self, teams, matches=()):
        self.teams = list(teams)
        self.matches = list(matches)

    def add(self, match):
        """Record a match.

        ValueError if a team is unknown, or if the same two teams have already
        met in that round.
        """
        for team in (match.home, match.away):
            if team not in self.teams:
                raise ValueError(f"unknown team: {team}")
        for other in self.matches:
            if other.round == match.round and other.involves(match.home) and other.involves(match.away):
                raise ValueError("match already recorded")
        self.matches.append(match)

    def of_team(self, team):
        """The team's matches in the order of the rounds."""
        return sorted((m for m in self.matches if m.involves(team)), key=lambda m: m.round)
