from collections import defaultdict
from typing import List


class Solution:
    def findItinerary(self, tickets: List[List[str]]) -> List[str]:
        """Use every ticket exactly once, starting from JFK; of all such itineraries
        return the lexicographically smallest. At least one exists."""
        flights = defaultdict(list)
        for src, dst in tickets:
            flights[src].append(dst)
        for destinations in flights.values():
            destinations.sort(reverse=True)

        route: List[str] = []

        def visit(airport: str) -> None:
            while flights[airport]:
                visit(flights[airport].pop())
            route.append(airport)

        visit("JFK")
        return route[::-1]
