import random

from solution import bit_distance, total_distance


def slow(a, b):
    count = 0
    while a or b:
        count += a % 2 != b % 2
        a //= 2
        b //= 2
    return count


def test_bit_distance():
    for a in range(40):
        for b in range(40):
            assert bit_distance(a, b) == slow(a, b)


def test_known():
    assert total_distance([]) == 0
    assert total_distance([3, 3, 3]) == 0
    assert total_distance([0, 1023]) == 10
    assert total_distance([4, 14, 4]) == 4


def test_random():
    rng = random.Random(16)
    for _ in range(200):
        nums = [rng.randrange(1 << rng.randint(1, 20)) for _ in range(rng.randrange(8))]
        expected = sum(slow(nums[i], nums[j]) for i in range(len(nums)) for j in range(i))
        assert total_distance(nums) == expected
