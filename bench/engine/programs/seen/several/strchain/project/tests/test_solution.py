from solution import Solution


def test_example_one():
    assert Solution().longestStrChain(["a", "b", "ba", "bca", "bda", "bdca"]) == 4


def test_example_two():
    assert Solution().longestStrChain(["xbc", "pcxbcf", "xb", "cxbc", "pcxbc"]) == 5


def test_example_three():
    assert Solution().longestStrChain(["abcd", "dbqca"]) == 1


def test_single():
    assert Solution().longestStrChain(["word"]) == 1


def test_growing_at_the_end():
    assert Solution().longestStrChain(["c", "ca", "cat", "cart", "carts"]) == 5
