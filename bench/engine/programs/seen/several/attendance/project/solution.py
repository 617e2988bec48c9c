class Solution:
    def checkRecord(self, n: int) -> int:
        MOD = 10 ** 9 + 7
        dp = [[0] * 3 for _ in range(2)]
        dp[0][0] = 1
        for _ in range(n):
            nxt = [[0] * 3 for _ in range(2)]
            for absent in range(2):
                for late in range(3):
                    cur = dp[absent][late]
                    nxt[absent][0] = (nxt[absent][0] + cur) % MOD
                    if absent == 0:
                        nxt[1][late] = (nxt[1][late] + cur) % MOD
                    if late < 2:
                        nxt[absent][late + 1] = (nxt[absent][late + 1] + cur) % MOD
            dp = nxt
        return sum(sum(row) for row in dp)
