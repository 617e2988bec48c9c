import pytest

from league.fixtures import resting, round_robin
from league.form import biggest_wins, current_run, longest_run, recent
from league.models import Match, Season


def make(results):
    """A season of one team X from results such as "2-1"."""
    season = Season(["X", "Y"])
    for number, result in enumerate(results.split(), start=1):
        mine, theirs = map(int, result.split("-"))
        season.add(Match("X", "Y", mine, theirs, number))
    return season


def test_round_robin_even():
    rounds = round_robin(["a", "b", "c", "d"])
    assert len(rounds) == 3
    assert {frozenset(pair) for pairs in rounds for pair in pairs} == {
        frozenset(pair) for pair in ("ab", "ac", "ad", "bc", "bd", "cd")}


def test_round_robin_odd():
    rounds = round_robin("abc")
    assert [len(pairs) for pairs in rounds] == [1, 1, 1]
    assert sorted(resting(rounds, "abc")) == [["a"], ["b"], ["c"]]


def test_second_leg():
    rounds = round_robin("abcd", legs=2)
    assert len(rounds) == 6
    assert rounds[3] == [(away, home) for home, away in rounds[0]]


def test_round_robin_errors():
    with pytest.raises(ValueError):
        round_robin(["a"])
    with pytest.raises(ValueError):
        round_robin(["a", "b", "a"])


def test_recent():
    season = make("1-0 0-0 0-1 2-0 3-0 1-1 0-2")
    assert recent(season, "X", 3) == "WDL"
    assert recent(season, "X") == "LWWDL"
    assert recent(make("1-0"), "X") == "W"


def test_longest_run():
    season = make("1-0 1-0 0-1 2-0 3-0 1-1 2-1")
    assert longest_run(season, "X") == 2
    assert longest_run(season, "X", "WD") == 4
    assert longest_run(season, "Y", "L") == 2


def test_current_run():
    assert current_run(make("1-0 0-0 2-1 3-1"), "X") == ("W", 2)
    assert current_run(make(""), "X") == ("", 0)


def test_biggest_wins():
    season = make("1-0 4-1 0-3 2-2 0-1")
    assert [(m.home_goals, m.away_goals) for m in biggest_wins(season, 3)] == [(4, 1), (0, 3), (1, 0)]
