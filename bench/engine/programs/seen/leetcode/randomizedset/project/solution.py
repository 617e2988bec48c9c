import random


class RandomizedSet:

    def __init__(self):
        self.values = []
        self.position = {}

    def insert(self, val: int) -> bool:
        if val in self.position:
            return False
        self.position[val] = len(self.values)
        self.values.append(val)
        return True

    def remove(self, val: int) -> bool:
        if val not in self.position:
            return False
        i = self.position[val]
        del self.position[val]
        last = self.values[-1]
        self.values[i] = last
        self.position[last] = i
        self.values.pop()
        return True

    def getRandom(self) -> int:
        return random.choice(self.values)
