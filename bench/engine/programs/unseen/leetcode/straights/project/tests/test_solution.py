from solution import Solution


def test_can_be_grouped():
    assert Solution().isNStraightHand([1, 2, 3, 6, 2, 3, 4, 7, 8], 3) is True


def test_wrong_count():
    assert Solution().isNStraightHand([1, 2, 3, 4, 5], 4) is False


def test_gap():
    assert Solution().isNStraightHand([1, 2, 4, 5], 2) is True
    assert Solution().isNStraightHand([1, 3, 5, 6], 2) is False


def test_groups_of_one():
    assert Solution().isNStraightHand([9, 4, 4], 1) is True
