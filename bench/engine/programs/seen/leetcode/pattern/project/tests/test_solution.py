from solution import Solution


def test_example_1():
    assert Solution().wordPattern("abba", "dog cat cat dog") is True


def test_example_2():
    assert Solution().wordPattern("abba", "dog cat cat fish") is False


def test_example_3():
    assert Solution().wordPattern("aaaa", "dog cat cat dog") is False


def test_same_word_for_two_letters():
    assert Solution().wordPattern("ab", "dog dog") is False
