import random
import pytest
from solution import StockSpanner


def spans(prices):
    s = StockSpanner()
    return [s.next(p) for p in prices]


def brute(p):
    out = []
    for i in range(len(p)):
        k = 0
        while k <= i and p[i - k] <= p[i]:
            k += 1
        out.append(k)
    return out


@pytest.mark.parametrize("p", [[1], [5, 5, 5, 5], [1, 2, 3, 4], [4, 3, 2, 1], [29, 91, 62, 76, 51], [3, 1, 2, 3, 1, 3]])
def test_fixed(p):
    assert spans(p) == brute(p)


def test_independent_instances():
    a, b = StockSpanner(), StockSpanner()
    assert a.next(5) == 1
    assert b.next(6) == 1
    assert a.next(6) == 2


def test_random():
    rng = random.Random(18)
    for _ in range(300):
        p = [rng.randint(1, rng.choice([3, 10, 100])) for _ in range(rng.randint(1, 30))]
        assert spans(p) == brute(p)
