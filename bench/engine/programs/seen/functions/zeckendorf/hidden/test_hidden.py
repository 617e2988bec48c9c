from solution import zeckendorf

FIBS = [1, 2]
while FIBS[-1] < 10 ** 7:
    FIBS.append(FIBS[-1] + FIBS[-2])


def check(n):
    parts = zeckendorf(n)
    assert sum(parts) == n
    places = [FIBS.index(p) for p in parts]
    for a, b in zip(places, places[1:]):
        assert a - b >= 2


def test_small():
    for n in range(1200):
        check(n)


def test_fibonacci_numbers():
    for f in FIBS:
        assert zeckendorf(f) == [f]


def test_neighbours():
    for f in FIBS[:-1]:
        check(f - 1)
        check(f + 1)
    check(999999)
    check(5000000)
