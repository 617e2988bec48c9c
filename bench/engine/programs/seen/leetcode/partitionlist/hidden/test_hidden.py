import random
import pytest
from solution import ListNode, Solution


def run(values, x):
    head = None
    for v in reversed(values):
        head = ListNode(v, head)
    node = Solution().partition(head, x)
    out = []
    while node and len(out) < 1000:
        out.append(node.val)
        node = node.next
    return out


def oracle(values, x):
    return [v for v in values if v < x] + [v for v in values if v >= x]


@pytest.mark.parametrize("v,x", [([], 3), ([1], 0), ([1], 2), ([3, 3, 3], 3), ([5, 4, 3], 4), ([0, 0], 1), ([-1, 2, -3], 0), ([9, 1], 5)])
def test_fixed(v, x):
    assert run(v, x) == oracle(v, x)


def test_random():
    rng = random.Random(22)
    for _ in range(400):
        v = [rng.randint(-8, 8) for _ in range(rng.randint(0, 15))]
        x = rng.randint(-10, 10)
        assert run(v, x) == oracle(v, x)
