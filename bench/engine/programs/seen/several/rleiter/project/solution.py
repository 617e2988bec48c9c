from typing import List


class RLEIterator:
    def __init__(self, encoding: List[int]):
        self.encoding = encoding
        self.index = 0
        self.used = 0

    def next(self, n: int) -> int:
        while self.index < len(self.encoding):
            remaining = self.encoding[self.index] - self.used
            if n >= remaining:
                n -= remaining
                self.index += 2
            else:
                self.used = n
                return self.encoding[self.index + 1]
        return -1
