from solution import ListNode, Solution


def make(values):
    head = None
    for v in reversed(values):
        head = ListNode(v, head)
    return head


def test_example_one():
    assert Solution().nextLargerNodes(make([2, 1, 5])) == [5, 5, 0]


def test_example_two():
    assert Solution().nextLargerNodes(make([2, 7, 4, 3, 5])) == [7, 0, 5, 5, 0]


def test_single():
    assert Solution().nextLargerNodes(make([4])) == [0]


def test_equal_neighbours():
    assert Solution().nextLargerNodes(make([3, 3, 6])) == [6, 6, 0]
