import random

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


def random_tree(rng, n, lo=-9, hi=9):
    root = TreeNode(rng.randint(lo, hi))
    free = [(root, 'left'), (root, 'right')]
    for _ in range(n - 1):
        node, side = free.pop(rng.randrange(len(free)))
        child = TreeNode(rng.randint(lo, hi))
        setattr(node, side, child)
        free += [(child, 'left'), (child, 'right')]
    return root


def ino(n):
    return ino(n.left) + [n.val] + ino(n.right) if n else []


def post(n):
    return post(n.left) + post(n.right) + [n.val] if n else []


def test_random():
    rng = random.Random(6)
    for _ in range(300):
        n = rng.randint(1, 25)
        root = random_tree(rng, n)
        vals = rng.sample(range(-100, 100), n)
        st = [root]
        while st:
            x = st.pop()
            x.val = vals.pop()
            st += [c for c in (x.left, x.right) if c]
        got = Solution().buildTree(ino(root), post(root))
        assert dump(got) == dump(root)
