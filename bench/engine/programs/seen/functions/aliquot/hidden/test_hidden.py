from solution import classify, divisor_sum


def test_sums():
    for n in range(1, 700):
        assert divisor_sum(n) == sum(d for d in range(1, n) if n % d == 0), n


def test_classes():
    for n in range(1, 700):
        s = sum(d for d in range(1, n) if n % d == 0)
        want = "perfect" if s == n else "abundant" if s > n else "deficient"
        assert classify(n) == want, n


def test_large():
    assert classify(8128) == "perfect"
    assert classify(8127) == "deficient"
    assert classify(10000) == "abundant"
