from solution import Solution


def test_example_one():
    assert Solution().addBoldTag("abcxyz123", ["abc", "123"]) == "<b>abc</b>xyz<b>123</b>"


def test_example_two():
    assert Solution().addBoldTag("aaabbb", ["aa", "b"]) == "<b>aaabbb</b>"


def test_inside():
    assert Solution().addBoldTag("hello there", ["lo", "the"]) == "hel<b>lo</b> <b>the</b>re"


def test_no_words():
    assert Solution().addBoldTag("plain", []) == "plain"


def test_overlapping():
    assert Solution().addBoldTag("xababay", ["aba"]) == "x<b>ababa</b>y"
