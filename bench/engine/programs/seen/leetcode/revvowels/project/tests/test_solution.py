from solution import Solution


def test_example_1():
    assert Solution().reverseVowels("IceCreAm") == "AceCreIm"


def test_example_2():
    assert Solution().reverseVowels("leetcode") == "leotcede"


def test_hello():
    assert Solution().reverseVowels("hello") == "holle"


def test_no_vowels():
    assert Solution().reverseVowels("rhythm") == "rhythm"
