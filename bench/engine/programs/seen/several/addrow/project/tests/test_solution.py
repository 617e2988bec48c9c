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


def dump(node):
    if node is None:
        return None
    return (node.val, dump(node.left), dump(node.right))


def test_example_one():
    got = Solution().addOneRow(build([4, 2, 6, 3, 1, 5]), 1, 2)
    assert dump(got) == dump(build([4, 1, 1, 2, None, None, 6, 3, 1, 5]))


def test_example_two():
    got = Solution().addOneRow(build([4, 2, None, 3, 1]), 1, 3)
    assert dump(got) == dump(build([4, 2, None, 1, 1, 3, None, None, 1]))


def test_new_root():
    got = Solution().addOneRow(build([1, 2, 3]), 9, 1)
    assert dump(got) == (9, (1, (2, None, None), (3, None, None)), None)


def test_below_leaves():
    got = Solution().addOneRow(build([1, 2, 3]), 5, 3)
    assert dump(got) == dump(build([1, 2, 3, 5, 5, 5, 5]))
