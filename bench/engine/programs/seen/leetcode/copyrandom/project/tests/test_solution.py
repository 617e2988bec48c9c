from solution import Node, Solution


def build(pairs):
    nodes = [Node(v) for v, _ in pairs]
    for a, b in zip(nodes, nodes[1:]):
        a.next = b
    for node, (_, r) in zip(nodes, pairs):
        node.random = None if r is None else nodes[r]
    return nodes


def dump(head):
    nodes = []
    while head:
        nodes.append(head)
        head = head.next
        assert len(nodes) < 1000
    pos = {id(n): i for i, n in enumerate(nodes)}
    return [[n.val, None if n.random is None else pos.get(id(n.random), 'outside')] for n in nodes]


def copied(pairs):
    nodes = build(pairs)
    return dump(Solution().copyRandomList(nodes[0] if nodes else None))


def test_example1():
    pairs = [[7, None], [13, 0], [11, 4], [10, 2], [1, 0]]
    assert copied(pairs) == pairs


def test_example2():
    pairs = [[1, 1], [2, 1]]
    assert copied(pairs) == pairs


def test_example3():
    pairs = [[3, None], [3, 0], [3, None]]
    assert copied(pairs) == pairs


def test_example4():
    assert copied([]) == []
