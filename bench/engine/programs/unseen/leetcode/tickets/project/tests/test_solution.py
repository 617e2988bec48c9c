from solution import Solution


def test_example_one():
    assert Solution().mincostTickets([1, 4, 6, 7, 8, 20], [2, 7, 15]) == 11


def test_example_two():
    days = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 30, 31]
    assert Solution().mincostTickets(days, [2, 7, 15]) == 17


def test_one_day():
    assert Solution().mincostTickets([1], [3, 8, 20]) == 3


def test_week_in_a_row():
    assert Solution().mincostTickets([1, 2, 3, 4, 5, 6, 7], [2, 7, 15]) == 7
