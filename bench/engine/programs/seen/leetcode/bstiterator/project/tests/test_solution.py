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


def test_example1():
    it = BSTIterator(build([7, 3, 15, None, None, 9, 20]))
    assert it.next() == 3
    assert it.next() == 7
    assert it.hasNext() is True
    assert it.next() == 9
    assert it.hasNext() is True
    assert it.next() == 15
    assert it.hasNext() is True
    assert it.next() == 20
    assert it.hasNext() is False


def test_example2():
    it = BSTIterator(build([5]))
    assert it.hasNext()
    assert it.next() == 5
    assert not it.hasNext()


def test_example3():
    it = BSTIterator(build([3, 2, None, 1]))
    assert [it.next(), it.next(), it.next()] == [1, 2, 3]
    assert not it.hasNext()
