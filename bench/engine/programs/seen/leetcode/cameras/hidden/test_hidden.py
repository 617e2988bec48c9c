import random

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


def oracle(root):
    order, parent = [], {}

    def walk(node, p):
        if node:
            me = len(order)
            order.append(node)
            parent[me] = p
            walk(node.left, me)
            walk(node.right, me)

    walk(root, None)
    n = len(order)
    cover = [1 << i for i in range(n)]
    for i, p in parent.items():
        if p is not None:
            cover[i] |= 1 << p
            cover[p] |= 1 << i
    best = n
    for pick in range(1 << n):
        k = bin(pick).count("1")
        if k < best:
            seen = 0
            for i in range(n):
                if pick >> i & 1:
                    seen |= cover[i]
            if seen == (1 << n) - 1:
                best = k
    return best


def rand_tree(rng, n):
    if n == 0:
        return None
    k = rng.randint(0, n - 1)
    return TreeNode(0, rand_tree(rng, k), rand_tree(rng, n - 1 - k))


def chain(n):
    root = None
    for _ in range(n):
        root = TreeNode(0, root)
    return root


def test_chains():
    for n in range(1, 40):
        assert Solution().minCameraCover(chain(n)) == (n + 2) // 3


def test_complete():
    assert Solution().minCameraCover(tree([0] * 7)) == 2
    assert Solution().minCameraCover(tree([0] * 15)) == 5


def test_random():
    rng = random.Random(10)
    for _ in range(250):
        root = rand_tree(rng, rng.randint(1, 9))
        assert Solution().minCameraCover(root) == oracle(root)
