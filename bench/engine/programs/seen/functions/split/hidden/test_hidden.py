import random
from solution import split_bill


def test_edges():
    assert split_bill(0, 3) == [0, 0, 0]
    assert split_bill(2, 3) == [1, 1, 0]
    assert split_bill(100, 1, 15) == [115]
    assert split_bill(99, 1, 1) == [99]
    assert split_bill(0, 2, 50) == [0, 0]


def test_random():
    r = random.Random(2)
    for _ in range(500):
        total, n, tip = r.randint(0, 3000), r.randint(1, 9), r.choice([0, 0, 5, 7, 10, 15, 20, 100])
        want = [0] * n
        amount = total + (total * tip) // 100
        q = amount // n
        want = [q] * n
        for k in range(amount - q * n):
            want[k] += 1
        assert list(split_bill(total, n, tip)) == want
