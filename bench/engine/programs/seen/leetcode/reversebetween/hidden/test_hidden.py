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


def test_all_small():
    for n in range(1, 9):
        for left in range(1, n + 1):
            for right in range(left, n + 1):
                a = [10 * i + 1 for i in range(n)]
                e = a[:left - 1] + a[left - 1:right][::-1] + a[right:]
                assert to_list(Solution().reverseBetween(build(a), left, right)) == e


def test_equal_values():
    assert to_list(Solution().reverseBetween(build([1, 1, 2, 2, 1]), 2, 5)) == [1, 1, 2, 2, 1]
