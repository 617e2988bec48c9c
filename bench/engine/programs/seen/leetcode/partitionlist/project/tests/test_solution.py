from solution import ListNode, Solution


def run(values, x):
    head = None
    for v in reversed(values):
        head = ListNode(v, head)
    node = Solution().partition(head, x)
    out = []
    while node and len(out) < 100:
        out.append(node.val)
        node = node.next
    return out


def test_example_1():
    assert run([1, 4, 3, 2, 5, 2], 3) == [1, 2, 2, 4, 3, 5]


def test_example_2():
    assert run([2, 1], 2) == [1, 2]


def test_empty():
    assert run([], 0) == []


def test_all_smaller():
    assert run([1, 2, 1], 5) == [1, 2, 1]
