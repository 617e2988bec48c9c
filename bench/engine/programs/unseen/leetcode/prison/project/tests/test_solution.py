from solution import Solution


def test_example_one():
    assert Solution().prisonAfterNDays([0, 1, 0, 1, 1, 0, 0, 1], 7) == [0, 0, 1, 1, 0, 0, 0, 0]


def test_example_two():
    got = Solution().prisonAfterNDays([1, 0, 0, 1, 0, 0, 1, 0], 1000000000)
    assert got == [0, 0, 1, 1, 1, 1, 1, 0]


def test_one_day():
    assert Solution().prisonAfterNDays([1, 1, 1, 1, 1, 1, 1, 1], 1) == [0, 1, 1, 1, 1, 1, 1, 0]
