from typing import List


def wrap(text: str, width: int) -> List[str]:
    """Break a text into lines of at most `width` characters.

    Words (separated by whitespace) are put on the current line, with one
    space between them, as long as they fit. A word longer than the width
    gets a line of its own.

    >>> wrap("the quick brown fox", 10)
    ['the quick', 'brown fox']
    >>> wrap("to be or not", 5)
    ['to be', 'or', 'not']
    >>> wrap("", 5)
    []
    """
    lines: List[str] = []
    current: List[str] = []
    used = 0
    for word in text.split():
        needed = len(word) if not current else used + 1 + len(word)
        if current and needed > width:
            lines.append(" ".join(current))
            current = [word]
            used = len(word) + 1
        else:
            current.append(word)
            used = needed
    if current:
        lines.append(" ".join(current))
    return lines
