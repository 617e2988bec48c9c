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


def test_example_1():
    head = build([1, 2, 3, 4])
    Solution().reorderList(head)
    assert values(head) == [1, 4, 2, 3]


def test_example_2():
    head = build([1, 2, 3, 4, 5])
    Solution().reorderList(head)
    assert values(head) == [1, 5, 2, 4, 3]


def test_example_3():
    head = build([1])
    Solution().reorderList(head)
    assert values(head) == [1]
