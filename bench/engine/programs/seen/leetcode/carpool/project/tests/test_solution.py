from solution import Solution


def test_example_1():
    assert Solution().carPooling([[2, 1, 5], [3, 3, 7]], 4) is False


def test_example_2():
    assert Solution().carPooling([[2, 1, 5], [3, 3, 7]], 5) is True


def test_example_3():
    assert Solution().carPooling([[3, 2, 7], [3, 7, 9], [8, 3, 9]], 11) is True


def test_unordered_trips():
    assert Solution().carPooling([[4, 5, 9], [4, 1, 5], [2, 3, 6]], 6) is True


def test_too_many_at_once():
    assert Solution().carPooling([[9, 0, 1]], 8) is False
