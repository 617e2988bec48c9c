from solution import Solution


def test_can_cross():
    assert Solution().canCross([0, 1, 3, 5, 6, 8, 12, 17]) is True


def test_gap_too_large():
    assert Solution().canCross([0, 1, 2, 3, 4, 8, 9, 11]) is False


def test_first_jump_is_one():
    assert Solution().canCross([0, 2]) is False
    assert Solution().canCross([0, 1]) is True
