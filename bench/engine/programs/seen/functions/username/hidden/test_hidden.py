import random
from solution import make_username, make_all


def base(f, l):
    return f[0].lower() + "".join(c for c in l if c.isalpha())[:7].lower()


def oracle(f, l, taken):
    b = base(f, l)
    k = 0
    while b + (str(k) if k else "") in taken:
        k += 1
    return b + (str(k) if k else "")


def test_some():
    assert make_username("X", "A-b'C-d-E-f-g-H", []) == "xabcdefg"
    assert make_username("X", "Lee", ["xlee", "xlee2"]) == "xlee1"
    assert make_username("X", "Lee", ["xlee1"]) == "xlee"
    assert make_username("X", "Lee", ["xlee"] + ["xlee%d" % i for i in range(1, 12)]) == "xlee12"
    assert make_all([]) == []


def test_all_random():
    r = random.Random(10)
    for _ in range(300):
        people = [r.choice(["Jo", "Jim", "ann"]) + " " + r.choice(["Lee", "O'Hara", "Longlastname", "longlastnumber"]) for _ in range(r.randint(0, 16))]
        exp = []
        for p in people:
            f, l = p.split()
            exp.append(oracle(f, l, exp))
        assert make_all(people) == exp
