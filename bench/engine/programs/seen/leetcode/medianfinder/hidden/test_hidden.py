import random

from solution import MedianFinder


import statistics


def test_random():
    rng = random.Random(32)
    for _ in range(150):
        mf = MedianFinder()
        seen = []
        for _ in range(rng.randint(1, 25)):
            seen.append(rng.randint(-20, 20))
            mf.addNum(seen[-1])
            if rng.random() < 0.7:
                assert mf.findMedian() == statistics.median(seen)
        assert mf.findMedian() == statistics.median(seen)
