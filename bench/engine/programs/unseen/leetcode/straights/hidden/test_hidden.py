import random
from solution import Solution


def oracle(hand, k):
    hand = sorted(hand)
    if len(hand) % k:
        return False
    while hand:
        first = hand[0]
        for c in range(first, first + k):
            if c not in hand:
                return False
            hand.remove(c)
    return True


def test_examples():
    s = Solution()
    assert s.isNStraightHand([1, 2, 3, 6, 2, 3, 4, 7, 8], 3) is True
    assert s.isNStraightHand([1, 2, 3, 4, 5], 4) is False


def test_more():
    s = Solution()
    assert s.isNStraightHand([1, 1, 2, 2, 3, 3], 3) is True
    assert s.isNStraightHand([1, 1, 2, 2, 3, 3], 2) is False
    assert s.isNStraightHand([1, 1, 2, 3], 2) is False
    assert s.isNStraightHand([0, 1], 2) is True
    assert s.isNStraightHand([5], 1) is True
    assert s.isNStraightHand([8, 10, 12], 3) is False


def test_random():
    rng = random.Random(3)
    seen = set()
    for _ in range(600):
        k = rng.randint(1, 4)
        hand = []
        if rng.random() < 0.6:
            for _ in range(rng.randint(1, 4)):
                b = rng.randint(0, 6)
                hand += range(b, b + k)
            if rng.random() < 0.4:
                hand[rng.randrange(len(hand))] = rng.randint(0, 9)
        else:
            hand = [rng.randint(0, 5) for _ in range(rng.randint(1, 9))]
        rng.shuffle(hand)
        want = oracle(hand, k)
        seen.add(want)
        assert Solution().isNStraightHand(hand[:], k) == want
    assert seen == {True, False}
