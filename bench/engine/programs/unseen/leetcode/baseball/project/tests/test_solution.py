from solution import Solution


def test_example_one():
    assert Solution().calPoints(["5", "2", "C", "D", "+"]) == 30


def test_example_two():
    assert Solution().calPoints(["5", "-2", "4", "C", "D", "9", "+", "+"]) == 27


def test_cancel_everything():
    assert Solution().calPoints(["1", "C"]) == 0


def test_plain_scores():
    assert Solution().calPoints(["3", "4", "-5"]) == 2
