from solution import Solution


def test_example_1():
    assert Solution().calculate("3+2*2") == 7


def test_example_2():
    assert Solution().calculate(" 3/2 ") == 1


def test_example_3():
    assert Solution().calculate("14-3/2") == 13
