from typing import List, Tuple


class Solution:
    def expressiveWords(self, s: str, words: List[str]) -> int:
        def runs(text: str) -> List[Tuple[str, int]]:
            groups = []
            i = 0
            while i < len(text):
                j = i
                while j < len(text) and text[j] == text[i]:
                    j += 1
                groups.append((text[i], j - i))
                i = j
            return groups

        def stretchy(word: str) -> bool:
            other = runs(word)
            if len(other) != len(target):
                return False
            for (a, big), (b, small) in zip(target, other):
                if a != b or small > big:
                    return False
                if big != small and big < 3:
                    return False
            return True

        target = runs(s)
        return sum(1 for word in words if stretchy(word))
