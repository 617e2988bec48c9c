import math
import random

import pytest

from bst import Tree


def check(node, low, high):
    if node is None:
        return 0
    assert low < node.key < high
    return 1 + check(node.left, low, node.key) + check(node.right, node.key, high)


def test_against_dict():
    for seed in range(150):
        rng = random.Random(seed)
        tree, model = Tree(), {}
        for _ in range(50):
            key, value = rng.randrange(16), rng.random()
            if rng.random() < 0.6:
                tree.insert(key, value)
                model[key] = value
            elif key in model:
                tree.remove(key)
                del model[key]
            else:
                with pytest.raises(KeyError):
                    tree.remove(key)
            assert len(tree) == len(model) == check(tree.root, -math.inf, math.inf)
            assert list(tree.items()) == sorted(model.items())
            if rng.random() < 0.05:
                tree.rebalance()
                assert tree.height() == math.ceil(math.log2(len(model) + 1))
                check(tree.root, -math.inf, math.inf)
        keys = sorted(model)
        assert list(tree) == keys
        for k in range(-1, 18):
            default = object()
            assert tree.get(k, default) == model.get(k, default)
            assert (k in tree) is (k in model)
            assert tree.floor(k) == max((x for x in keys if x <= k), default=None)
            assert tree.rank(k) == sum(x < k for x in keys)
            for j in range(-1, 18, 3):
                assert [x for x, _ in tree.items(k, j)] == [x for x in keys if k <= x < j]
        assert [x for x, _ in tree.items(low=5)] == [x for x in keys if x >= 5]
        assert [x for x, _ in tree.items(high=5)] == [x for x in keys if x < 5]
        levels = list(tree.levels())
        assert len(levels) == tree.height()
        assert sorted(sum(levels, [])) == keys
        assert levels == expected_levels(tree.root)


def expected_levels(root):
    rows = {}

    def visit(node, depth):
        if node is not None:
            rows.setdefault(depth, []).append(node.key)
            visit(node.left, depth + 1)
            visit(node.right, depth + 1)
    visit(root, 0)
    return [rows[d] for d in sorted(rows)]


def test_shape_of_inserts():
    tree = Tree((k, None) for k in [4, 2, 6, 1, 3, 5, 7])
    assert list(tree.levels()) == [[4], [2, 6], [1, 3, 5, 7]]
    tree.remove(4)
    assert tree.root.key == 5
    assert Tree([(2, "x"), (2, "y")]).get(2) == "y"
    assert Tree().floor(3) is None and Tree().rank(3) == 0 and list(Tree()) == []
    for n in range(20):
        tree = Tree((i, i) for i in range(n))
        assert tree.height() == n
        tree.rebalance()
        assert list(tree.items()) == [(i, i) for i in range(n)]
        assert tree.height() == math.ceil(math.log2(n + 1))
