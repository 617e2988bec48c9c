from solution import group_anagrams


def test_five_words():
    assert group_anagrams(["eat", "tan", "tea", "nat", "bat"]) == [["eat", "tea"], ["tan", "nat"], ["bat"]]


def test_repeated_letters():
    assert group_anagrams(["aab", "abb", "aba"]) == [["aab", "aba"], ["abb"]]


def test_empty():
    assert group_anagrams([]) == []
