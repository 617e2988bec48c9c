import random

from solution import BSTIterator, TreeNode


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


def insert(root, v):
    if not root:
        return TreeNode(v)
    if v < root.val:
        root.left = insert(root.left, v)
    else:
        root.right = insert(root.right, v)
    return root


def test_random():
    rng = random.Random(4)
    for _ in range(300):
        vals = rng.sample(range(100), rng.randint(1, 30))
        root = None
        for v in vals:
            root = insert(root, v)
        it = BSTIterator(root)
        out = []
        while it.hasNext():
            assert it.hasNext()
            out.append(it.next())
            assert len(out) <= len(vals)
        assert out == sorted(vals)


def test_next_only():
    root = None
    for v in [5, 1, 9, 7, 3]:
        root = insert(root, v)
    it = BSTIterator(root)
    assert [it.next() for _ in range(5)] == [1, 3, 5, 7, 9]


def test_empty():
    assert not BSTIterator(None).hasNext()
