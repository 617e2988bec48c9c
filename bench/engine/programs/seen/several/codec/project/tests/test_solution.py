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
        return a is b
    return a.val == b.val and same(a.left, b.left) and same(a.right, b.right)


def roundtrip(root):
    return Codec().deserialize(Codec().serialize(root))


def test_example_1():
    root = build([1, 2, 3, None, None, 4, 5])
    assert same(roundtrip(root), root)


def test_example_2():
    assert roundtrip(None) is None


def test_single():
    root = build([42])
    assert same(roundtrip(root), root)


def test_left_chain():
    root = build([1, 2, None, 3])
    assert same(roundtrip(root), root)
