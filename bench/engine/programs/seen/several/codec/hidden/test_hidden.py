import random
from solution import Codec, TreeNode


def build(vals):
    if not vals or vals[0] is None:
        return None
    it = iter(vals)
    root = TreeNode(next(it))
    row = [root]
    while row:
        nxt = []
        for node in row:
            for side in ("left", "right"):
                v = next(it, None)
                if v is not None:
                    child = TreeNode(v)
                    setattr(node, side, child)
                    nxt.append(child)
        row = nxt
    return root


def same(a, b):
    if a is None or b is None:
        return a is None and b is None
    return type(a.val) is type(b.val) and a.val == b.val and same(a.left, b.left) and same(a.right, b.right)


def rand_tree(rng, depth):
    if depth == 0 or rng.random() < 0.2:
        return None
    node = TreeNode(rng.randint(-1000, 1000))
    node.left = rand_tree(rng, depth - 1)
    node.right = rand_tree(rng, depth - 1)
    return node


def roundtrip(root):
    data = Codec().serialize(root)
    assert isinstance(data, str)
    return Codec().deserialize(data)


def test_shapes():
    for vals in ([0], [1, 2], [1, None, 2], [1, 2, 3], [1, 2, None, 3], [1, None, 2, None, 3],
                 [-1, -2, -3, 4, None, None, 5], [5, 5, 5, 5, 5, 5, 5]):
        root = build(vals)
        assert same(roundtrip(root), build(vals))
        assert same(root, build(vals))


def test_empty():
    assert roundtrip(None) is None


def test_random():
    rng = random.Random(12)
    for _ in range(300):
        t = rand_tree(rng, 6)
        assert same(roundtrip(t), t)
