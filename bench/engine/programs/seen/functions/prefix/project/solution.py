from typing import List


def common_prefix(words: List[str]) -> str:
    """Return the longest string that all the words begin with.

    >>> common_prefix(["flower", "flow", "flight"])
    'fl'
    >>> common_prefix(["dog", "racecar"])
    ''
    >>> common_prefix(["alone"])
    'alone'
    >>> common_prefix([])
    ''
    """
    if not words or len(words) == 1:
        return ""
    shortest = min(words, key=len)
    for i, ch in enumerate(shortest):
        for other in words:
            if other[i] != ch:
                return shortest[:i]
    return shortest
