from solution import Solution


def run(nums):
    Solution().sortColors(nums)
    return nums


def test_example_1():
    assert run([2, 0, 2, 1, 1, 0]) == [0, 0, 1, 1, 2, 2]


def test_example_2():
    assert run([2, 0, 1]) == [0, 1, 2]


def test_three():
    assert run([1, 2, 0]) == [0, 1, 2]


def test_one():
    assert run([0]) == [0]
