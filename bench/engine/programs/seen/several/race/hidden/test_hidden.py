import random
from solution import fastest, before


def make(r, n):
    names = ["N%d" % i for i in range(n)]
    r.shuffle(names)
    return [(x, r.choice([r.randint(1, 12), r.randint(1, 150), r.randint(90, 1100)])) for x in names]


def test_random():
    r = random.Random(6)
    for _ in range(400):
        data = make(r, r.randint(1, 8))
        lines = ["%s %d" % p for p in data]
        m = min(s for _, s in data)
        assert fastest(lines) == [n for n, s in data if s == m][0]
        for who, own in data:
            assert before(lines, who) == [n for n, s in data if s < own]
        assert before(lines, "nobody") == []


def test_some():
    assert fastest(["A 10", "B 9"]) == "B"
    assert fastest(["A 5", "B 5"]) == "A"
    assert before(["A 5", "B 5", "C 4"], "A") == ["C"]
    assert before([], "A") == []
