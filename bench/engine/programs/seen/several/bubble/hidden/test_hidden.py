import random
from solution import bubble_sort


def passes(a):
    # one pass per place that an item has to move to the left, and a last one
    best = 0
    for i in range(len(a)):
        best = max(best, sum(1 for x in a[:i] if x > a[i]))
    return best + 1


def test_random():
    r = random.Random(7)
    for _ in range(400):
        a = [r.randint(-9, 9) for _ in range(r.randint(0, 9))]
        b = list(a)
        s, p = bubble_sort(a)
        assert a == b
        assert s == sorted(b)
        assert s is not a
        assert p == passes(b)


def test_words():
    assert bubble_sort(["b", "a"]) == (["a", "b"], 2)
    assert bubble_sort([7]) == ([7], 1)
