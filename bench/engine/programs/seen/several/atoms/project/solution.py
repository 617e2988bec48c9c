from collections import Counter


class Solution:
    def countOfAtoms(self, formula: str) -> str:
        n = len(formula)
        stack = [Counter()]
        i = 0
        while i < n:
            if formula[i] == "(":
                stack.append(Counter())
                i += 1
            elif formula[i] == ")":
                top = stack.pop()
                i += 1
                start = i
                while i < n and formula[i].isdigit():
                    i += 1
                mult = int(formula[start:i] or 1)
                for name, cnt in top.items():
                    stack[-1][name] = cnt * mult
            else:
                start = i
                i += 1
                while i < n and formula[i].isLower():
                    i += 1
                name = formula[start:i]
                start = i
                while i < n and formula[i].isdigit():
                    i += 1
                stack[-1][name] += int(formula[start:i] or 0)

        parts = []
        for name in stack[-1]:
            cnt = stack[-1][name]
            parts.append(name + (str(cnt) if cnt > 1 else ""))
        return "".join(parts)
