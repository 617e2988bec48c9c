import random
import pytest
from solution import ListNode, Solution


def build(vals):
    head = None
    for v in reversed(vals):
        head = ListNode(v, head)
    return head


def values(node, limit=1000):
    out = []
    while node and len(out) < limit:
        out.append(node.val)
        node = node.next
    return out


def oracle(v):
    v = list(v)
    out = []
    while v:
        out.append(v.pop(0))
        if v:
            out.append(v.pop())
    return out


@pytest.mark.parametrize("n", range(1, 40))
def test_lengths(n):
    rnd = random.Random(n)
    for v in (list(range(n)), [rnd.randint(0, 9) for _ in range(n)]):
        head = build(v)
        Solution().reorderList(head)
        assert values(head) == oracle(v)
