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


def reorder(values):
    head = build(values)
    Solution().reorderList(head)
    return dump(head)


def test_example1():
    assert reorder([1, 2, 3, 4]) == [1, 4, 2, 3]


def test_example2():
    assert reorder([1, 2, 3, 4, 5]) == [1, 5, 2, 4, 3]


def test_example3():
    assert reorder([1, 2]) == [1, 2]
