from solution import Solution


def test_example_1():
    assert Solution().compareVersion("1.2", "1.10") == -1


def test_example_2():
    assert Solution().compareVersion("1.01", "1.001") == 0


def test_example_3():
    assert Solution().compareVersion("1.0", "1.0.0.0") == 0


def test_newer():
    assert Solution().compareVersion("7.5.3", "7.5") == 1
