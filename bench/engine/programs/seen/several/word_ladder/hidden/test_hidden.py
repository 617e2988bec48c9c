import random
from itertools import product
from solution import Solution


def oracle(b, e, ws):
    ws = set(ws)
    if e not in ws:
        return 0
    frontier, seen, d = {b}, {b}, 1
    while frontier:
        if e in frontier:
            return d
        frontier = {w for w in ws - seen if any(sum(x != y for x, y in zip(w, f)) == 1 for f in frontier)}
        seen |= frontier
        d += 1
    return 0


def test_unreachable():
    assert Solution().ladderLength("aaa", "zzz", ["zzz", "aab", "abb"]) == 0


def test_adjacent():
    assert Solution().ladderLength("cat", "bat", ["bat"]) == 2


def test_random():
    rnd = random.Random(6)
    for _ in range(300):
        n = rnd.randint(1, 4)
        pool = ["".join(p) for p in product("abc", repeat=n)]
        b = rnd.choice(pool)
        e = rnd.choice([p for p in pool if p != b])
        ws = rnd.sample(pool, rnd.randint(1, min(len(pool), 20)))
        if rnd.random() < 0.8 and e not in ws:
            ws.append(e)
        assert Solution().ladderLength(b, e, list(ws)) == oracle(b, e, ws)
