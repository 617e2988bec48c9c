import random
from itertools import combinations
from solution import Solution


def oracle(clips, time):
    for k in range(1, len(clips) + 1):
        for c in combinations(clips, k):
            if all(any(a <= t and t + 1 <= b for a, b in c) for t in range(time)):
                return k
    return -1


def test_examples():
    s = Solution()
    assert s.videoStitching([[0, 2], [4, 6], [8, 10], [1, 9], [1, 5], [5, 9]], 10) == 3
    assert s.videoStitching([[0, 1], [1, 2]], 5) == -1


def test_edges():
    s = Solution()
    assert s.videoStitching([[0, 4], [2, 8]], 5) == 2
    assert s.videoStitching([[1, 5]], 5) == -1
    assert s.videoStitching([[0, 2], [3, 5]], 5) == -1
    assert s.videoStitching([[0, 5], [5, 9]], 5) == 1
    assert s.videoStitching([[5, 9], [0, 5]], 9) == 2
    assert s.videoStitching([[6, 9]], 3) == -1


def test_random():
    rng = random.Random(19)
    seen = []
    for _ in range(400):
        time = rng.randint(1, 8)
        clips = []
        for _ in range(rng.randint(1, 7)):
            a = rng.randint(0, 7)
            clips.append([a, a + rng.randint(1, 4)])
        if rng.random() < 0.5:
            clips[0][0] = 0
        rng.shuffle(clips)
        want = oracle(clips, time)
        seen.append(want)
        assert Solution().videoStitching([c[:] for c in clips], time) == want
    assert -1 in seen and max(seen) >= 3
