from solution import Solution


def test_example1():
    assert Solution().calculate("3+2*2") == 7


def test_example2():
    assert Solution().calculate(" 3/2 ") == 1


def test_example3():
    assert Solution().calculate(" 3+5 / 2 ") == 5


def test_example4():
    assert Solution().calculate("14-3/2") == 13
