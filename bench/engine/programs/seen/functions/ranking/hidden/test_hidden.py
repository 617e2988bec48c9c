import random
from solution import ranking


def test_edges():
    assert ranking([]) == []
    assert ranking([0]) == [1]
    assert ranking([1, 1, 1]) == [1, 1, 1]
    assert ranking([1, 2, 2, 3]) == [4, 2, 2, 1]
    assert ranking([-1, -1, -5]) == [1, 1, 3]


def test_random():
    r = random.Random(28)
    for _ in range(400):
        s = [r.randint(0, 5) for _ in range(r.randint(0, 10))]
        assert list(ranking(list(s))) == [1 + sum(1 for y in s if y > x) for x in s], s
