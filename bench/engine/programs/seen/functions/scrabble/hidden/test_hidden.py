import random
from solution import word_score

P = dict(zip("abcdefghijklmnopqrstuvwxyz",
             [1, 3, 3, 2, 1, 4, 2, 4, 1, 8, 5, 1, 3, 1, 1, 3, 10, 1, 1, 1, 1, 4, 4, 8, 4, 10]))


def test_letters():
    for ch, p in P.items():
        assert word_score(ch) == p
        assert word_score(ch.upper()) == p


def test_bad():
    for w in ["a1", "1a", "7", "1234567", "don't", "x-ray", " ", "no ", "abcdefg1", "z_z"]:
        assert word_score(w) == 0, w
        assert word_score(w, {0: 2}) == 0, w


def test_random():
    rnd = random.Random(14)
    for _ in range(300):
        n = rnd.randint(1, 10)
        w = "".join(rnd.choice("abcdefghijklmnopqrstuvwxyz") for _ in range(n))
        boosts = {i: rnd.choice([2, 3]) for i in range(12) if rnd.random() < 0.3}
        keep = dict(boosts)
        want = sum(P[c] * boosts.get(i, 1) for i, c in enumerate(w)) + (50 if n >= 7 else 0)
        assert word_score(w.upper() if rnd.random() < 0.5 else w, boosts) == want
