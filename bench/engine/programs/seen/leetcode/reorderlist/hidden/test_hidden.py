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


def oracle(v):
    v = list(v)
    out = []
    front = True
    while v:
        out.append(v.pop(0) if front else v.pop())
        front = not front
    return out


def test_all_lengths():
    for n in range(1, 60):
        head = build(list(range(n)))
        Solution().reorderList(head)
        assert dump(head) == oracle(range(n))


def test_same_nodes():
    head = build([1, 2, 3, 4, 5])
    nodes = []
    c = head
    while c:
        nodes.append(c)
        c = c.next
    Solution().reorderList(head)
    assert dump(head) == [1, 5, 2, 4, 3]
    assert head is nodes[0]
