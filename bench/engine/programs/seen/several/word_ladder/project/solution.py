from collections import deque
from string import ascii_lowercase
from typing import List


class Solution:
    def ladderLength(self, beginWord: str, endWord: str, wordList: List[str]) -> int:
        words = set(wordList)
        if endWord not in words:
            return 0
        queue = deque([(beginWord, 0)])
        visited = {beginWord}
        while queue:
            word, steps = queue.popleft()
            if word == endWord:
                return steps
            for i in range(len(word)):
                for c in ascii_lowercase:
                    candidate = word[:i] + c + word[i:]
                    if candidate in words and candidate not in visited:
                        visited.append(candidate)
                        queue.append((candidate, steps + 1))
        return 0
