from typing import List


class Solution:
    def canCross(self, stones: List[int]) -> bool:
        reach = {stone: set() for stone in stones}
        reach[stones[0]].add(0)
        for stone in stones:
            for jump in reach[stone]:
                for step in (jump - 1, jump, jump + 1):
                    if step <= 0:
                        continue
                    landing = stone + step
                    if landing in reach:
                        reach[landing].add(step)
        return len(reach[stones[-1]]) > 0
