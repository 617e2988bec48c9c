from typing import List


class Solution:
    def countSmaller(self, nums: List[int]) -> List[int]:
        counts = [0] * len(nums)

        def merge_sort(items):
            if len(items) <= 1:
                return items
            mid = len(items) // 2
            left = merge_sort(items[:mid])
            right = merge_sort(items[mid:])
            merged = []
            j = 0
            for index, value in left:
                while j < len(right) and right[j][1] <= value:
                    merged.append(right[j])
                    j += 1
                counts[index] += j
                merged.append((index, value))
            merged.extend(right[j:])
            return merged

        merge_sort(list(enumerate(nums)))
        return counts
