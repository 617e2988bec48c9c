import random
import re
from solution import Solution


def evaluate(expr, x):
    expr = re.sub(r'(\d)x', r'\1*x', expr)
    return eval(expr, {'x': x})


def oracle(eq):
    left, right = eq.split('=')
    f = [evaluate(left, x) - evaluate(right, x) for x in (0, 1)]
    slope = f[1] - f[0]
    if slope == 0:
        return 'Infinite solutions' if f[0] == 0 else 'No solution'
    if f[0] % slope:
        return None
    return 'x=%d' % (-f[0] // slope)


def side(rng):
    out = ''
    for i in range(rng.randint(1, 4)):
        sign = rng.choice('+-')
        if i == 0 and sign == '+':
            sign = ''
        term = rng.choice([str(rng.randint(0, 30)), 'x', str(rng.randint(0, 12)) + 'x'])
        out += sign + term
    return out


def test_fixed():
    f = Solution().solveEquation
    assert f("x=0") == "x=0"
    assert f("-x=-1") == "x=1"
    assert f("0x=0") == "Infinite solutions"
    assert f("0x=5") == "No solution"
    assert f("x=x+2") == "No solution"
    assert f("10=2x") == "x=5"
    assert f("x-12=-2x") == "x=4"
    assert f("1-x=2+x+5") == "x=-3"


def test_random():
    rng = random.Random(17)
    seen = 0
    for _ in range(1200):
        eq = side(rng) + '=' + side(rng)
        want = oracle(eq)
        if want is None:
            continue
        seen += 1
        assert Solution().solveEquation(eq) == want, eq
    assert seen > 100
