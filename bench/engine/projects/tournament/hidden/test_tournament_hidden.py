import random
from collections import Counter

import pytest

from tournament import Bracket, Record, Table, double_round_robin, round_robin, seeding
from tournament.fixtures import rests


@pytest.mark.parametrize("count", range(2, 13))
def test_everybody_meets_everybody(count):
    teams = [f"t{i}" for i in range(count)]
    rounds = round_robin(teams)
    assert len(rounds) == (count - 1 if count % 2 == 0 else count)
    pairs = Counter(frozenset(match) for matches in rounds for match in matches)
    assert len(pairs) == count * (count - 1) // 2
    assert set(pairs.values()) == {1}
    for matches in rounds:
        players = [team for match in matches for team in match]
        assert len(players) == len(set(players)) == count - count % 2
        assert len(rests(teams, matches)) == count % 2
    double = double_round_robin(teams)
    assert double[: len(rounds)] == rounds
    games = Counter(match for matches in double for match in matches)
    assert set(games.values()) == {1}
    assert len(games) == count * (count - 1)


def test_first_team_changes_sides():
    for count in (4, 6, 8):
        rounds = round_robin([str(i) for i in range(count)])
        for number, matches in enumerate(rounds):
            assert matches[0].index("0") == number % 2


def test_few_teams():
    assert round_robin(["a"]) == [[]]
    assert rests(["a", "b"], []) == ["a", "b"]
    with pytest.raises(ValueError):
        double_round_robin(["x", "x"])


def random_table(seed):
    rng = random.Random(seed)
    teams = list("fbdaec")[: rng.randint(2, 6)]
    table, results = Table(teams), []
    for home in teams:
        for away in teams:
            if home != away and rng.random() < 0.7:
                goals = rng.randint(0, 3), rng.randint(0, 3)
                table.add_result(home, away, *goals)
                results.append((home, away, *goals))
    return table, teams, results


def points(team, results, rivals=None):
    total = 0
    for home, away, x, y in results:
        for me, other, mine, theirs in ((home, away, x, y), (away, home, y, x)):
            if me == team and (rivals is None or other in rivals):
                total += 3 if mine > theirs else int(mine == theirs)
    return total


def test_records():
    for seed in range(60):
        table, teams, results = random_table(seed)
        for team in teams:
            record = table.record(team)
            mine = [r for r in results if team in r[:2]]
            assert record.played == len(mine) == len(record.form)
            assert record.points == points(team, results)
            scored = sum(r[2] if r[0] == team else r[3] for r in mine)
            conceded = sum(r[3] if r[0] == team else r[2] for r in mine)
            assert (record.scored, record.conceded) == (scored, conceded)
            assert record.difference == scored - conceded
            letters = Counter(record.form)
            assert (record.won, record.drawn, record.lost) == tuple(letters[c] for c in "WDL")


def test_standings():
    for seed in range(150):
        table, teams, results = random_table(seed)
        total = {team: points(team, results) for team in teams}

        def key(team, total=total, table=table, teams=teams, results=results):
            equal = {t for t in teams if total[t] == total[team]}
            row = table.record(team)
            return (
                -total[team],
                -points(team, results, equal),
                row.conceded - row.scored,
                -row.scored,
                team,
            )

        order = sorted(teams, key=key)
        assert [row.team for row in table.standings()] == order
        assert table.leader() == (order[0] if results else None)
        for team in teams:
            for other in teams:
                assert table.head_to_head(team, [other]) == points(team, results, {other})


def test_last_form():
    record = Record("x")
    table = Table(["x", *"abcdefg"])
    for i, rival in enumerate("abcdefg"):
        table.add_result("x", rival, i % 3, 1)
        record.add(i % 3, 1)
    assert record.form == list("LDWLDWL")
    assert table.last_form("x") == "WLDWL"
    assert table.last_form("x", 3) == "DWL"
    assert table.last_form("x", 99) == "LDWLDWL"
    assert table.last_form("a") == "W"


def test_bad_results_change_nothing():
    table = Table(["a", "b"])
    for args in (("a", "a", 0, 0), ("a", "b", -1, 0), ("a", "b", 0, -1)):
        with pytest.raises(ValueError):
            table.add_result(*args)
    for args in (("a", "z", 1, 0), ("z", "a", 1, 0)):
        with pytest.raises(KeyError):
            table.add_result(*args)
    assert table.leader() is None
    assert table.record("a") == Record("a")
    table.add_result("a", "b", 0, 0)
    table.add_result("b", "a", 0, 0)
    with pytest.raises(ValueError):
        table.add_result("b", "a", 5, 0)
    assert table.record("b").played == 2
    assert table.leader() == "a"


def test_render():
    table = Table(["Longest", "B"])
    table.add_result("B", "Longest", 12, 0)
    assert table.render() == " 1 B        1 +12   3\n 2 Longest  1 -12   0"


@pytest.mark.parametrize("power", range(7))
def test_seeding(power):
    size = 2**power
    places = seeding(size)
    assert sorted(places) == list(range(1, size + 1))
    while len(places) > 1:
        best = len(places) + 1
        winners = []
        for first, second in zip(places[::2], places[1::2]):
            assert first + second == best
            winners.append(min(first, second))
        places = winners
    assert places == [1]


@pytest.mark.parametrize("size", [0, -1, -4, 3, 5, 6, 7, 9, 100])
def test_bad_sizes(size):
    with pytest.raises(ValueError):
        seeding(size)


@pytest.mark.parametrize("count", range(2, 18))
def test_the_stronger_always_win(count):
    teams = [f"t{i:02}" for i in range(count)]
    bracket = Bracket(teams)
    size = len(bracket.rounds[0])
    assert size >= count > size // 2
    reported = 0
    while bracket.champion is None:
        first, second = bracket.open_matches()[0]
        assert None not in (first, second)
        bracket.report(min(first, second))
        reported += 1
        assert bracket.eliminated[-1] == max(first, second)
    assert bracket.champion == "t00"
    assert reported == count - 1
    assert sorted(bracket.eliminated) == teams[1:]
    assert bracket.eliminated[-1] == "t01"
    assert [len(slots) for slots in bracket.rounds][-1] == 1
    for before, after in zip(bracket.rounds, bracket.rounds[1:]):
        assert len(before) == 2 * len(after)
        assert all(team in before[2 * i : 2 * i + 2] for i, team in enumerate(after))


def test_random_winners():
    for seed in range(40):
        rng = random.Random(seed)
        bracket = Bracket([str(i) for i in range(rng.randint(2, 20))])
        while bracket.champion is None:
            pair = rng.choice(bracket.open_matches())
            winner = rng.choice(pair)
            before = len(bracket.open_matches())
            bracket.report(winner)
            assert bracket.eliminated[-1] == next(team for team in pair if team != winner)
            if before > 1:
                assert pair not in bracket.open_matches()
                with pytest.raises(LookupError):
                    bracket.report(winner)
                with pytest.raises(LookupError):
                    bracket.report(bracket.eliminated[-1])
        assert bracket.champion not in bracket.eliminated
        assert bracket.round_name() == "over"


def test_round_names():
    names = []
    bracket = Bracket([f"{i:02}" for i in range(16)])
    while bracket.champion is None:
        if bracket.round_name() not in names:
            names.append(bracket.round_name())
        bracket.report(bracket.open_matches()[-1][0])
    assert names == ["round of 16", "quarter-finals", "semi-finals", "final"]


@pytest.mark.parametrize("teams", [[], ["a"]])
def test_too_few(teams):
    with pytest.raises(ValueError):
        Bracket(teams)
