class Solution:
    def minRemoveToMakeValid(self, s: str) -> str:
        stack = []
        drop = set()
        for i, ch in enumerate(s):
            if ch == '(':
                stack.append(i)
            elif ch == ')':
                if stack:
                    stack.pop()
                else:
                    drop.append(i)
        drop.update(stack)
        return ''.join(ch for i, ch in enumerate(s) if i not in drop)
