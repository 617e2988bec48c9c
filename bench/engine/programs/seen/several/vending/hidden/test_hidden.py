import copy
import random
from solution import serve


def oracle(m, orders):
    msgs, inc = [], 0
    for p, c in orders:
        if p not in m:
            msgs.append("unknown")
        elif m[p][1] < 1:
            msgs.append("sold out")
        elif c < m[p][0]:
            msgs.append("missing %d" % (m[p][0] - c))
        else:
            msgs.append("change %d" % (c - m[p][0]))
            m[p][1] -= 1
            inc += m[p][0]
    return msgs, inc


def test_some():
    assert serve({}, []) == ([], 0)
    assert serve({"a": [10, 0]}, [("a", 5)]) == (["sold out"], 0)
    m = {"a": [10, 2]}
    serve(m, [("a", 10), ("a", 9)])
    assert m["a"][1] == 1 and m["a"][0] == 10


def test_random():
    r = random.Random(17)
    for _ in range(500):
        m = {p: [r.randint(5, 20) * 10, r.randint(0, 3)] for p in "abc"}
        m2 = copy.deepcopy(m)
        orders = [(r.choice("abcd"), r.randint(3, 25) * 10) for _ in range(r.randint(0, 10))]
        a = serve(m, orders)
        b = oracle(m2, orders)
        assert list(a[0]) == b[0] and a[1] == b[1]
        assert {p: m[p][1] for p in m} == {p: m2[p][1] for p in m2}
