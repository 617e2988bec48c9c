from solution import Solution, TreeNode


def build(values):
    if not values:
        return None
    it = iter(values)
    root = TreeNode(next(it))
    queue = [root]
    for node in queue:
        for side in ('left', 'right'):
            v = next(it, None)
            if v is not None:
                child = TreeNode(v)
                setattr(node, side, child)
                queue.append(child)
    return root


def test_example_one():
    assert Solution().verticalTraversal(build([3, 9, 20, None, None, 15, 7])) == [[9], [3, 15], [20], [7]]


def test_example_two():
    assert Solution().verticalTraversal(build([1, 2, 3, 4, 5, 6, 7])) == [[4], [2], [1, 5, 6], [3], [7]]


def test_example_three():
    assert Solution().verticalTraversal(build([1, 2, 3, 4, 6, 5, 7])) == [[4], [2], [1, 5, 6], [3], [7]]


def test_right_chain():
    assert Solution().verticalTraversal(build([1, None, 2, None, 3])) == [[1], [2], [3]]


def test_below():
    assert Solution().verticalTraversal(build([5, None, 4, 3])) == [[5, 3], [4]]
