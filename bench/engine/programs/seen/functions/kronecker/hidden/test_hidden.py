import random

from solution import kronecker


def oracle(a, b):
    return [[x * y for x in ra for y in rb] for ra in a for rb in b]


def test_known():
    assert kronecker([[2]], [[3]]) == [[6]]
    assert kronecker([[1], [2]], [[1, 1, 1]]) == [[1, 1, 1], [2, 2, 2]]
    assert kronecker([[1, 2]], [[1], [3]]) == [[1, 2], [3, 6]]
    assert kronecker([[1, 2], [3, 4]], [[0, 5], [6, 7]]) == [
        [0, 5, 0, 10], [6, 7, 12, 14], [0, 15, 0, 20], [18, 21, 24, 28]]


def test_random():
    rng = random.Random(18)

    def matrix():
        w = rng.randint(1, 4)
        return [[rng.randint(-5, 5) for _ in range(w)] for _ in range(rng.randint(1, 4))]

    for _ in range(300):
        a, b = matrix(), matrix()
        assert kronecker(a, b) == oracle(a, b)
