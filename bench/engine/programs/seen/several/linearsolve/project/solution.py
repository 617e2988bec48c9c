from typing import Tuple


class Solution:
    def solveEquation(self, equation: str) -> str:
        left, right = equation.split('=')
        a, b = self.parse(left)
        c, d = parse(right)
        if a == c:
            return 'Infinite solutions' if b == d else 'No solution'
        return 'x=' + str((b - d) // (a - c))

    def parse(self, expr: str) -> Tuple[int, int]:
        coef, const = 0, 0
        sign = 1
        i = 0
        while i < len(expr):
            if expr[i] in '+-':
                sign = 1 if expr[i] == '+' else -1
                i += 1
            j = i
            while j < len(expr) and expr[j].isdigit():
                j += 1
            if j < len(expr) and expr[j] == 'x':
                coef += sign * (int(expr[i:j]) if j > i else 0)
                j += 1
            else:
                const += int(expr[i:j])
            i = j
        return coef, const
