from solution import Solution


def test_example_one():
    assert Solution().expressiveWords("heeellooo", ["hello", "hi", "helo"]) == 1


def test_example_two():
    assert Solution().expressiveWords("zzzzzyyyyy", ["zzyy", "zy", "zyy"]) == 3


def test_no_words():
    assert Solution().expressiveWords("abc", []) == 0


def test_same_word():
    assert Solution().expressiveWords("abc", ["abc", "abcd", "ab"]) == 1
