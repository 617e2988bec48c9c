import random

from solution import Solution, ListNode


def build(values):
    head = None
    for v in reversed(values):
        head = ListNode(v, head)
    return head


def dump(node):
    out = []
    while node:
        out.append(node.val)
        node = node.next
        assert len(out) < 1000
    return out


def oracle(v, k):
    out = []
    for i in range(0, len(v), k):
        g = v[i:i + k]
        out += g[::-1] if len(g) == k else g
    return out


def test_random():
    rng = random.Random(8)
    for _ in range(500):
        v = [rng.randint(0, 9) for _ in range(rng.randint(1, 20))]
        k = rng.randint(1, len(v))
        assert dump(Solution().reverseKGroup(build(v), k)) == oracle(v, k)


def test_whole():
    assert dump(Solution().reverseKGroup(build([1, 2, 3]), 3)) == [3, 2, 1]
