import random
from fractions import Fraction as F
import pytest
from solution import years_to_goal, savings_table


def balances(start, yearly, pct, n):
    out = [F(start)]
    for _ in range(n):
        out.append(out[-1] * (1 + F(pct) / 100) + yearly)
    return out


def test_table_random():
    r = random.Random(14)
    for _ in range(200):
        a = (r.randint(0, 900), r.randint(0, 90), r.randint(0, 12), r.randint(0, 9))
        assert savings_table(*a) == pytest.approx([float(x) for x in balances(*a)], rel=1e-9)


def test_years_random():
    r = random.Random(15)
    for _ in range(300):
        s, y, p, g = r.randint(0, 900), r.randint(0, 90), r.choice([0, 0, r.randint(1, 12)]), r.randint(1, 3000)
        if p == 0 and y and r.random() < .5:
            g = s + y * r.randint(0, 100)
        bal = balances(s, y, p, 100)
        if p and any(abs(b - g) < F(1, 10**6) for b in bal[1:]):
            continue
        exp = next((i for i, b in enumerate(bal) if b >= g), -1)
        assert years_to_goal(s, y, p, g) == exp


def test_borders():
    assert years_to_goal(0, 1, 0, 100) == 100
    assert years_to_goal(0, 1, 0, 101) == -1
    assert years_to_goal(5, 1, 3, 5) == 0
    assert years_to_goal(9, 1, 3, 5) == 0
    assert years_to_goal(0, 0, 5, 5) == -1
