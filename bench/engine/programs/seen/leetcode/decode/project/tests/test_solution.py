from solution import Solution


def test_example_1():
    assert Solution().decodeString("3[a]2[bc]") == "aaabcbc"


def test_example_2():
    assert Solution().decodeString("3[a2[c]]") == "accaccacc"


def test_example_3():
    assert Solution().decodeString("2[abc]ef") == "abcabcef"
