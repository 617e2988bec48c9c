import random
from solution import NumArray


def test_update_twice():
    a = NumArray([1, 2, 3, 4])
    a.update(2, 10)
    a.update(2, 5)
    assert a.sumRange(2, 2) == 5
    assert a.sumRange(0, 3) == 12
    assert a.sumRange(3, 3) == 4


def test_all_ranges():
    xs = [3, -2, 0, 7, 7, -5, 1, 9]
    a = NumArray(xs[:])
    for i in range(8):
        for j in range(i, 8):
            assert a.sumRange(i, j) == sum(xs[i:j + 1])


def test_random():
    rng = random.Random(22)
    for _ in range(200):
        xs = [rng.randint(-9, 9) for _ in range(rng.randint(1, 12))]
        a = NumArray(xs[:])
        for _ in range(15):
            if rng.random() < 0.5:
                i, v = rng.randrange(len(xs)), rng.randint(-9, 9)
                a.update(i, v)
                xs[i] = v
            else:
                i = rng.randrange(len(xs))
                j = rng.randrange(i, len(xs))
                assert a.sumRange(i, j) == sum(xs[i:j + 1])
