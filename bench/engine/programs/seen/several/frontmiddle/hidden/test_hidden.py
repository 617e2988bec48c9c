import random
from solution import FrontMiddleBackQueue


class Naive:
    def __init__(self):
        self.a = []

    def pushFront(self, v):
        self.a.insert(0, v)

    def pushMiddle(self, v):
        self.a.insert(len(self.a) // 2, v)

    def pushBack(self, v):
        self.a.append(v)

    def popFront(self):
        return self.a.pop(0) if self.a else -1

    def popMiddle(self):
        return self.a.pop((len(self.a) - 1) // 2) if self.a else -1

    def popBack(self):
        return self.a.pop() if self.a else -1


def run(rng, steps, push_weight):
    q, n = FrontMiddleBackQueue(), Naive()
    for _ in range(steps):
        if rng.random() < push_weight:
            name = rng.choice(['pushFront', 'pushMiddle', 'pushBack'])
            v = rng.randint(1, 1000)
            getattr(q, name)(v)
            getattr(n, name)(v)
        else:
            name = rng.choice(['popFront', 'popMiddle', 'popBack'])
            assert getattr(q, name)() == getattr(n, name)()
    for _ in range(len(n.a) + 2):
        name = rng.choice(['popFront', 'popMiddle', 'popBack'])
        assert getattr(q, name)() == getattr(n, name)()


def test_random_small():
    rng = random.Random(6)
    for _ in range(200):
        run(rng, 15, 0.55)


def test_random_large():
    rng = random.Random(66)
    for _ in range(100):
        run(rng, 60, 0.65)


def test_single_each_way():
    for push in ('pushFront', 'pushMiddle', 'pushBack'):
        for pop in ('popFront', 'popMiddle', 'popBack'):
            q = FrontMiddleBackQueue()
            getattr(q, push)(4)
            assert getattr(q, pop)() == 4
            assert getattr(q, pop)() == -1
