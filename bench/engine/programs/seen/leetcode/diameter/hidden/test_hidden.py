import random
from solution import Solution, TreeNode


def build(values):
    if not values or values[0] is None:
        return None
    root = TreeNode(values[0])
    queue = [root]
    i = 1
    while queue and i < len(values):
        node = queue.pop(0)
        if values[i] is not None:
            node.left = TreeNode(values[i])
            queue.append(node.left)
        i += 1
        if i < len(values):
            if values[i] is not None:
                node.right = TreeNode(values[i])
                queue.append(node.right)
            i += 1
    return root


def rand_tree(rng, n, lo=-20, hi=20):
    if n == 0:
        return None
    k = rng.randrange(n)
    return TreeNode(rng.randint(lo, hi), rand_tree(rng, k, lo, hi), rand_tree(rng, n - 1 - k, lo, hi))


def oracle(root):
    adj = {}

    def walk(n, par):
        if n is None:
            return
        adj.setdefault(id(n), [])
        if par is not None:
            adj[id(n)].append(id(par))
            adj[id(par)].append(id(n))
        walk(n.left, n)
        walk(n.right, n)

    walk(root, None)
    best = 0
    for s in adj:
        dist = {s: 0}
        todo = [s]
        for u in todo:
            for v in adj[u]:
                if v not in dist:
                    dist[v] = dist[u] + 1
                    todo.append(v)
        best = max(best, max(dist.values()))
    return best


def test_not_through_root():
    t = build([1, 2, None, 3, 4, 5, None, None, 6, 7, None, None, 8])
    assert Solution().diameterOfBinaryTree(t) == oracle(t) == 6


def test_random():
    rng = random.Random(12)
    for _ in range(300):
        t = rand_tree(rng, rng.randint(0, 14))
        assert Solution().diameterOfBinaryTree(t) == oracle(t)
