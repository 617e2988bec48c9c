from itertools import product
from solution import Solution


def oracle(n):
    total = 0
    for t in product('PAL', repeat=n):
        w = ''.join(t)
        if w.count('A') < 2 and 'LLL' not in w:
            total += 1
    return total


def closed(n):
    mod = 10 ** 9 + 7
    f = [1, 2, 4]
    while len(f) <= n:
        f.append((f[-1] + f[-2] + f[-3]) % mod)
    return (f[n] + sum(f[i] * f[n - 1 - i] for i in range(n))) % mod


def test_brute():
    for n in range(1, 9):
        assert Solution().checkRecord(n) == oracle(n)


def test_formula():
    for n in list(range(1, 80)) + [123, 200, 333, 500, 777, 1500]:
        got = Solution().checkRecord(n)
        assert got == closed(n), n
        assert 0 <= got < 10 ** 9 + 7
