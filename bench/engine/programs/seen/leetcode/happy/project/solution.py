class Solution:
    def _next(self, n: int) -> int:
        total = 0
        while n > 0:
            n, digit = divmod(n, 10)
            total += digit * digit
        return total

    def isHappy(self, n: int) -> bool:
        slow = n
        fast = self._next(n)
        while fast != 1 and slow != fast:
            slow = self._next(slow)
            fast = self._next(_next(fast))
        return fast == 1
