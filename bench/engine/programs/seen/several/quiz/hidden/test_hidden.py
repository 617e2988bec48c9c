import random
from solution import points, passed


def pts(a, k):
    return max(0, sum(0 if x == "-" else 3 if x == y else -1 for x, y in zip(a, k)))


def test_some():
    assert points("", "") == 0
    assert points("BA", "AA") == 2
    assert points("BBBA", "AAAA") == 0
    assert passed({}, "ABC") == []
    assert passed({"b": "AB", "a": "A-"}, "AC") == ["a"]


def test_random():
    r = random.Random(20)
    for _ in range(400):
        n = r.randint(1, 9)
        k = "".join(r.choice("ABC") for _ in range(n))
        st = {}
        for name in r.sample("zyxwvabcd", r.randint(0, 6)):
            st[name] = "".join(c if r.random() < .5 else r.choice("ABC-") for c in k)
        for a in st.values():
            assert points(a, k) == pts(a, k)
        assert passed(st, k) == sorted(x for x in st if 2 * pts(st[x], k) >= 3 * n)
