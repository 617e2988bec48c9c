from solution import Solution


def test_only_head():
    assert Solution().numOfMinutes(1, 0, [-1], [0]) == 0


def test_flat():
    assert Solution().numOfMinutes(6, 2, [2, 2, -1, 2, 2, 2], [0, 0, 1, 0, 0, 0]) == 1


def test_chain():
    assert Solution().numOfMinutes(4, 3, [1, 2, 3, -1], [0, 6, 7, 8]) == 21


def test_two_levels():
    manager = [-1, 0, 0, 1, 1, 2, 2]
    inform = [1, 1, 1, 0, 0, 0, 0]
    assert Solution().numOfMinutes(7, 0, manager, inform) == 2
