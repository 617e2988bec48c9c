from solution import Solution


def test_no_stop_needed():
    assert Solution().minRefuelStops(1, 1, []) == 0


def test_cannot_reach_first():
    assert Solution().minRefuelStops(100, 1, [[10, 100]]) == -1


def test_two_stops():
    stations = [[10, 60], [20, 30], [30, 30], [60, 40]]
    assert Solution().minRefuelStops(100, 10, stations) == 2


def test_all_stations():
    assert Solution().minRefuelStops(60, 25, [[20, 15], [38, 25]]) == 2
