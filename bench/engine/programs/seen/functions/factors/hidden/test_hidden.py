import pytest

from solution import prime_factors


def is_prime(n):
    return n > 1 and all(n % d for d in range(2, int(n ** 0.5) + 1))


@pytest.mark.parametrize("n, expected", [
    (1, {}), (2, {2: 1}), (3, {3: 1}), (4, {2: 2}), (6, {2: 1, 3: 1}),
    (49, {7: 2}), (97, {97: 1}), (360, {2: 3, 3: 2, 5: 1}),
    (1001, {7: 1, 11: 1, 13: 1}), (2 * 9973, {2: 1, 9973: 1}),
    (1024, {2: 10}), (999983, {999983: 1}),
])
def test_known(n, expected):
    assert prime_factors(n) == expected


def test_small_numbers():
    for n in range(1, 1500):
        factors = prime_factors(n)
        product = 1
        for p, e in factors.items():
            assert is_prime(p)
            assert e >= 1
            product *= p ** e
        assert product == n
