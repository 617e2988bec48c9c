from typing import List


class Solution:
    def letterCasePermutation(self, s: str) -> List[str]:
        result = []

        def backtrack(i: int, path: List[str]) -> None:
            if i == len(s):
                result.append(''.join(path))
                return
            if s[i].isalpha():
                for c in (s[i].lower(), s[i].upper()):
                    path.append(c)
                    backtrack(i + 1, path)
                    path.pop()
            else:
                path.append(s[i])
                backtrack(i + 1, path)
                path.pop()

        backtrack(0, [])
        return result
