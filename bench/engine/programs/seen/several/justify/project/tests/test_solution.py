from solution import Solution


def test_example_1():
    words = ["This", "is", "an", "example", "of", "text", "justification."]
    assert Solution().fullJustify(words, 16) == ["This    is    an", "example  of text", "justification.  "]


def test_example_2():
    words = ["What", "must", "be", "acknowledgment", "shall", "be"]
    assert Solution().fullJustify(words, 16) == ["What   must   be", "acknowledgment  ", "shall be        "]


def test_example_3():
    words = ["Science", "is", "what", "we", "understand", "well", "enough", "to", "explain", "to", "a", "computer."]
    assert Solution().fullJustify(words, 20) == ["Science  is  what we", "understand      well", "enough to explain to", "a computer.         "]
