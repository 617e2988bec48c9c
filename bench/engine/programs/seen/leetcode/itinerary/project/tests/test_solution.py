from solution import Solution


def test_example_1():
    tickets = [["MUC", "LHR"], ["JFK", "MUC"], ["SFO", "SJC"], ["LHR", "SFO"]]
    assert Solution().findItinerary(tickets) == ["JFK", "MUC", "LHR", "SFO", "SJC"]


def test_example_2():
    tickets = [["JFK", "SFO"], ["JFK", "ATL"], ["SFO", "ATL"], ["ATL", "JFK"], ["ATL", "SFO"]]
    assert Solution().findItinerary(tickets) == ["JFK", "ATL", "JFK", "SFO", "ATL", "SFO"]


def test_dead_end():
    tickets = [["JFK", "KUL"], ["JFK", "NRT"], ["NRT", "JFK"]]
    assert Solution().findItinerary(tickets) == ["JFK", "NRT", "JFK", "KUL"]


def test_one_ticket():
    assert Solution().findItinerary([["JFK", "LAX"]]) == ["JFK", "LAX"]
