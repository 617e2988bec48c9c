from solution import padovan


def test_known():
    want = [1, 1, 1, 2, 2, 3, 4, 5, 7, 9, 12, 16, 21, 28, 37, 49, 65, 86, 114, 151, 200]
    assert [padovan(n) for n in range(len(want))] == want


def test_recurrence():
    for n in range(3, 200):
        assert padovan(n) == padovan(n - 2) + padovan(n - 3)


def test_other_identity():
    for n in range(5, 100):
        assert padovan(n) == padovan(n - 1) + padovan(n - 5)
