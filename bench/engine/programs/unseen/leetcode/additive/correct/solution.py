class Solution:
    def isAdditiveNumber(self, num: str) -> bool:
        n = len(num)

        def follows(a: int, b: int, start: int) -> bool:
            while start < n:
                total = str(a + b)
                if not num.startswith(total, start):
                    return False
                start += len(total)
                a, b = b, int(total)
            return True

        for i in range(1, n // 2 + 1):
            if num[0] == "0" and i > 1:
                break
            for j in range(i + 1, n):
                if num[i] == "0" and j > i + 1:
                    break
                if follows(int(num[:i]), int(num[i:j]), j):
                    return True
        return False
