from solution import prime_factors


def test_examples():
    assert prime_factors(36) == {2: 2, 3: 2}
    assert prime_factors(28) == {2: 2, 7: 1}
    assert prime_factors(1) == {}


def test_powers():
    assert prime_factors(64) == {2: 6}
    assert prime_factors(81) == {3: 4}


def test_prime():
    assert prime_factors(13) == {13: 1}
