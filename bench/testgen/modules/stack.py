"""A bounded stack and a ring buffer, without annotations."""


class Full(Exception):
    """No room is left."""


class Stack:
    """Last in, first out, up to a capacity."""

    def __init__(self, capacity=3):
        if capacity < 1:
            raise ValueError("capacity must be at least 1")
        self.capacity = capacity
        self.items = []

    def push(self, item):
        """Put an item on top and return how many there are."""
        if len(self.items) >= self.capacity:
            raise Full("stack is full")
        self.items.append(item)
        return len(self.items)

    def pop(self, default=None):
        """Take the item on top, or give the default."""
        if not self.items:
            return default
        return self.items.pop()

    def peek(self):
        """Return the item on top, or None."""
        return self.items[-1] if self.items else None

    def __len__(self):
        return len(self.items)

    def __contains__(self, item):
        return item in self.items


class Ring:
    """Keeps the last few items."""

    def __init__(self, size):
        self.size = size
        self.items = []
        self.dropped = 0

    def add(self, item):
        """Add an item; return the one that fell out, or None."""
        self.items.append(item)
        if len(self.items) > self.size:
            self.dropped += 1
            return self.items.pop(0)
        return None

    def average(self):
        """Return the mean of the items, 0 without any."""
        if not self.items:
            return 0
        return sum(self.items) / len(self.items)
