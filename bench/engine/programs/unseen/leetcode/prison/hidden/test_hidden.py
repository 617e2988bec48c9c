import random
from solution import Solution


def step(c):
    return [0] + [int(c[i - 1] == c[i + 1]) for i in range(1, 7)] + [0]


def test_all_states_some_days():
    for x in range(256):
        cells = [x >> k & 1 for k in range(8)]
        c = cells
        for n in range(1, 33):
            c = step(c)
            if n in (1, 2, 7, 13, 14, 15, 16, 22, 28, 29, 32):
                assert Solution().prisonAfterNDays(cells[:], n) == c


def test_far_away():
    rng = random.Random(22)
    for _ in range(200):
        cells = [rng.randint(0, 1) for _ in range(8)]
        n = rng.randint(1, 10 ** 9)
        c = cells
        for _ in range((n - 1) % 14 + 1):
            c = step(c)
        assert Solution().prisonAfterNDays(cells[:], n) == c
