from solution import Solution


def test_cats():
    result = Solution().wordBreak("catsanddog", ["cat", "cats", "and", "sand", "dog"])
    assert sorted(result) == ["cat sand dog", "cats and dog"]


def test_pineapple():
    result = Solution().wordBreak(
        "pineapplepenapple", ["apple", "pen", "applepen", "pine", "pineapple"]
    )
    assert sorted(result) == [
        "pine apple pen apple",
        "pine applepen apple",
        "pineapple pen apple",
    ]


def test_impossible():
    assert Solution().wordBreak("catsandog", ["cats", "dog", "sand", "and", "cat"]) == []
