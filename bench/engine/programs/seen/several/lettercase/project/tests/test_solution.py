from solution import Solution


def test_example_one():
    assert sorted(Solution().letterCasePermutation("a1b2")) == sorted(["a1b2", "a1B2", "A1b2", "A1B2"])


def test_example_two():
    assert sorted(Solution().letterCasePermutation("3z4")) == sorted(["3z4", "3Z4"])


def test_letters():
    assert sorted(Solution().letterCasePermutation("xy")) == ["XY", "Xy", "xY", "xy"]


def test_capital():
    assert sorted(Solution().letterCasePermutation("C")) == ["C", "c"]
