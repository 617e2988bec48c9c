from solution import ListNode, Solution


def make(values):
    head = None
    for v in reversed(values):
        head = ListNode(v, head)
    return head


def test_example_one():
    assert Solution().numComponents(make([0, 1, 2, 3]), [0, 1, 3]) == 2


def test_example_two():
    assert Solution().numComponents(make([0, 1, 2, 3, 4]), [0, 3, 1, 4]) == 2


def test_whole_list():
    assert Solution().numComponents(make([2, 0, 1]), [0, 1, 2]) == 1


def test_single_node():
    assert Solution().numComponents(make([0]), [0]) == 1
