from typing import List


class Solution:
    def squaredDistance(self, a: List[int], b: List[int]) -> int:
        return (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2

    def validSquare(self, p1: List[int], p2: List[int], p3: List[int], p4: List[int]) -> bool:
        points = [p1, p2, p3, p4]
        lengths = []
        for i in range(4):
            for j in range(i + 1, 4):
                lengths.append(self.squaredDistance(points[i], points[j]))
        lengths.sort()
        if lengths[0] == 0:
            return False
        sidesEqual = lengths[0] == lengths[3]
        diagonalsEqual = lengths[4] == lengths[5]
        return sidesEqual and diagonalsEqual
