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
    assert Solution().pseudoPalindromicPaths(build([2, 3, 1, 3, 1, None, 1])) == 2


def test_example_two():
    assert Solution().pseudoPalindromicPaths(build([2, 1, 1, 1, 3, None, None, None, None, None, 1])) == 1


def test_example_three():
    assert Solution().pseudoPalindromicPaths(build([9])) == 1


def test_none():
    assert Solution().pseudoPalindromicPaths(build([1, 2, 3])) == 0
