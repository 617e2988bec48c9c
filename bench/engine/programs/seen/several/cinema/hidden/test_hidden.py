import random
from solution import find_seats, book


def oracle(hall, k):
    for r in range(len(hall), 0, -1):
        p = hall[r - 1].find("." * k)
        if p >= 0:
            return r, p + 1
    return None


def obook(hall, k):
    p = oracle(hall, k)
    out = list(hall)
    if p:
        r = p[0] - 1
        out[r] = out[r].replace("." * k, "x" * k, 1)
    return out


def test_some():
    assert find_seats([], 1) is None
    assert find_seats(["."], 1) == (1, 1)
    assert find_seats(["xx", "x.", "xx", ".x"], 2) is None
    assert find_seats([".x", "x."], 2) is None
    assert book(["x."], 1) == ["xx"]
    assert book(["xx"], 1) == ["xx"]
    assert book(["..x"], 2) == ["xxx"]


def test_random():
    r = random.Random(16)
    for _ in range(600):
        hall = ["".join(r.choice("..x") for _ in range(r.randint(1, 7))) for _ in range(r.randint(0, 4))]
        k = r.randint(1, 5)
        keep = list(hall)
        res = find_seats(hall, k)
        exp = oracle(keep, k)
        assert (res if res is None else tuple(res)) == exp
        assert book(hall, k) == obook(keep, k)
        assert hall == keep
