import random

from solution import league_points


def oracle(results):
    teams = {t for r in results for t in r[:2]}
    table = {}
    for t in teams:
        p = 0
        for h, a, x, y in results:
            if t == h:
                p += 3 if x > y else 1 if x == y else 0
            elif t == a:
                p += 3 if y > x else 1 if x == y else 0
        table[t] = p
    return table


def test_known():
    assert league_points([]) == {}
    assert league_points([("x", "y", 0, 0)]) == {"x": 1, "y": 1}
    assert league_points([("x", "y", 0, 1)]) == {"x": 0, "y": 3}
    assert league_points([("x", "y", 1, 0)]) == {"x": 3, "y": 0}
    assert league_points([("x", "y", 2, 2), ("y", "x", 3, 3)]) == {"x": 2, "y": 2}


def test_random():
    rng = random.Random(22)
    for _ in range(300):
        results = []
        for _ in range(rng.randrange(8)):
            h, a = rng.sample("ABCD", 2)
            results.append((h, a, rng.randint(0, 3), rng.randint(0, 3)))
        assert league_points(results) == oracle(results)
