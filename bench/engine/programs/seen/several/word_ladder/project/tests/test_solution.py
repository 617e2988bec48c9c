from solution import Solution


def test_example_1():
    assert Solution().ladderLength("hit", "cog", ["hot", "dot", "dog", "lot", "log", "cog"]) == 5


def test_example_2():
    assert Solution().ladderLength("hit", "cog", ["hot", "dot", "dog", "lot", "log"]) == 0


def test_example_3():
    assert Solution().ladderLength("a", "c", ["a", "b", "c"]) == 2
