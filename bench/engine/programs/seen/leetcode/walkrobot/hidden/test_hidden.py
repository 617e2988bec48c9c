import random

import pytest
from solution import Solution


def oracle(commands, obstacles):
    bad = {complex(a, b) for a, b in obstacles}
    pos, face, best = 0j, 1j, 0
    for c in commands:
        if c == -2:
            face *= 1j
        elif c == -1:
            face *= -1j
        else:
            while c and pos + face not in bad:
                pos += face
                c -= 1
                best = max(best, int(pos.real ** 2 + pos.imag ** 2))
    return best


@pytest.mark.parametrize("commands,obstacles,exp", [
    ([-2, 8, 3, 7, -1], [], 324),
    ([-1, 5], [[2, 0]], 1),
    ([-2, 5], [[2, 0]], 25),
    ([-2, 5], [[-2, 0]], 1),
    ([-1], [], 0),
    ([3, -1, 3, -1, 3, -1, 9], [], 36),
    ([1, -2, -2, 4], [[0, 0]], 1),
    ([4, -1, 1, -1, 2], [[1, 2], [0, 5]], 17),
])
def test_fixed(commands, obstacles, exp):
    assert Solution().robotSim(commands[:], [o[:] for o in obstacles]) == exp


def test_random():
    rng = random.Random(19)
    for _ in range(500):
        commands = [rng.choice([-1, -2, rng.randint(1, 9), rng.randint(1, 9)]) for _ in range(rng.randint(1, 15))]
        obstacles = [[rng.randint(-6, 6), rng.randint(-6, 6)] for _ in range(rng.randint(0, 15))]
        got = Solution().robotSim(commands[:], [o[:] for o in obstacles])
        assert got == oracle(commands, obstacles), (commands, obstacles)
