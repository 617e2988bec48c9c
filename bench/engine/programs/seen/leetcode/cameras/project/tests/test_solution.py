from solution import Solution, TreeNode


def tree(items):
    if not items:
        return None
    root = TreeNode(items[0])
    queue, i = [root], 1
    while queue and i < len(items):
        node = queue.pop(0)
        for side in ("left", "right"):
            if i < len(items):
                if items[i] is not None:
                    child = TreeNode(items[i])
                    setattr(node, side, child)
                    queue.append(child)
                i += 1
    return root


def test_example_1():
    assert Solution().minCameraCover(tree([0, 0, None, 0, 0])) == 1


def test_example_2():
    assert Solution().minCameraCover(tree([0, 0, None, 0, None, 0, None, None, 0])) == 2


def test_single_node():
    assert Solution().minCameraCover(tree([0])) == 1


def test_two_levels():
    assert Solution().minCameraCover(tree([0, 0, 0])) == 1
