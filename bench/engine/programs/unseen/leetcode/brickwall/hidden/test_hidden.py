import random
from solution import Solution


def oracle(wall):
    w = sum(wall[0])
    cuts = []
    for row in wall:
        s, p = set(), 0
        for x in row:
            p += x
            s.add(p)
        cuts.append(s)
    return min((sum(x not in s for s in cuts) for x in range(1, w)), default=len(wall))


def test_examples():
    s = Solution()
    assert s.leastBricks([[1, 2, 2, 1], [3, 1, 2], [1, 3, 2], [2, 4], [3, 1, 2], [1, 3, 1, 1]]) == 2
    assert s.leastBricks([[1], [1], [1]]) == 3


def test_one_row():
    assert Solution().leastBricks([[4]]) == 1
    assert Solution().leastBricks([[4, 1]]) == 0


def test_no_common_edge():
    assert Solution().leastBricks([[1, 3], [2, 2], [3, 1]]) == 2


def test_random():
    rng = random.Random(10)
    for _ in range(500):
        w = rng.randint(1, 9)
        wall = []
        for _ in range(rng.randint(1, 6)):
            cuts = sorted(rng.sample(range(1, w), rng.randint(0, w - 1)))
            pts = [0] + cuts + [w]
            wall.append([b - a for a, b in zip(pts, pts[1:])])
        assert Solution().leastBricks([r[:] for r in wall]) == oracle(wall)
