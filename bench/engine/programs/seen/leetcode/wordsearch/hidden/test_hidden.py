import random

from solution import Solution


def oracle(b, word):
    m, n = len(b), len(b[0])

    def go(r, c, i, used):
        if b[r][c] != word[i]:
            return False
        if i == len(word) - 1:
            return True
        return any(go(x, y, i + 1, used | {(x, y)})
                   for x, y in ((r + 1, c), (r - 1, c), (r, c + 1), (r, c - 1))
                   if 0 <= x < m and 0 <= y < n and (x, y) not in used)
    return any(go(r, c, 0, {(r, c)}) for r in range(m) for c in range(n))


def test_random():
    rng = random.Random(26)
    for _ in range(500):
        m, n = rng.randint(1, 4), rng.randint(1, 4)
        b = [[rng.choice("AB") for _ in range(n)] for _ in range(m)]
        word = "".join(rng.choice("AB") for _ in range(rng.randint(1, 6)))
        assert bool(Solution().exist([r[:] for r in b], word)) is oracle(b, word)


def test_too_long():
    assert not Solution().exist([list("AA"), list("AA")], "AAAAA")
    assert Solution().exist([list("AA"), list("AA")], "AAAA")
    assert not Solution().exist([list("A")], "AA")
