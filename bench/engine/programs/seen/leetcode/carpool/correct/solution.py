from typing import List


class Solution:
    def carPooling(self, trips: List[List[int]], capacity: int) -> bool:
        events = []
        for passengers, start, end in trips:
            events.append((start, passengers))
            events.append((end, -passengers))
        events.sort(key=lambda e: (e[0], e[1]))
        onboard = 0
        for _, change in events:
            onboard += change
            if onboard > capacity:
                return False
        return True
