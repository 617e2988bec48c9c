import random
from itertools import permutations

from solution import Solution


def reachable(pushed):
    out = set()

    def go(i, stack, done):
        if len(done) == len(pushed):
            out.add(done)
            return
        if i < len(pushed):
            go(i + 1, stack + (pushed[i],), done)
        if stack:
            go(i, stack[:-1], done + (stack[-1],))

    go(0, (), ())
    return out


def test_all_small():
    for n in range(1, 6):
        pushed = tuple(range(10, 10 + n))
        ok = reachable(pushed)
        for p in permutations(pushed):
            assert bool(Solution().validateStackSequences(list(pushed), list(p))) == (p in ok)


def test_random_valid():
    rng = random.Random(2)
    for _ in range(300):
        n = rng.randint(1, 60)
        pushed = rng.sample(range(1000), n)
        stack, popped, i = [], [], 0
        while len(popped) < n:
            if i < n and (not stack or rng.random() < 0.5):
                stack.append(pushed[i])
                i += 1
            else:
                popped.append(stack.pop())
        assert Solution().validateStackSequences(list(pushed), list(popped))


def test_reverse_long():
    a = list(range(1000))
    assert Solution().validateStackSequences(a[:], a[::-1])
    assert Solution().validateStackSequences(a[:], a[:])
    assert not Solution().validateStackSequences(a[:], [999] + a[:999])
