from solution import Solution, TreeNode


def build(values):
    if not values:
        return None
    it = iter(values)
    root = TreeNode(next(it))
    level = [root]
    while level:
        nxt = []
        for node in level:
            for side in ('left', 'right'):
                v = next(it, None)
                if v is not None:
                    child = TreeNode(v)
                    setattr(node, side, child)
                    nxt.append(child)
        level = nxt
    return root


def test_example1():
    root = build([10, 5, -3, 3, 2, None, 11, 3, -2, None, 1])
    assert Solution().pathSum(root, 8) == 3


def test_example2():
    root = build([5, 4, 8, 11, None, 13, 4, 7, 2, None, None, 5, 1])
    assert Solution().pathSum(root, 22) == 3


def test_example3():
    assert Solution().pathSum(build([1, 2, 3]), 1) == 1
