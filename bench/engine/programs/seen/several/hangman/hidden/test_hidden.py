import random
from solution import reveal, play


def show(w, s):
    return " ".join(c if c in s else "_" for c in w)


def oracle(w, gs, lives):
    seen = set()
    for g in gs:
        g = g.lower()
        if g not in seen:
            seen.add(g)
            lives -= g not in w
        if lives == 0:
            return "lost", 0, show(w, seen)
        if set(w) <= seen:
            return "won", lives, show(w, seen)
    return "playing", lives, show(w, seen)


def test_reveal():
    assert reveal("aba", []) == "_ _ _"
    assert reveal("aba", ["a"]) == "a _ a"
    assert reveal("aba", ["a", "b", "c"]) == "a b a"


def test_some():
    assert play("a", [], 1) == ("playing", 1, "_")
    assert play("a", ["A"], 1) == ("won", 1, "a")
    assert play("a", ["b", "a"], 1) == ("lost", 0, "_")
    assert play("ab", ["x", "X", "a", "A", "b"], 2) == ("won", 1, "a b")


def test_random():
    r = random.Random(11)
    for _ in range(600):
        w = "".join(r.choice("abcd") for _ in range(r.randint(1, 5)))
        gs = [r.choice("abcdxyABXY") for _ in range(r.randint(0, 9))]
        n = r.randint(1, 4)
        assert tuple(play(w, gs, n)) == oracle(w, gs, n)
