import random
import pytest
from solution import Solution


def oracle(iv, new):
    out = []
    for a, b in sorted(iv + [new]):
        if out and a <= out[-1][1]:
            out[-1][1] = max(out[-1][1], b)
        else:
            out.append([a, b])
    return out


def check(iv, new):
    got = Solution().insert([x[:] for x in iv], new[:])
    assert [list(x) for x in got] == oracle(iv, new)


@pytest.mark.parametrize("iv, new", [
    ([], [0, 0]), ([[1, 5]], [2, 3]), ([[1, 5]], [5, 7]), ([[3, 5]], [1, 3]), ([[3, 5]], [0, 1]), ([[3, 5]], [0, 9]),
    ([[1, 2], [4, 5]], [2, 4]), ([[1, 2], [7, 8]], [4, 5]), ([[0, 0], [2, 2]], [1, 1]), ([[1, 5]], [1, 5]),
])
def test_cases(iv, new):
    check(iv, new)


def test_random():
    rnd = random.Random(26)
    for _ in range(300):
        pts = sorted(rnd.sample(range(30), 2 * rnd.randint(0, 5)))
        iv = [[a, b] for a, b in zip(pts[::2], pts[1::2])]
        new = sorted([rnd.randint(0, 30), rnd.randint(0, 30)])
        check(iv, new)
