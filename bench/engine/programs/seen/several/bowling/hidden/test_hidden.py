import random
from solution import score


def game(r):
    """A random game: (rolls, score), the score from the frames."""
    frames = []
    p = r.random()
    for f in range(10):
        a = 10 if r.random() < p * 0.6 else r.randint(0, 10)
        if a == 10:
            fr = [10]
        else:
            b = 10 - a if r.random() < p else r.randint(0, 10 - a)
            fr = [a, b]
        frames.append(fr)
    rolls = [x for fr in frames for x in fr]
    last = frames[-1]
    extra = []
    if last == [10]:
        a = r.randint(0, 10)
        extra = [a, r.randint(0, 10) if a == 10 else r.randint(0, 10 - a)]
    elif sum(last) == 10:
        extra = [r.randint(0, 10)]
    rolls += extra
    total = 0
    i = 0
    for fr in frames:
        i += len(fr)
        total += sum(fr)
        if sum(fr) == 10:
            total += sum(rolls[i:i + 3 - len(fr)])
    return rolls, total


def test_random():
    r = random.Random(12)
    for _ in range(500):
        rolls, total = game(r)
        assert score(rolls) == total, rolls


def test_some():
    assert score([5] * 21) == 150
    assert score([0] * 18 + [10, 10, 10]) == 30
    assert score([0] * 18 + [2, 8, 7]) == 17
    assert score([0, 10] * 10 + [3]) == 103
    assert score([9, 0] * 10) == 90
