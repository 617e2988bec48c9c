import random
from solution import Solution


def test_random():
    rng = random.Random(28)
    for _ in range(800):
        a = [rng.randint(0, 2) if rng.random() < 0.8 else rng.randint(9, 11) for _ in range(rng.randint(1, 4))]
        b = a[:rng.randint(1, len(a))] + [rng.choice([0, 0, 1]) for _ in range(rng.randint(0, 2))]
        if rng.random() < 0.4:
            b[rng.randrange(len(b))] = rng.randint(0, 11)
        if rng.random() < 0.5:
            a, b = b, a
        fmt = lambda v: ".".join("0" * rng.choice([0, 0, 2]) + str(x) for x in v)
        pa, pb = a + [0] * (8 - len(a)), b + [0] * (8 - len(b))
        assert Solution().compareVersion(fmt(a), fmt(b)) == (pa > pb) - (pa < pb)
