import random
from solution import MapSum


def test_random():
    rng = random.Random(20)
    for _ in range(150):
        m = MapSum()
        d = {}
        for _ in range(25):
            w = "".join(rng.choice("ab") for _ in range(rng.randint(1, 4)))
            if rng.random() < 0.5:
                v = rng.randint(1, 50)
                m.insert(w, v)
                d[w] = v
            else:
                assert m.sum(w) == sum(v for k, v in d.items() if k.startswith(w))


def test_longer_prefix():
    m = MapSum()
    m.insert("ab", 7)
    assert m.sum("abc") == 0
    m.insert("ab", 1)
    assert m.sum("a") == m.sum("ab") == 1
