from solution import Solution


def test_example_one():
    assert Solution().removeDuplicateLetters("bcabc") == "abc"


def test_example_two():
    assert Solution().removeDuplicateLetters("cbacdcbc") == "acdb"


def test_no_repeats():
    assert Solution().removeDuplicateLetters("hgf") == "hgf"


def test_same():
    assert Solution().removeDuplicateLetters("zzz") == "z"
