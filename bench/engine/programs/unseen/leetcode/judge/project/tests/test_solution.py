from solution import Solution


def test_two_people():
    assert Solution().findJudge(2, [[1, 2]]) == 2


def test_three_people():
    assert Solution().findJudge(3, [[1, 3], [2, 3]]) == 3


def test_no_judge():
    assert Solution().findJudge(3, [[1, 3], [2, 3], [3, 1]]) == -1


def test_chain():
    assert Solution().findJudge(3, [[1, 2], [2, 3]]) == -1
