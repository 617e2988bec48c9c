from solution import ListNode, Solution


def build(values):
    dummy = ListNode()
    cur = dummy
    for v in values:
        cur.next = ListNode(v)
        cur = cur.next
    return dummy.next


def to_list(head):
    out = []
    while head and len(out) < 1000:
        out.append(head.val)
        head = head.next
    return out


def test_example_1():
    assert to_list(Solution().reverseBetween(build([1, 2, 3, 4, 5]), 2, 4)) == [1, 4, 3, 2, 5]


def test_example_2():
    assert to_list(Solution().reverseBetween(build([5]), 1, 1)) == [5]


def test_two():
    assert to_list(Solution().reverseBetween(build([3, 5]), 1, 2)) == [5, 3]
