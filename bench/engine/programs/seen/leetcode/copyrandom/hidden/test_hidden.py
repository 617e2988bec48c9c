import random

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


def test_random():
    rng = random.Random(12)
    for _ in range(300):
        n = rng.randint(1, 15)
        pairs = [[rng.randint(-5, 5), rng.choice([None] + list(range(n)))] for _ in range(n)]
        nodes = build(pairs)
        res = Solution().copyRandomList(nodes[0])
        assert dump(res) == pairs
        assert dump(nodes[0]) == pairs
        old = {id(x) for x in nodes}
        while res:
            assert id(res) not in old
            res = res.next


def test_none():
    assert Solution().copyRandomList(None) is None


def test_self():
    assert dump(Solution().copyRandomList(build([[1, 0]])[0])) == [[1, 0]]
