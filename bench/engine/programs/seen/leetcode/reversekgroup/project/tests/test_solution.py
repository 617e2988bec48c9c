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


def test_example1():
    assert dump(Solution().reverseKGroup(build([1, 2, 3, 4, 5]), 2)) == [2, 1, 4, 3, 5]


def test_example2():
    assert dump(Solution().reverseKGroup(build([1, 2, 3, 4, 5]), 3)) == [3, 2, 1, 4, 5]


def test_example3():
    assert dump(Solution().reverseKGroup(build([1]), 1)) == [1]
