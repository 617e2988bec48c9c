import pytest

from bst import Tree


@pytest.fixture
def tree():
    return Tree((key, str(key)) for key in [50, 30, 70, 20, 40, 60, 80, 65])


def test_get(tree):
    assert tree.get(40) == "40"
    assert tree.get(41) is None
    assert tree.get(41, "x") == "x"


def test_insert_again_changes_the_value(tree):
    tree.insert(60, "new")
    assert tree.get(60) == "new"
    assert len(tree) == 8


def test_order(tree):
    assert list(tree) == [20, 30, 40, 50, 60, 65, 70, 80]


def test_items_in_range(tree):
    assert [k for k, _ in tree.items(30, 65)] == [30, 40, 50, 60]
    assert [k for k, _ in tree.items(low=66)] == [70, 80]
    assert [k for k, _ in tree.items(high=30)] == [20]


@pytest.mark.parametrize("key", [20, 30, 50, 60, 65, 70])
def test_remove(tree, key):
    tree.remove(key)
    assert list(tree) == [k for k in [20, 30, 40, 50, 60, 65, 70, 80] if k != key]
    assert len(tree) == 7
    assert tree.get(80) == "80"


def test_remove_unknown(tree):
    with pytest.raises(KeyError):
        tree.remove(1)
    assert len(tree) == 8


def test_height():
    assert Tree().height() == 0
    assert Tree([(1, 1)]).height() == 1
    assert Tree((i, i) for i in range(4)).height() == 4


def test_floor(tree):
    assert [tree.floor(k) for k in (10, 20, 45, 64, 99)] == [None, 20, 40, 60, 80]


def test_rank(tree):
    assert [tree.rank(k) for k in (20, 21, 60, 100)] == [0, 1, 4, 8]


def test_levels(tree):
    assert list(tree.levels()) == [[50], [30, 70], [20, 40, 60, 80], [65]]
    assert list(Tree().levels()) == []


def test_rebalance():
    tree = Tree((i, -i) for i in range(7))
    tree.rebalance()
    assert list(tree.levels()) == [[3], [1, 5], [0, 2, 4, 6]]
    assert tree.get(6) == -6
    assert len(tree) == 7
