import random

from solution import resolve


def oracle(aliases, name):
    for _ in range(len(aliases) + 1):
        if name not in aliases:
            return name
        name = aliases[name]
    return None


def test_cases():
    chain = {str(i): str(i + 1) for i in range(50)}
    assert resolve(chain, "0") == "50"
    assert resolve({"a": "a"}, "a") is None
    assert resolve({"a": "b", "b": "c", "c": "b"}, "a") is None
    assert resolve({"a": "x", "b": "b"}, "a") == "x"


def test_random():
    rng = random.Random(11)
    for _ in range(500):
        names = "abcdefgh"
        aliases = {n: rng.choice(names) for n in rng.sample(names, rng.randint(0, 7))}
        for n in names:
            assert resolve(dict(aliases), n) == oracle(aliases, n)
