from solution import classify, divisor_sum


def test_perfect():
    assert classify(28) == "perfect"


def test_abundant():
    assert classify(12) == "abundant"


def test_prime():
    assert classify(7) == "deficient"


def test_one():
    assert classify(1) == "deficient"


def test_divisor_sum():
    assert divisor_sum(16) == 15
