import random
from solution import Solution


def dist(a):
    return sum(min(int(c), 10 - int(c)) for c in a)


def test_fixed():
    assert Solution().openLock(["1000"], "0000") == 0
    assert Solution().openLock(["0000"], "0001") == -1
    assert Solution().openLock(["0000", "1234"], "9999") == -1
    assert Solution().openLock(["0001"], "0002") == 4
    shut = ["1000", "9000", "0100", "0900", "0010", "0090", "0001", "0009"]
    assert Solution().openLock(shut, "5555") == -1
    assert Solution().openLock(shut[:-1], "0008") == 2


def test_distance_without_deadends():
    rng = random.Random(23)
    for _ in range(10):
        t = "".join(rng.choice("0123456789") for _ in range(4))
        assert Solution().openLock([], t) == dist(t)


def oracle(dead, target):
    dead = set(dead)
    if "0000" in dead:
        return -1
    level, seen, d = {"0000"}, {"0000"}, 0
    while level:
        if target in level:
            return d
        nxt = set()
        for s in level:
            for i in range(4):
                for k in (1, 9):
                    t = s[:i] + str((int(s[i]) + k) % 10) + s[i + 1:]
                    if t not in seen and t not in dead:
                        seen.add(t)
                        nxt.add(t)
        level, d = nxt, d + 1
    return -1


def test_random():
    rng = random.Random(24)
    for _ in range(12):
        near = ["".join(rng.choice("0012989") for _ in range(4)) for _ in range(rng.randint(1, 400))]
        target = "".join(rng.choice("0123789") for _ in range(4))
        near = [s for s in near if s != target]
        assert Solution().openLock(near, target) == oracle(near, target)
