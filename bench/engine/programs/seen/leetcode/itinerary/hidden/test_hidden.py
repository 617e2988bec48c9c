import random

from solution import Solution


def oracle(tickets):
    pool = sorted(tickets)
    used = [False] * len(pool)

    def go(path):
        if len(path) == len(pool) + 1:
            return path
        for i, (a, b) in enumerate(pool):
            if not used[i] and a == path[-1]:
                used[i] = True
                found = go(path + [b])
                if found:
                    return found
                used[i] = False
        return None

    return go(["JFK"])


def test_repeated_ticket():
    tickets = [["JFK", "AAA"], ["AAA", "JFK"], ["JFK", "AAA"], ["AAA", "BBB"]]
    assert Solution().findItinerary([t[:] for t in tickets]) == oracle(tickets)


def test_choice_order():
    tickets = [["JFK", "AAA"], ["AAA", "JFK"], ["JFK", "BBB"], ["BBB", "JFK"], ["JFK", "CCC"]]
    for seed in range(20):
        shuffled = [t[:] for t in tickets]
        random.Random(seed).shuffle(shuffled)
        assert Solution().findItinerary(shuffled) == ["JFK", "AAA", "JFK", "BBB", "JFK", "CCC"]


def test_random():
    rng = random.Random(13)
    names = ["JFK", "AAA", "BBB", "LAX", "ZRH"]
    for _ in range(300):
        at = "JFK"
        tickets = []
        for _ in range(rng.randint(1, 8)):
            to = rng.choice([x for x in names if x != at])
            tickets.append([at, to])
            at = to
        rng.shuffle(tickets)
        assert Solution().findItinerary([t[:] for t in tickets]) == oracle(tickets)
