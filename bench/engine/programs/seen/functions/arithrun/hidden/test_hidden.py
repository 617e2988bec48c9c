import random

from solution import longest_arithmetic


def oracle(nums):
    best = 0
    for i in range(len(nums)):
        for j in range(i + 1, len(nums) + 1):
            part = nums[i:j]
            if len({b - a for a, b in zip(part, part[1:])}) <= 1:
                best = max(best, j - i)
    return best


def test_known():
    assert longest_arithmetic([]) == 0
    assert longest_arithmetic([0]) == 1
    assert longest_arithmetic([4, 4]) == 2
    assert longest_arithmetic([1, 5, 2]) == 2
    assert longest_arithmetic([9, 1, 2, 3]) == 3
    assert longest_arithmetic([1, 2, 3, 9, 8, 7, 6]) == 4
    assert longest_arithmetic([0, 0, 0, 0, 1, 2, 3, 4]) == 5


def test_random():
    rng = random.Random(17)
    for _ in range(400):
        nums = [rng.randint(-2, 2) for _ in range(rng.randrange(11))]
        assert longest_arithmetic(nums) == oracle(nums)
