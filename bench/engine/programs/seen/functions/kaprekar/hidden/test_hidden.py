from solution import kaprekar_steps


def oracle(n):
    if len({n // 1000, n // 100 % 10, n // 10 % 10, n % 10}) == 1:
        return -1
    steps = 0
    while n != 6174:
        a, b, c, d = sorted([n // 1000, n // 100 % 10, n // 10 % 10, n % 10])
        n = (d * 1000 + c * 100 + b * 10 + a) - (a * 1000 + b * 100 + c * 10 + d)
        steps += 1
    return steps


def test_four_digits():
    for n in range(1000, 10000, 7):
        assert kaprekar_steps(n) == oracle(n), n


def test_short_numbers():
    for n in range(1, 1000):
        assert kaprekar_steps(n) == oracle(n), n


def test_repdigits():
    for d in range(1, 10):
        assert kaprekar_steps(1111 * d) == -1
