from functools import lru_cache
from typing import List


class Solution:
    def wordBreak(self, s: str, wordDict: List[str]) -> List[str]:
        words = set(wordDict)
        longest = max((len(w) for w in words), default=0)

        @lru_cache(maxsize=None)
        def build(start: int) -> List[str]:
            if start == len(s):
                return [""]
            sentences = []
            for end in range(start + 1, min(len(s), start + longest) + 1):
                piece = s[start:end]
                if piece not in words:
                    continue
                for tail in build(end):
                    sentences.append(piece + " " + tail if tail else piece)
            return sentences

        return build(0)
