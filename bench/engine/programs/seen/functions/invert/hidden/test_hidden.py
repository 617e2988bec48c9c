import random
from solution import invert_index


def test_edges():
    assert invert_index({4: []}) == {}
    assert invert_index({4: ["a"], 2: []}) == {"a": [4]}
    assert invert_index({10: ["a"], 9: ["a"], 1: ["b", "a", "b"]}) == {"a": [1, 9, 10], "b": [1]}


def test_random():
    r = random.Random(10)
    for _ in range(300):
        pages = {p: [r.choice("abcd") for _ in range(r.randint(0, 5))]
                 for p in r.sample(range(50), r.randint(0, 5))}
        words = {w for ws in pages.values() for w in ws}
        want = {w: sorted(p for p in pages if w in pages[p]) for w in words}
        assert dict(invert_index({k: list(v) for k, v in pages.items()})) == want
