from solution import Solution


def test_example_1():
    assert Solution().minMeetingRooms([[0, 30], [5, 10], [15, 20]]) == 2


def test_example_2():
    assert Solution().minMeetingRooms([[7, 10], [2, 4]]) == 1


def test_back_to_back():
    assert Solution().minMeetingRooms([[1, 5], [5, 9], [9, 12]]) == 1


def test_none():
    assert Solution().minMeetingRooms([]) == 0
