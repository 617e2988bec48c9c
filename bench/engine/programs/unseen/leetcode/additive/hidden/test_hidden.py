import random
from solution import Solution


def ok(x):
    return x == "0" or x[0] != "0"


def oracle(num):
    n = len(num)

    def splits(pos, parts):
        if pos == n:
            return len(parts) >= 3
        for e in range(pos + 1, n + 1):
            p = num[pos:e]
            if not ok(p):
                break
            if len(parts) >= 2 and int(parts[-1]) + int(parts[-2]) != int(p):
                continue
            if splits(e, parts + [p]):
                return True
        return False

    return splits(0, [])


def test_examples():
    s = Solution()
    for x, w in [("112358", True), ("199100199", True), ("1", False), ("11", False), ("111", False), ("112", True),
                 ("000", True), ("0000", True), ("00", False), ("101", True), ("1023", False), ("1203", False), ("10203", False),
                 ("0235813", False), ("123", True), ("199001200", False), ("121474836472147483648", True),
                 ("011235", True), ("1991001990", False), ("198019823962", True)]:
        assert s.isAdditiveNumber(x) is w, x


def test_all_short():
    s = Solution()
    for n in range(1, 5):
        for v in range(10 ** n):
            t = str(v).zfill(n)
            if n == 4 and v % 3:
                continue
            assert s.isAdditiveNumber(t) == oracle(t), t


def test_random():
    rng = random.Random(12)
    s = Solution()
    for _ in range(600):
        a, b = rng.randint(0, 30), rng.randint(0, 30)
        t = str(a) + str(b)
        for _ in range(rng.randint(1, 4)):
            a, b = b, a + b
            t += str(b)
        if rng.random() < 0.5:
            k = rng.randrange(len(t))
            t = t[:k] + rng.choice("0012") + t[k + (rng.random() < .5):]
        assert s.isAdditiveNumber(t) == oracle(t), t
