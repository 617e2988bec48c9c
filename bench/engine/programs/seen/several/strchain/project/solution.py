from typing import List


class Solution:
    def longestStrChain(self, words: List[str]) -> int:
        words.sort()
        dp = {}
        longest = 0
        for word in words:
            dp[word] = 1
            for i in range(len(word) - 1):
                prev = word[:i] + word[i + 1:]
                if prev in dp:
                    dp[word] = dp[prev] + 1
            longest = max(longest, dp[word])
        return longest
