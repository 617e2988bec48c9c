from typing import List


class Solution:
    def prisonAfterNDays(self, cells: List[int], n: int) -> List[int]:
        def advance(state):
            return tuple(
                1 if 0 < i < 7 and state[i - 1] == state[i + 1] else 0
                for i in range(8)
            )

        state = tuple(cells)
        seen = {}
        day = 0
        while day < n:
            if state in seen:
                cycle = day - seen[state]
                for _ in range(n % cycle):
                    state = advance(state)
                break
            seen[state] = day
            state = advance(state)
            day += 1
        return list(state)
