import random
from itertools import combinations

import pytest

from league.fixtures import resting, round_robin
from league.form import biggest_wins, current_run, longest_run, recent
from league.models import Match, Rules, Season
from league.table import Row, compute, ranks, split


def random_season(rng, n=None):
    teams = list("ABCDEF")[: n or rng.randint(2, 6)]
    rng.shuffle(teams)
    matches = []
    for number, pairs in enumerate(round_robin(teams, 2), start=1):
        for h, a in pairs:
            if rng.random() < 0.8:
                matches.append(Match(h, a, rng.randint(0, 3), rng.randint(0, 3), number))
    rng.shuffle(matches)
    return Season(teams, matches)


def outcomes(season, team):
    out = []
    for m in sorted(season.matches, key=lambda m: m.round):
        if team == m.home:
            d = m.home_goals - m.away_goals
        elif team == m.away:
            d = m.away_goals - m.home_goals
        else:
            continue
        out.append("W" if d > 0 else "L" if d < 0 else "D")
    return "".join(out)


def test_compute_oracle():
    rng = random.Random(1)
    for _ in range(200):
        season = random_season(rng)
        ded = {t: rng.randint(1, 4) for t in season.teams if rng.random() < 0.2}
        rules = Rules(win=rng.choice([2, 3]), deductions=dict(ded, Nobody=3))
        want = []
        for t in season.teams:
            o = outcomes(season, t)
            sc = sum(m.home_goals for m in season.matches if m.home == t) + sum(m.away_goals for m in season.matches if m.away == t)
            co = sum(m.away_goals for m in season.matches if m.home == t) + sum(m.home_goals for m in season.matches if m.away == t)
            pts = o.count("W") * rules.win + o.count("D") - ded.get(t, 0)
            want.append((t, o.count("W"), o.count("D"), o.count("L"), sc, co, pts))
        want.sort(key=lambda w: (-w[6], w[5] - w[4], -w[4], w[0]))
        rows = compute(season, rules)
        assert [(r.team, r.won, r.drawn, r.lost, r.scored, r.conceded, r.points) for r in rows] == want
        keys = [(w[6], w[4] - w[5], w[4]) for w in want]
        assert ranks(rows) == {w[0]: keys.index(k) + 1 for w, k in zip(want, keys)}
        assert all(r.played == len(outcomes(season, r.team)) for r in rows)


def test_more_goals_first():
    season = Season("ABCD", [Match("A", "B", 1, 0), Match("C", "D", 4, 3)])
    assert [r.team for r in compute(season)] == ["C", "A", "D", "B"]
    assert [r.team for r in compute(Season("CAB"))] == ["A", "B", "C"]
    assert ranks(compute(Season("CAB"))) == {"A": 1, "B": 1, "C": 1}
    assert ranks([]) == {}


def test_split_oracle():
    rng = random.Random(2)
    for _ in range(200):
        season = random_season(rng)
        rules = Rules(draw=2, deductions={season.teams[0]: 5})
        for t in season.teams:
            home, away = split(season, t, rules)
            a, b = Row(t), Row(t)
            for m in season.matches:
                for row, me, mine, theirs in ((a, m.home, m.home_goals, m.away_goals), (b, m.away, m.away_goals, m.home_goals)):
                    if me != t:
                        continue
                    row.scored += mine
                    row.conceded += theirs
                    row.won += mine > theirs
                    row.drawn += mine == theirs
                    row.lost += mine < theirs
                    row.points += 3 if mine > theirs else 2 if mine == theirs else 0
            assert (home, away) == (a, b)


def test_season_own_list():
    given = [Match("A", "B", 1, 0, 1)]
    s = Season("AB", given)
    s.add(Match("B", "A", 1, 0, 2))
    assert len(given) == 1 and len(s.matches) == 2
    one, two = Season("AB"), Season("AB")
    one.add(given[0])
    assert two.matches == [] and Season("AB").matches == []
    teams = ["A", "B"]
    t = Season(teams)
    t.teams.append("C")
    assert teams == ["A", "B"]
    u = Season(iter("AB"), iter(given))
    assert u.matches == given and u.teams == teams


def test_season_add():
    s = Season("ABC")
    s.add(Match("A", "B", 1, 0, 1))
    s.add(Match("A", "C", 1, 0, 1))
    s.add(Match("A", "B", 1, 0, 2))
    for bad in (Match("A", "B", 3, 3, 1), Match("B", "A", 3, 3, 2), Match("A", "Z", 1, 1, 3), Match("Z", "A", 1, 1, 3)):
        with pytest.raises(ValueError):
            s.add(bad)
    assert len(s.matches) == 3
    assert [m.round for m in s.of_team("B")] == [1, 2]


def test_match():
    with pytest.raises(ValueError):
        Match("A", "B", 0, -1)
    m = Match("A", "B", 1, 3)
    assert (m.goals("A"), m.goals("B"), m.outcome("A"), m.outcome("B")) == ((1, 3), (3, 1), "L", "W")
    assert Match("A", "B", 1, 1).outcome("A") == "D"
    assert m.involves("A") and m.involves("B") and not m.involves("C")
    with pytest.raises(KeyError):
        m.outcome("C")


@pytest.mark.parametrize("n", range(2, 11))
@pytest.mark.parametrize("legs", [1, 2, 3])
def test_round_robin(n, legs):
    teams = [f"t{i}" for i in range(n)]
    rounds = round_robin(teams, legs)
    per = n - 1 if n % 2 == 0 else n
    assert len(rounds) == per * legs
    for leg in range(legs):
        part = rounds[leg * per:(leg + 1) * per]
        met = [frozenset(p) for pairs in part for p in pairs]
        assert len(met) == len(set(met)) and set(met) == {frozenset(c) for c in combinations(teams, 2)}
        for pairs in part:
            busy = [t for p in pairs for t in p]
            assert len(busy) == len(set(busy)) == n - n % 2
        want = rounds[:per] if leg % 2 == 0 else [[(b, a) for a, b in pairs] for pairs in rounds[:per]]
        assert part == want
    rest = resting(rounds, teams)
    assert all(len(r) == n % 2 for r in rest)


def test_round_robin_errors():
    for args in (([],), (["a"],), (["a", "a"],), (["a", "b"], 0)):
        with pytest.raises(ValueError):
            round_robin(*args)
    assert resting([[("a", "b")], []], "cab") == [["c"], ["a", "b", "c"]]


def test_runs_oracle():
    rng = random.Random(3)
    for _ in range(200):
        season = random_season(rng)
        for t in season.teams:
            o = outcomes(season, t)
            for n in (0, 1, 2, 3, 20):
                assert recent(season, t, n) == (o[max(0, len(o) - n):])
            assert recent(season, t) == o[max(0, len(o) - 5):]
            for kinds in ("W", "WD", "L", "DL", "D"):
                best = max((j - i for i in range(len(o) + 1) for j in range(i, len(o) + 1) if all(c in kinds for c in o[i:j])))
                assert longest_run(season, t, kinds) == best
            want = ("", 0) if not o else (o[-1], len(o) - len(o.rstrip(o[-1])))
            assert current_run(season, t) == want


def test_biggest_wins():
    rng = random.Random(4)
    for _ in range(200):
        season = random_season(rng)
        won = [m for m in season.matches if m.home_goals != m.away_goals]
        won.sort(key=lambda m: m.round)
        won.sort(key=lambda m: m.home_goals + m.away_goals, reverse=True)
        won.sort(key=lambda m: abs(m.home_goals - m.away_goals), reverse=True)
        n = rng.randint(0, 5)
        assert biggest_wins(season, n) == won[:n]
