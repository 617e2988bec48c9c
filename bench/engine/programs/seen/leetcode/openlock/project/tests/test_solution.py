from solution import Solution


def test_example_1():
    assert Solution().openLock(["0201", "0101", "0102", "1212", "2002"], "0202") == 6


def test_example_2():
    assert Solution().openLock(["8888"], "0009") == 1


def test_example_3():
    dead = ["8887", "8889", "8878", "8898", "8788", "8988", "7888", "9888"]
    assert Solution().openLock(dead, "8888") == -1


def test_locked_from_the_start():
    assert Solution().openLock(["0000"], "8888") == -1


def test_no_deadends():
    assert Solution().openLock([], "0055") == 10
