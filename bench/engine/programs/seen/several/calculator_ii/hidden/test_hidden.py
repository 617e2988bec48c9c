import random
import pytest
from solution import Solution


def oracle(s):
    s = s.replace(" ", "")
    toks, n = [], ""
    for ch in s:
        if ch in "+-*/":
            toks += [int(n), ch]
            n = ""
        else:
            n += ch
    toks.append(int(n))
    terms = [toks[0]]
    for op, v in zip(toks[1::2], toks[2::2]):
        if op == "+":
            terms.append(v)
        elif op == "-":
            terms.append(-v)
        elif op == "*":
            terms[-1] *= v
        else:
            q = abs(terms[-1]) // v
            terms[-1] = q if terms[-1] >= 0 else -q
    return sum(terms)


@pytest.mark.parametrize("s, want", [
    ("42", 42), ("0", 0), ("1-1+1", 1), ("2*3*4", 24), ("100/3/3", 11), ("1-7/2", -2), (" 12 - 5*2 ", 2),
    ("0-8/3*2", -4), ("10+20-30*1/4", 23), ("3 + 4  ", 7),
])
def test_cases(s, want):
    assert Solution().calculate(s) == want


def test_random():
    rnd = random.Random(12)
    for _ in range(300):
        s = str(rnd.randint(0, 120))
        for _ in range(rnd.randint(0, 6)):
            op = rnd.choice("+-*/")
            s += rnd.choice(["", " "]) + op + rnd.choice(["", " "]) + str(rnd.randint(1, 30))
        assert Solution().calculate(s) == oracle(s)
