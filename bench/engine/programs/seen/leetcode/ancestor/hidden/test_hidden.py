import random
from solution import Solution, TreeNode


def make(rng, vals):
    if not vals:
        return None
    k = rng.randrange(len(vals))
    return TreeNode(vals[0], make(rng, vals[1:k + 1]), make(rng, vals[k + 1:]))


def paths(n, pre, out):
    if n:
        p = pre + [n]
        out.append(p)
        paths(n.left, p, out)
        paths(n.right, p, out)


def test_random():
    rng = random.Random(10)
    for _ in range(60):
        n = rng.randint(2, 10)
        vals = list(range(n))
        rng.shuffle(vals)
        root = make(rng, vals)
        out = []
        paths(root, [], out)
        for a in out:
            for b in out:
                if a is b:
                    continue
                e = [x for x, y in zip(a, b) if x is y][-1]
                assert Solution().lowestCommonAncestor(root, a[-1], b[-1]) is e
