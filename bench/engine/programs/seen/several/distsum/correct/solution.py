from collections import defaultdict
from typing import List


class Solution:
    def sumOfDistancesInTree(self, n: int, edges: List[List[int]]) -> List[int]:
        graph = defaultdict(list)
        for a, b in edges:
            graph[a].append(b)
            graph[b].append(a)
        count = [1] * n
        answer = [0] * n

        def post(node: int, parent: int) -> None:
            for child in graph[node]:
                if child != parent:
                    post(child, node)
                    count[node] += count[child]
                    answer[node] += answer[child] + count[child]

        def pre(node: int, parent: int) -> None:
            for child in graph[node]:
                if child != parent:
                    answer[child] = answer[node] - count[child] + n - count[child]
                    pre(child, node)

        post(0, -1)
        pre(0, -1)
        return answer
