"""A binary search tree that maps keys to values."""


class Node:
    def __init__(self, key, value):
        self.key = key
        self.value = value
        self.left = None
        self.right = None


class Tree:
    def __init__(self, pairs=()):
        self.root = None
        self.size = 0
        for key, value in pairs:
            self.insert(key, value)

    def __len__(self):
        return self.size

    def __contains__(self, key):
        return self._find(key) is not None

    def __iter__(self):
        for key, _ in self.items():
            yield key

    def _find(self, key):
        node = self.root
        while node is not None and node.key != key:
            node = node.left if key < node.key else node.right
        return node

    def get(self, key, default=None):
        node = self._find(key)
        return default if node is None else node.value

    def insert(self, key, value=None):
        """Add a pair, or change the value of a key."""
        if self.root is None:
            self.root = Node(key, value)
            self.size += 1
            return
        node = self.root
        while node.key != key:
            side = "left" if key < node.key else "right"
            if getattr(node, side) is None:
                setattr(node, side, Node(key, value))
                self.size += 1
                return
            node = getattr(node, side)
        node.value = value

    def remove(self, key):
        """Remove a key; KeyError if it is not there."""
        if key not in self:
            raise KeyError(key)
        self.root = self._remove(self.root, key)
        self.size -= 1

    def _remove(self, node, key):
        if key < node.key:
            node.left = self._remove(node.left, key)
            return node
        if key > node.key:
            node.right = self._remove(node.right, key)
            return node
        if node.left is None:
            return node.right
        if node.right is None:
            return node.left
        successor = self._lowest(node.right)
        node.key, node.value = successor.key, successor.value
        node.right = self._remove(node.right, successor.key)
        return node

    @staticmethod
    def _lowest(node):
        while node.left is not None:
            node = node.left
        return node

    def items(self, low=None, high=None):
        """Yield (key, value) in order of keys with low <= key < high."""
        yield from self._walk(self.root, low, high)

    def _walk(self, node, low, high):
        if node is None:
            return
        if low is None or node.key > low:
            yield from self._walk(node.left, low, high)
        if (low is None or node.key >= low) and (high is None or node.key < high):
            yield node.key, node.value
        if high is None or node.key < high:
            yield from self._walk(node.right, low, high)

    def height(self):
        """Return the number of levels."""
        return self._height(self.root)

    def _height(self, node):
        if node is None:
            return 0
        return 1 + max(self._height(node.left), self._height(node.right))

    def floor(self, key):
        """Return the largest key that is not above `key`, or None."""
        best = None
        node = self.root
        while node is not None:
            if node.key == key:
                return key
            if node.key < key:
                best = node.key
                node = node.right
            else:
                node = node.left
        return best

    def rank(self, key):
        """Return how many keys are below `key`."""
        return sum(1 for _ in self.items(high=key))

    def levels(self):
        """Yield the keys of each level from the top, left to right."""
        level = [self.root] if self.root is not None else []
        while level:
            yield [node.key for node in level]
            level = [child for node in level for child in (node.left, node.right) if child]

    def rebalance(self):
        """Make the tree as low as it can be."""
        pairs = list(self.items())
        self.root = self._build(pairs, 0, len(pairs))

    def _build(self, pairs, start, end):
        if start >= end:
            return None
        middle = (start + end) // 2
        node = Node(*pairs[middle])
        node.left = self._build(pairs, start, middle)
        node.right = self._build(pairs, middle + 1, end)
        return node
