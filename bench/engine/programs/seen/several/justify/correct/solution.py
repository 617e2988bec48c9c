from typing import List


class Solution:
    def fullJustify(self, words: List[str], maxWidth: int) -> List[str]:
        res = []
        line = []
        letters = 0
        for word in words:
            if letters + len(line) + len(word) > maxWidth:
                spaces = maxWidth - letters
                if len(line) == 1:
                    res.append(line[0] + " " * spaces)
                else:
                    gap, extra = divmod(spaces, len(line) - 1)
                    for i in range(extra):
                        line[i] += " "
                    res.append((" " * gap).join(line))
                line = []
                letters = 0
            line.append(word)
            letters += len(word)
        res.append(" ".join(line).ljust(maxWidth))
        return res
