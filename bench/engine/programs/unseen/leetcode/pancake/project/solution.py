from typing import List


class Solution:
    def pancakeSort(self, arr: List[int]) -> List[int]:
        flips = []
        for size in range(len(arr), 1, -1):
            index = arr.index(size)
            if index == size - 1:
                continue
            if index != 0:
                flips.append(index + 1)
                arr[:index + 1] = reversed(arr[:index + 1])
            flips.append(size)
            arr[:size] = reversed(arr[:size - 1])
        return flips
