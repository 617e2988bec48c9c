import random
import pytest
from solution import Solution


def test_disconnected():
    res = Solution().calcEquation([["a", "b"], ["c", "d"]], [2.0, 4.0],
                                  [["a", "d"], ["c", "d"], ["d", "c"], ["b", "b"]])
    assert res == pytest.approx([-1.0, 4.0, 0.25, 1.0])


def test_two_ways_round():
    res = Solution().calcEquation([["a", "b"], ["c", "b"], ["c", "d"]], [2.0, 8.0, 4.0],
                                  [["a", "d"], ["d", "a"], ["a", "c"]])
    assert res == pytest.approx([1.0, 1.0, 0.25])


def test_random():
    rng = random.Random(20)
    for _ in range(300):
        names = ["x%d" % i for i in range(rng.randint(2, 8))]
        val = {x: rng.choice((0.5, 1.0, 2.0, 4.0, 8.0)) for x in names}
        group = {x: x for x in names}
        eqs = []
        for _ in range(rng.randint(1, 7)):
            a, b = rng.sample(names, 2)
            if [a, b] in eqs or [b, a] in eqs:
                continue
            eqs.append([a, b])
            ga, gb = group[a], group[b]
            for x in names:
                if group[x] == ga:
                    group[x] = gb
        known = {x for e in eqs for x in e}
        vals = [val[a] / val[b] for a, b in eqs]
        qs = [[rng.choice(names + ["zz"]), rng.choice(names)] for _ in range(6)]
        want = [val[a] / val[b] if a in known and b in known and group[a] == group[b] else -1.0
                for a, b in qs]
        assert Solution().calcEquation(eqs, vals, qs) == pytest.approx(want)
