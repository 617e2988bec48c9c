import random
from collections import deque
from itertools import product
from solution import Solution


def oracle(nums, k):
    n = len(nums)
    goal = tuple([1] * n)
    start = tuple(nums)
    dist = {start: 0}
    q = deque([start])
    while q:
        s = q.popleft()
        if s == goal:
            return dist[s]
        for i in range(n - k + 1):
            t = s[:i] + tuple(1 - x for x in s[i:i + k]) + s[i + k:]
            if t not in dist:
                dist[t] = dist[s] + 1
                q.append(t)
    return -1


def greedy(nums, k):
    a, c = list(nums), 0
    for i in range(len(a)):
        if a[i] == 0:
            if i + k > len(a):
                return -1
            for j in range(i, i + k):
                a[j] ^= 1
            c += 1
    return c


def test_small_all():
    for n in range(1, 6):
        for k in range(1, n + 1):
            for bits in product([0, 1], repeat=n):
                assert Solution().minKBitFlips(list(bits), k) == oracle(bits, k)


def test_random():
    rng = random.Random(24)
    for _ in range(300):
        n = rng.randint(1, 30)
        k = rng.randint(1, min(n, 5))
        a = [rng.randint(0, 1) for _ in range(n)]
        if rng.random() < .5:
            a = [1] * n
            for _ in range(6):
                i = rng.randint(0, n - k)
                for j in range(i, i + k):
                    a[j] ^= 1
        assert Solution().minKBitFlips(a[:], k) == greedy(a, k)
