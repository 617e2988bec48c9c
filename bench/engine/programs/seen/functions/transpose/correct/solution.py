from typing import List


def transpose(lines: List[str]) -> List[str]:
    """Turn the columns of a text into lines.

    Short lines count as filled up with spaces on the right, so all lines
    of the result are as long as there are lines in the given text.

    >>> transpose(["abc", "def"])
    ['ad', 'be', 'cf']
    >>> transpose(["ab", "c"])
    ['ac', 'b ']
    >>> transpose([])
    []
    """
    width = max((len(line) for line in lines), default=0)
    height = len(lines)
    padded = [line.ljust(width) for line in lines]
    columns = []
    for x in range(width):
        columns.append("".join(padded[y][x] for y in range(height)))
    return columns
