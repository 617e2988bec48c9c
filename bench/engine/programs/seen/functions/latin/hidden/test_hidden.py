import random
from itertools import product
from solution import is_latin_square


def oracle(m):
    n = len(m)
    for i in range(n):
        for k in range(1, n + 1):
            if k not in m[i] or k not in [m[r][i] for r in range(n)]:
                return False
    return True


def test_all_two_by_two():
    for a, b, c, d in product(range(0, 4), repeat=4):
        m = [[a, b], [c, d]]
        assert bool(is_latin_square(m)) == oracle(m), m


def test_shuffled():
    rng = random.Random(16)
    for _ in range(300):
        n = rng.randint(1, 5)
        m = [[(i + j) % n + 1 for j in range(n)] for i in range(n)]
        rng.shuffle(m)
        if rng.random() < 0.6:
            if rng.random() < 0.5:
                rng.shuffle(m[rng.randrange(n)])
            else:
                m[rng.randrange(n)][rng.randrange(n)] = rng.randint(0, n + 1)
        assert bool(is_latin_square(m)) == oracle(m), m


def test_rows_only():
    assert not is_latin_square([[1, 2, 3], [1, 2, 3], [1, 2, 3]])


def test_columns_only():
    assert not is_latin_square([[1, 1, 1], [2, 2, 2], [3, 3, 3]])
