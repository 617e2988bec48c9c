import random
from solution import winner, match

M = ["rock", "paper", "scissors"]


def w(a, b):
    return [0, 1, 2][(M.index(a) - M.index(b)) % 3]


def oracle(x, y, goal):
    s = [0, 0, 0]
    for a, b in zip(x, y):
        s[w(a, b)] += 1
        if goal in s[1:]:
            break
    who = "player 1" if s[1] > s[2] else "player 2" if s[2] > s[1] else "draw"
    return "%s %d:%d" % (who, s[1], s[2])


def test_winner():
    for a in M:
        for b in M:
            assert winner(a, b) == w(a, b)


def test_random():
    r = random.Random(8)
    for _ in range(500):
        n = r.randint(0, 8)
        x = [r.choice(M) for _ in range(n)]
        y = [r.choice(M) for _ in range(n)]
        g = r.randint(1, 4)
        assert match(x, y, g) == oracle(x, y, g)
