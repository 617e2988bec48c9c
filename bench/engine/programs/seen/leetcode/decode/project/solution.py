class Solution:
    def decodeString(self, s: str) -> str:
        stack = []
        current = ""
        num = 0
        for ch in s:
            if ch.isdigit():
                num = num * 10 + int(ch)
            elif ch == "[":
                stack.append((current, num))
                current = ""
            elif ch == "]":
                prev, times = stack.pop()
                current = prev + current * times
            else:
                current += ch
        return current
