import random
from solution import RLEIterator


def test_fixed():
    it = RLEIterator([2, 3])
    assert it.next(2) == 3
    assert it.next(1) == -1
    assert it.next(1) == -1
    it = RLEIterator([0, 3, 1, 4])
    assert it.next(1) == 4
    assert it.next(1) == -1
    it = RLEIterator([0, 3])
    assert it.next(1) == -1


def test_random():
    rng = random.Random(20)
    for _ in range(400):
        enc, flat = [], []
        for _ in range(rng.randint(1, 6)):
            k, v = rng.randint(0, 6), rng.randint(0, 9)
            enc += [k, v]
            flat += [v] * k
        it = RLEIterator(enc[:])
        pos = 0
        hi = rng.choice([1, 3, 6])
        for _ in range(rng.randint(3, 15)):
            n = rng.randint(1, hi)
            pos += n
            want = flat[pos - 1] if pos <= len(flat) else -1
            assert it.next(n) == want, (enc, pos)
