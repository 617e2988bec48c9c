import random
from solution import Solution


def oracle(iv):
    return max((sum(1 for a, b in iv if a <= t < b) for t in range(0, 40)), default=0)


def test_random():
    rng = random.Random(24)
    for _ in range(400):
        iv = []
        for _ in range(rng.randint(0, 10)):
            s = rng.randint(0, 20)
            iv.append([s, s + rng.randint(1, 10)])
        assert Solution().minMeetingRooms([list(x) for x in iv]) == oracle(iv)


def test_same():
    assert Solution().minMeetingRooms([[1, 2]] * 5) == 5
