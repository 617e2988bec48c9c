import random
from fractions import Fraction

import pytest

from judging import (
    InvalidMark, Mark, Panel, ScoreSheet, Standing, medals, standings, team_results, trimmed_mean,
)
from judging.report import open_marks, points, result_lines


def oracle_mean(values, trim):
    v = list(values)
    if not v:
        return Fraction(0)
    if len(v) - 2 * trim >= 1:
        for _ in range(trim):
            v.remove(max(v))
            v.remove(min(v))
    return Fraction(sum(v), len(v))


def test_trimmed_random():
    rng = random.Random(1)
    for _ in range(500):
        v = [rng.randint(0, 100) for _ in range(rng.randint(0, 8))]
        t = rng.randint(0, 4)
        w = list(v)
        assert trimmed_mean(v, t) == oracle_mean(v, t)
        assert v == w


def test_panel():
    a, b = Panel(["J"], ["x"]), Panel(["J"], ["x"])
    a.weights["x"] = 3
    assert a.weight("x") == 3 and b.weight("x") == 1
    a.check(Mark("J", "n", "x", 0))
    a.check(Mark("J", "n", "x", 100))
    for m in (Mark("K", "n", "x", 5), Mark("J", "n", "y", 5), Mark("J", "n", "x", -1), Mark("J", "n", "x", 101)):
        with pytest.raises(InvalidMark):
            a.check(m)


def test_bad_enter_changes_nothing():
    s = ScoreSheet(Panel(["J"], ["x"]))
    with pytest.raises(InvalidMark):
        s.enter(Mark("K", "n", "x", 5))
    assert s.competitors() == []
    s.enter(Mark("J", "n", "x", 0))
    with pytest.raises(InvalidMark):
        s.enter(Mark("J", "n", "x", 9))
    assert s.total("n") == 0
    with pytest.raises(InvalidMark):
        s.amend(Mark("J", "other", "x", 9))
    assert s.amend(Mark("J", "n", "x", 9)) == 0
    assert s.total("n") == 9
    s.register("n")
    assert s.total("n") == 9


def test_penalties():
    s = ScoreSheet(Panel(["J"], ["x"]))
    s.enter(Mark("J", "n", "x", 20))
    s.register("m")
    with pytest.raises(KeyError):
        s.penalise("z", 1, "r")
    for t in (0, -1):
        with pytest.raises(ValueError):
            s.penalise("n", t, "r")
    s.penalise("n", 5, "a")
    s.penalise("n", 7, "b")
    assert (s.penalty("n"), s.reasons("n"), s.total("n")) == (12, ["a", "b"], 8)
    assert (s.penalty("m"), s.reasons("m"), s.total("m")) == (0, [], 0)
    s.penalise("n", 9, "c")
    assert s.total("n") == 0
    s.withdraw("n")
    assert s.competitors() == ["m"]
    s.register("n")
    assert s.penalty("n") == 0 and s.missing("n") == [("x", "J")]
    with pytest.raises(KeyError):
        s.withdraw("q")


def state_of(s):
    return [(n, s.total(n), s.penalty(n), s.reasons(n), s.missing(n),
             [s.criterion_score(n, c) for c in s.panel.criteria]) for n in s.competitors()]


def scramble(s, rng):
    for _ in range(8):
        n = rng.choice("abc")
        m = Mark(rng.choice("JKL"), n, rng.choice("xy"), rng.randint(0, 100))
        op = rng.randint(0, 4)
        try:
            if op == 0:
                s.amend(m)
            elif op == 1:
                s.penalise(n, rng.randint(1, 9), "r")
            elif op == 2 and rng.random() < .5:
                s.withdraw(n)
            else:
                s.enter(m)
        except (InvalidMark, KeyError):
            pass


def test_snapshot_random():
    for seed in range(100):
        rng = random.Random(seed)
        s = ScoreSheet(Panel(list("JKL"), list("xy"), {"y": 2}))
        scramble(s, rng)
        snap, want = s.snapshot(), state_of(s)
        for _ in range(3):
            scramble(s, rng)
            s.restore(snap)
            assert state_of(s) == want


def test_snapshot_details():
    s = ScoreSheet(Panel(list("JKL"), list("xy")))
    s.enter(Mark("J", "a", "x", 50))
    s.penalise("a", 1, "r")
    snap = s.snapshot()
    s.amend(Mark("J", "a", "x", 60))
    s.penalise("a", 2, "q")
    later = s.snapshot()
    s.restore(snap)
    assert s.total("a") == 49 and s.reasons("a") == ["r"]
    s.enter(Mark("J", "a", "y", 5))
    s.restore(snap)
    assert s.total("a") == 49
    s.restore(later)
    assert s.total("a") == 57 and s.reasons("a") == ["r", "q"]


def oracle_standings(s, tb):
    def better(a, b):
        x = [s.total(a), s.criterion_score(a, tb) if tb else 0, -s.penalty(a)]
        y = [s.total(b), s.criterion_score(b, tb) if tb else 0, -s.penalty(b)]
        return x > y
    names = s.competitors()
    res = [(1 + sum(better(o, n) for o in names), n, s.total(n)) for n in names]
    return sorted(res)


def test_standings_random():
    for seed in range(150):
        rng = random.Random(seed)
        s = ScoreSheet(Panel(["J", "K"], ["x", "y"], {"x": 2} if seed % 2 else {}, trim=0))
        for n in rng.sample("abcdefg", rng.randint(0, 7)):
            for c in "xy":
                s.enter(Mark("J", n, c, rng.randint(1, 3)))
            for _ in range(rng.randint(0, 2)):
                s.penalise(n, rng.randint(1, 2), "r")
        for tb in (None, "x", "y"):
            got = [(t.place, t.competitor, t.total) for t in standings(s, tb)]
            assert got == oracle_standings(s, tb)


def test_standings_penalty():
    s = ScoreSheet(Panel(["J"], ["x"], trim=0))
    for n, v, p in (("a", 50, 10), ("b", 45, 5), ("c", 40, 0), ("d", 45, 5), ("e", 1, 0)):
        s.enter(Mark("J", n, "x", v))
        if p:
            s.penalise(n, p, "r")
    assert [(t.place, t.competitor) for t in standings(s)] == [
        (1, "c"), (2, "b"), (2, "d"), (4, "a"), (5, "e")]


def st(*rows):
    return [Standing(p, n, Fraction(t)) for p, n, t in rows]


def test_medals():
    assert medals([]) == {}
    assert medals(st((1, "a", 5), (2, "b", 4), (2, "c", 4), (4, "d", 1))) == {"gold": ["a"], "silver": ["b", "c"]}
    assert medals(st((1, "a", 5), (2, "b", 4), (3, "c", 4), (3, "d", 1))) == {
        "gold": ["a"], "silver": ["b"], "bronze": ["c", "d"]}


def test_teams_random():
    for seed in range(200):
        rng = random.Random(seed)
        table = st(*[(1, n, rng.randint(0, 5)) for n in "abcdefg"])
        tot = {t.competitor: t.total for t in table}
        names = ["t3", "t1", "t2", "t0"]
        teams = {n: rng.sample("abcdefghij", rng.randint(0, 6)) for n in names}
        before = {k: list(v) for k, v in teams.items()}
        count = rng.randint(1, 4)
        want = []
        for n, ms in teams.items():
            v = sorted((tot[m] for m in ms if m in tot), reverse=True)
            if len(v) >= count:
                want.append((n, sum(v[:count])))
        want.sort(key=lambda w: (-w[1], w[0]))
        assert team_results(table, teams, count) == want
        assert teams == before
    assert team_results([], {}, 1) == []


@pytest.mark.parametrize("t,want", [(0, "0.00"), (5, "0.50"), (Fraction(1, 20), "0.01"), (Fraction(1, 21), "0.00"),
                                    (Fraction(2999, 3), "99.97"), (1234, "123.40")])
def test_points(t, want):
    assert points(t) == want


def test_lines():
    assert result_lines([]) == []
    assert result_lines(st((1, "Bo", 100), (2, "Christa", 99), (2, "D", 99))) == [
        "  1  Bo        10.00", "  2= Christa    9.90", "  2= D          9.90"]


def test_open():
    s = ScoreSheet(Panel(["J", "K"], ["x", "y"]))
    s.register("a")
    for j in "JK":
        for c in "xy":
            s.enter(Mark(j, "b", c, 5))
    s.enter(Mark("K", "c", "x", 5))
    assert open_marks(s) == {"a": 4, "c": 3}
    assert s.missing("c") == [("x", "J"), ("y", "J"), ("y", "K")]
