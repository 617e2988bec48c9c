class Full(Exception):
    """No room is left."""


class Stack:
    def __init__(self, capacity=2):
        self.capacity = capacity
        self.items = []

    def push(self, item):
        if len(self.items) >= self.capacity:
            raise Full("stack is full")
        self.items.append(item)

    def pop(self):
        return self.items.pop() if self.items else None


def unrelated(number):
    return number + 1
