"""Who plays whom, and when."""

from __future__ import annotations

from collections.abc import Sequence

Match = tuple[str, str]


def round_robin(teams: Sequence[str]) -> list[list[Match]]:
    """Return rounds in which everybody meets everybody once, home team first.

    With an odd number of teams one team has a rest in each round.
    """
    if len(set(teams)) != len(teams):
        raise ValueError("every team may enter once only")
    circle: list[str | None] = list(teams)
    if len(circle) % 2 == 1:
        circle.append(None)
    half = len(circle) // 2
    rounds = []
    for number in range(len(circle) - 1):
        matches = []
        for i in range(half):
            home, away = circle[i], circle[-1 - i]
            if home is None or away is None:
                continue
            if i == 0 and number % 2 == 1:
                home, away = away, home
            matches.append((home, away))
        rounds.append(matches)
        circle.insert(1, circle.pop())
    return rounds


def double_round_robin(teams: Sequence[str]) -> list[list[Match]]:
    """Return the rounds twice, the second time with home and away swapped."""
    first = round_robin(teams)
    second = [[(away, home) for home, away in matches] for matches in first]
    return first + second


def rests(teams: Sequence[str], matches: Sequence[Match]) -> list[str]:
    """Return the teams that do not play in a round, in their given order."""
    playing = {team for match in matches for team in match}
    return [team for team in teams if team not in playing]
