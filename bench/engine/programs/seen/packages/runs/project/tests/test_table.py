import pytest

from league.models import Match, Rules, Season
from league.table import compute, ranks, split

TEAMS = ["Ajax", "Brann", "Celtic", "Dinamo"]
MATCHES = [
    Match("Ajax", "Brann", 2, 1, 1),
    Match("Celtic", "Dinamo", 0, 0, 1),
    Match("Brann", "Celtic", 3, 2, 2),
    Match("Dinamo", "Ajax", 1, 1, 2),
    Match("Ajax", "Celtic", 0, 2, 3),
    Match("Brann", "Dinamo", 1, 4, 3),
]


@pytest.fixture
def season():
    return Season(TEAMS, MATCHES)


def test_match_outcomes():
    match = Match("Ajax", "Brann", 0, 2)
    assert match.outcome("Ajax") == "L"
    assert match.outcome("Brann") == "W"
    assert match.goals("Brann") == (2, 0)
    with pytest.raises(KeyError):
        match.goals("Celtic")


def test_bad_matches():
    with pytest.raises(ValueError):
        Match("Ajax", "Ajax", 1, 0)
    with pytest.raises(ValueError):
        Match("Ajax", "Brann", -1, 0)


def test_order(season):
    assert [row.team for row in compute(season)] == ["Dinamo", "Celtic", "Ajax", "Brann"]


def test_row(season):
    row = compute(season)[0]
    assert (row.played, row.won, row.drawn, row.lost) == (3, 1, 2, 0)
    assert (row.scored, row.conceded, row.difference, row.points) == (5, 2, 3, 5)


def test_goals_decide():
    season = Season(TEAMS, [Match("Ajax", "Brann", 0, 0), Match("Celtic", "Dinamo", 2, 2)])
    assert [row.team for row in compute(season)] == ["Celtic", "Dinamo", "Ajax", "Brann"]


def test_deductions(season):
    rows = compute(season, Rules(deductions={"Dinamo": 4}))
    assert rows[-1].team == "Dinamo"
    assert rows[-1].points == 1


def test_two_points_for_a_win(season):
    assert compute(season, Rules(win=2))[0].points == 4


def test_ranks():
    season = Season(TEAMS, [Match("Ajax", "Brann", 1, 1), Match("Celtic", "Dinamo", 2, 0)])
    assert ranks(compute(season)) == {"Celtic": 1, "Ajax": 2, "Brann": 2, "Dinamo": 4}


def test_split(season):
    home, away = split(season, "Ajax")
    assert (home.won, home.drawn, home.lost, home.points) == (1, 0, 1, 3)
    assert (away.won, away.drawn, away.lost, away.points) == (0, 1, 0, 1)


def test_add_checks():
    season = Season(TEAMS)
    season.add(Match("Ajax", "Brann", 2, 1, 1))
    with pytest.raises(ValueError):
        season.add(Match("Ajax", "Porto", 2, 1, 1))
    with pytest.raises(ValueError):
        season.add(Match("Brann", "Ajax", 0, 0, 1))
    assert len(season.matches) == 1


def test_new_season_is_empty():
    season = Season(TEAMS)
    season.add(Match("Celtic", "Brann", 2, 1, 1))
    assert Season(TEAMS).matches == []
