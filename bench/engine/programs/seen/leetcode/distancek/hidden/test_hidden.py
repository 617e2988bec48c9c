import random
from solution import Solution, TreeNode


def make(rng, n):
    vals = rng.sample(range(100), n)
    nodes = [TreeNode(vals[0])]
    edges = []
    while len(nodes) < n:
        p = rng.choice(nodes)
        side = rng.choice(["left", "right"])
        if getattr(p, side) is None:
            c = TreeNode(vals[len(nodes)])
            setattr(p, side, c)
            nodes.append(c)
            edges.append((p.val, c.val))
    return nodes, edges


def oracle(nodes, edges, start, k):
    adj = {n.val: [] for n in nodes}
    for a, b in edges:
        adj[a].append(b)
        adj[b].append(a)
    dist = {start: 0}
    todo = [start]
    for v in todo:
        for w in adj[v]:
            if w not in dist:
                dist[w] = dist[v] + 1
                todo.append(w)
    return sorted(v for v, d in dist.items() if d == k)


def test_small():
    root = TreeNode(1, TreeNode(2), TreeNode(3))
    assert sorted(Solution().distanceK(root, root.left, 2)) == [3]
    assert sorted(Solution().distanceK(root, root, 1)) == [2, 3]
    assert sorted(Solution().distanceK(root, root, 0)) == [1]
    assert sorted(Solution().distanceK(root, root, 2)) == []


def test_random():
    rng = random.Random(21)
    for _ in range(300):
        nodes, edges = make(rng, rng.randint(1, 20))
        target = rng.choice(nodes)
        k = rng.randint(0, 8)
        got = Solution().distanceK(nodes[0], target, k)
        assert sorted(got) == oracle(nodes, edges, target.val, k)
