from solution import Solution


def test_example_1():
    assert Solution().partitionLabels("ababcbacadefegdehijhklij") == [9, 7, 8]


def test_example_2():
    assert Solution().partitionLabels("eccbbbbdec") == [10]


def test_all_different():
    assert Solution().partitionLabels("abc") == [1, 1, 1]


def test_single():
    assert Solution().partitionLabels("z") == [1]
