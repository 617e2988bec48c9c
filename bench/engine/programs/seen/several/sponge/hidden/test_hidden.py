import random
from solution import sponge


def oracle(s):
    out = []
    k = 0
    for c in s:
        if c.isalpha():
            out.append(c.lower() if k % 2 else c.upper())
            k += 1
        else:
            out.append(c)
            if c in ".!?":
                k = 0
    return "".join(out)


def test_some():
    assert sponge("a") == "A"
    assert sponge("ab.ab!ab?ab") == "Ab.Ab!Ab?Ab"
    assert sponge("abc.abc!abc?abc") == "AbC.AbC!AbC?AbC"
    assert sponge("a,b-c d") == "A,b-C d"
    assert sponge("123") == "123"
    assert sponge("ABCD") == "AbCd"


def test_random():
    r = random.Random(3)
    for _ in range(500):
        s = "".join(r.choice("abcXYZ ,.!?7-") for _ in range(r.randint(0, 20)))
        assert sponge(s) == oracle(s)
