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


def dump(root):
    out, queue = [], [root]
    while queue:
        node = queue.pop(0)
        if node is None:
            out.append(None)
            continue
        out.append(node.val)
        queue += [node.left, node.right]
    while out and out[-1] is None:
        out.pop()
    return out


def test_example1():
    root = Solution().buildTree([9, 3, 15, 20, 7], [9, 15, 7, 20, 3])
    assert dump(root) == [3, 9, 20, None, None, 15, 7]


def test_example2():
    root = Solution().buildTree([-1], [-1])
    assert dump(root) == [-1]


def test_example3():
    root = Solution().buildTree([2, 1], [2, 1])
    assert dump(root) == [1, 2]
