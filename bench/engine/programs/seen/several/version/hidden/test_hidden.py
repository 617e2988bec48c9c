import random
from solution import Solution


def oracle(a, b):
    x, y = [[int(p) for p in v.split(".")] for v in (a, b)]
    while x and x[-1] == 0:
        x.pop()
    while y and y[-1] == 0:
        y.pop()
    return (x > y) - (x < y)


def test_some():
    assert Solution().compareVersion("1", "1.0.1") == -1
    assert Solution().compareVersion("1.0.1", "1") == 1
    assert Solution().compareVersion("0.1", "1.1") == -1
    assert Solution().compareVersion("10.0", "9.9.9") == 1
    assert Solution().compareVersion("2.0.0", "2") == 0
    assert Solution().compareVersion("1.2.0.0.3", "1.2") == 1


def test_random():
    rng = random.Random(16)
    for _ in range(600):
        a, b = [".".join("0" * rng.randint(0, 1) + str(rng.choice((0, 0, 1, 2, 12)))
                         for _ in range(rng.randint(1, 4))) for _ in range(2)]
        assert Solution().compareVersion(a, b) == oracle(a, b)
