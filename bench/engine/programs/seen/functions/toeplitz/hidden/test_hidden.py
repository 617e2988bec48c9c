import random

from solution import is_toeplitz


def oracle(m):
    diagonals = {}
    for i, row in enumerate(m):
        for j, v in enumerate(row):
            diagonals.setdefault(i - j, set()).add(v)
    return all(len(s) == 1 for s in diagonals.values())


def test_known():
    assert is_toeplitz([[1]]) is True
    assert is_toeplitz([[1, 2], [3, 1]]) is True
    assert is_toeplitz([[1, 2], [3, 4]]) is False
    assert is_toeplitz([[7, 7, 7], [7, 7, 7]]) is True
    assert is_toeplitz([[1, 2, 3, 4], [5, 1, 2, 3], [9, 5, 1, 2]]) is True
    assert is_toeplitz([[1, 2, 3], [4, 1, 2], [5, 4, 9]]) is False


def test_one_cell_changed():
    rng = random.Random(6)
    for _ in range(300):
        h, w = rng.randint(1, 5), rng.randint(1, 5)
        line = [rng.randint(0, 3) for _ in range(h + w)]
        m = [[line[i - j + w] for j in range(w)] for i in range(h)]
        assert is_toeplitz(m) is True
        m[rng.randrange(h)][rng.randrange(w)] += 1
        assert is_toeplitz(m) is oracle(m)


def test_random():
    rng = random.Random(7)
    for _ in range(300):
        h, w = rng.randint(1, 3), rng.randint(1, 3)
        m = [[rng.randint(0, 1) for _ in range(w)] for _ in range(h)]
        assert is_toeplitz(m) is oracle(m)
