from solution import Solution


def test_example_1():
    assert Solution().isIsomorphic("egg", "add") is True


def test_example_2():
    assert Solution().isIsomorphic("foo", "bar") is False


def test_example_3():
    assert Solution().isIsomorphic("paper", "title") is True


def test_two_letters_to_one():
    assert Solution().isIsomorphic("badc", "baba") is False
