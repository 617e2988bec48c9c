import random
from solution import ListNode, Solution


def make(values):
    head = None
    for v in reversed(values):
        head = ListNode(v, head)
    return head


def oracle(a):
    return [next((y for y in a[i + 1:] if y > x), 0) for i, x in enumerate(a)]


def test_fixed():
    for a in ([1], [1, 1], [5, 4, 3], [1, 2, 3], [1, 7, 5, 1, 9, 2, 5, 1], [2, 2, 2, 3], [3, 3, 2, 3]):
        assert Solution().nextLargerNodes(make(a)) == oracle(a)


def test_random():
    rng = random.Random(10)
    for _ in range(300):
        a = [rng.randint(1, 8) for _ in range(rng.randint(1, 12))]
        assert Solution().nextLargerNodes(make(a)) == oracle(a), a
