import random
import re
from solution import Solution


def oracle(f):
    while "(" in f:
        f = re.sub(r"\(([A-Za-z0-9]*)\)([0-9]*)",
                   lambda m: "".join(e + str(int(c or 1) * int(m.group(2) or 1))
                                     for e, c in re.findall(r"([A-Z][a-z]*)([0-9]*)", m.group(1))), f)
    d = {}
    for e, c in re.findall(r"([A-Z][a-z]*)([0-9]*)", f):
        d[e] = d.get(e, 0) + int(c or 1)
    return "".join(e + (str(c) if c > 1 else "") for e, c in sorted(d.items()))


def test_some():
    s = Solution()
    assert s.countOfAtoms("Be32") == "Be32"
    assert s.countOfAtoms("H") == "H"
    assert s.countOfAtoms("HH") == "H2"
    assert s.countOfAtoms("CH3COOH") == "C2H4O2"
    assert s.countOfAtoms("(H)") == "H"
    assert s.countOfAtoms("O(O2)3") == "O7"
    assert s.countOfAtoms("(NH4)2SO4") == "H8N2O4S"
    assert s.countOfAtoms("((Fe2)3C)2") == "C2Fe12"


def rand(rng, depth):
    out = ""
    for _ in range(rng.randint(1, 4)):
        num = rng.choice(("", "", "2", "3", "12"))
        if depth and rng.random() < 0.35:
            out += "(" + rand(rng, depth - 1) + ")" + num
        else:
            out += rng.choice(("H", "He", "C", "Ca", "O", "N", "Uue")) + num
    return out


def test_random():
    rng = random.Random(24)
    for _ in range(400):
        f = rand(rng, 3)
        assert Solution().countOfAtoms(f) == oracle(f)
